"""Spreadsheet: the cells of an XLSX or ODS file, read in a process of its own.

Such a file is a ZIP, which may be a bomb, and two readers may see different files in one. So each
member is counted while it is unpacked, and what was counted is packed anew: nothing else is opened.
A sheet may also claim two cells that are a billion rows apart; for that the process has its limits.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from lib.batch import MOST_BYTES
from lib.errors import BadTable, BadVideo
from lib.media.confined import Limits
from lib.media.process import follow
from lib.problem import Code, Problem

#: Bytes that all members together may have. Tables of 5,000 rows have some megabytes.
MOST_UNPACKED: Final = 100_000_000
_MOST_MEMBERS: Final = 2_000

#: What tables are made of; pictures and macros are left out.
_KEPT: Final = (".xml", ".rels", "mimetype")

#: A file that Office encrypts, or of before 2007, is one of these instead of a ZIP.
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = ("EncryptedPackage".encode("utf-16-le"), b"manifest:encryption-data")

#: A sheet of 5,000 rows and 50 columns takes half a second and 150 MB.
_LIMITS: Final = Limits(seconds=20, memory=768 << 20, patience=60.0)

_CHUNK: Final = 1 << 16


def is_spreadsheet(data: bytes) -> bool:
    """Return whether it looks like one inside, whatever it is called."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _COMPOUND))


def read_spreadsheet(data: bytes) -> list[list[str]]:
    """Return the cells of the first sheet that holds any, as text. Raise BadTable or StorageError."""
    if len(data) > MOST_BYTES:
        raise BadTable(Problem.of(Code.TABLE_TOO_LARGE, megabytes=MOST_BYTES // 1_000_000))
    if data.startswith(_COMPOUND):
        locked = _ENCRYPTED[0] in data
        raise BadTable(Code.TABLE_LOCKED if locked else Code.TABLE_NO_TEXT)
    with tempfile.TemporaryDirectory() as folder:
        packed = _packed_anew(data)
        file = Path(folder) / f"table.{_ending(packed)}"
        file.write_bytes(packed)
        return _cells(file)


def _cells(file: Path) -> list[list[str]]:
    try:
        told = json.loads(follow("lib.media.cells", [str(file)], _LIMITS))
    except (BadVideo, ValueError) as error:
        raise BadTable(Code.TABLE_TOO_HARD) from error
    if isinstance(told, dict):
        raise BadTable(Problem.read(json.dumps(told)))
    cells: list[list[str]] = told
    return cells


def _ending(packed: bytes) -> str:
    """Tell the kind by what is inside: the reader goes by the file's name."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return "ods" if "content.xml" in archive.namelist() else "xlsx"


def _packed_anew(data: bytes) -> bytes:
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
            members = [each for each in source.infolist() if each.filename.endswith(_KEPT)]
            if len(members) > _MOST_MEMBERS:
                raise _swells()
            room = MOST_UNPACKED
            for member in members:
                content = _unpacked(source, member, room)
                room -= len(content)
                target.writestr(member.filename, content)
    except RuntimeError as error:  # so says zipfile of a member with a password
        raise BadTable(Code.TABLE_LOCKED) from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise BadTable(Code.TABLE_DAMAGED) from error
    return packed.getvalue()


def _unpacked(source: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    content = bytearray()
    with source.open(member) as file:
        while chunk := file.read(_CHUNK):
            content += chunk
            if len(content) > room:
                raise _swells()
    if member.filename.endswith("manifest.xml") and _ENCRYPTED[1] in content:
        raise BadTable(Code.TABLE_LOCKED)
    return bytes(content)


def _swells() -> BadTable:
    return BadTable(Problem.of(Code.TABLE_SWELLS, megabytes=MOST_UNPACKED // 1_000_000))
