"""Delimited: a table from CSV in any common encoding, or from cells pasted from a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

import regex
from charset_normalizer import from_bytes

from lib.batch.table import MOST_BYTES, MOST_ROWS, Table
from lib.errors import BadTable
from lib.problem import Code, Problem

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: What spreadsheets around the world write where they do not write UTF-8.
_EARLIER: Final = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp874", "gb18030", "big5", "shift_jis", "euc_kr",
)  # fmt: skip

#: What letters of Central Europe are in Western Europe's table: no word has these inside.
_SIGN_IN_WORD: Final = regex.compile(r"[£¥¯³¹¿¼¾\xad]\p{L}|\p{L}[£¥¯³¹¼¾]")

#: In this order where two fit equally well.
_SEPARATORS: Final = "\t,;|"

#: Records that tell the separator.
_TELLING: Final = 30


def read_text(text: str, *, has_header: bool = True) -> Table:
    """Read what somebody typed or pasted. Raise BadTable, which names the row at fault."""
    return Table.of(_records(text.removeprefix("\ufeff")), has_header=has_header)


def read_bytes(data: bytes, *, has_header: bool = True) -> Table:
    """Read a file of text. Raise BadTable, which names the row at fault."""
    if len(data) > MOST_BYTES:
        raise BadTable(Problem.of(Code.TABLE_TOO_LARGE, megabytes=MOST_BYTES // 1_000_000))
    return read_text(_decoded(data), has_header=has_header)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if wide := _of_two_bytes(data):
        return _strictly(data, wide)
    if b"\0" in data:
        raise BadTable(Code.TABLE_NO_TEXT)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return _in_an_earlier_encoding(data, error)


def _of_two_bytes(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is NUL."""
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head) or min(even, odd):
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise BadTable(Problem.of(Code.TABLE_NOT_DECODED, row=row)) from error


def _in_an_earlier_encoding(data: bytes, error: UnicodeDecodeError) -> str:
    """Take the encoding in which it reads most like text.

    Much UTF-8 before the first byte that is none says that the file is damaged there.
    """
    row = data[: error.start].count(b"\n") + 1
    is_damaged = not data[: error.start].isascii()
    found = [] if is_damaged else list(from_bytes(data, cp_isolation=list(_EARLIER)))
    if not found:
        raise BadTable(Problem.of(Code.TABLE_NOT_DECODED, row=row)) from error
    best = found[0]
    western = next((each for each in found if each.encoding == "cp1252"), None)
    if western and western.chaos <= best.chaos and not _SIGN_IN_WORD.search(str(western)):
        best = western  # the commonest; what tells it from its neighbours is seldom in a name
    return str(best)


def _records(text: str) -> Iterator[list[str]]:
    separator, text = _separated_by(text)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begun = 1
    try:
        for number, record in enumerate(reader):
            if number > 2 * MOST_ROWS:  # Table.of says that it is too long; no need to read on
                return
            yield record
            begun = reader.line_num + 1
    except csv.Error as error:
        code = Code.TABLE_QUOTE_OPEN if "end of data" in str(error) else Code.TABLE_ROW_BROKEN
        raise BadTable(Problem.of(code, row=begun)) from error


def _separated_by(text: str) -> tuple[str, str]:
    """Return the separator and the text without the line by which Excel tells it ("sep=;")."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"')
    if told.lower().startswith("sep=") and len(told) == 5:
        return told[4], rest
    return max(_SEPARATORS, key=lambda each: _evenness(text, each)), text


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first records have the commonest number of cells, if more than one; and it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(record) for record in islice(reader, _TELLING) if record)
    except csv.Error:
        return 0, 0
    width, records = widths.most_common(1)[0] if widths else (1, 0)
    return (records, width) if width > 1 else (0, 0)
