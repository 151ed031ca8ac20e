"""A table comes in as it was saved, whatever program, country and year that was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import MOST_BYTES, MOST_ROWS, Table
from lib.batch.delimited import read_bytes, read_text
from lib.errors import BadTable
from lib.problem import Code

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)


def written(rows: list[list[str]], separator: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), min_size=1, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
def test_what_was_written_is_read(rows: list[list[str]], separator: str, encoding: str) -> None:
    head = [["name", "city", "code"], ["Ann", "Brest", "7"], ["Bo", "Nice", "8"]]
    file = written([*head, *rows], separator).encode(encoding)
    found = read_bytes(file)
    assert found.columns == ("name", "city", "code")
    assert [list(row) for row in found.rows[2:]] == rows


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Jürgen Müller, Köln"),
        ("cp1250", "Zdeněk Dvořák, Łódź"),
        ("cp1251", "Ольга Смирнова, Казань"),
        ("cp1253", "Γιώργος Παπαδόπουλος, Αθήνα"),
        ("cp1256", "فاطمة علي، القاهرة"),
        ("gb18030", "王小明，上海"),
        ("big5", "陳大文，台北"),
        ("shift_jis", "田中太郎、東京"),
        ("euc_kr", "김철수, 서울"),
        ("utf-16-le", "Jürgen Müller, Köln"),
    ],
)
def test_a_file_in_the_encoding_of_its_country_is_read(encoding: str, name: str) -> None:
    file = f"name;code\r\n{name};1\r\n{name};2\r\n".encode(encoding)
    assert read_bytes(file).rows == ((name, "1"), (name, "2"))


def test_a_quoted_cell_may_hold_line_breaks_separators_and_quotes() -> None:
    found = read_text('name,city\n"Ann\nBee, ""the best""",Brest\n')
    assert found.rows == (('Ann\nBee, "the best"', "Brest"),)


def test_excels_own_word_for_the_separator_counts() -> None:
    assert read_text("sep=;\nname;city\nAnn, Bee;Brest\n").rows == (("Ann, Bee", "Brest"),)


def test_one_column_needs_no_separator() -> None:
    assert read_text("name\nAnn\nBo\n").rows == (("Ann",), ("Bo",))


def test_commas_in_sentences_are_no_columns_where_tabs_separate() -> None:
    found = read_text("text\tcode\nHello, Ann\t1\nHi, Bo, and Cy\t2\n")
    assert found.columns == ("text", "code")


def test_rows_may_be_ragged() -> None:
    found = read_text("name,city\nAnn,Brest\nBo\n\n,,\nCy,Nice,7\n")
    assert found.columns == ("name", "city", "Column 3")
    assert found.rows == (("Ann", "Brest", ""), ("Bo", "", ""), ("Cy", "Nice", "7"))


def test_no_two_columns_are_alike() -> None:
    columns = read_text("name,NAME, name ,\n1,2,3,4\n").columns
    assert columns == ("name", "NAME 2", "name 3", "Column 4")


def test_without_a_header_columns_are_numbered() -> None:
    assert read_text("Ann\nBo", has_header=False) == Table(("Column 1",), (("Ann",), ("Bo",)))


@pytest.mark.parametrize(
    ("file", "code", "row"),
    [
        (b'name,city\nAnn,Brest\n"Bo,Nice\nCy,Lyon\n', Code.TABLE_QUOTE_OPEN, 3),
        (b'name,city\nAnn,Brest\n"Bo"x,Nice\n', Code.TABLE_ROW_BROKEN, 3),
        ("name\nRené\n".encode() + b"Ren\xe9\n", Code.TABLE_NOT_DECODED, 3),
        (b"\xff\xfen\x00\n\x00A", Code.TABLE_NOT_DECODED, 2),
        (b"PK\x03\x04\x00\x00\xff\xfe\x01rest", Code.TABLE_NO_TEXT, None),
        (b"", Code.TABLE_EMPTY, None),
        (b"name,city\n", Code.TABLE_EMPTY, None),
        (b"\n\n \n,,,\n", Code.TABLE_EMPTY, None),
        (b"x" * (MOST_BYTES + 1), Code.TABLE_TOO_LARGE, None),
        (b"n\n" + b"x\n" * (MOST_ROWS + 1), Code.TABLE_TOO_LONG, None),
        (b"a," * 300 + b"\n" + b"1," * 300, Code.TABLE_TOO_WIDE, None),
    ],
)
def test_a_file_that_cannot_be_read_says_which_row_and_why(
    file: bytes, code: Code, row: int | None
) -> None:
    with pytest.raises(BadTable) as refusal:
        read_bytes(file)
    assert refusal.value.problem.code is code
    assert refusal.value.problem.params.get("row") == row


def test_the_most_rows_are_taken() -> None:
    assert len(read_bytes(b"n\n" + b"x\n" * MOST_ROWS).rows) == MOST_ROWS


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(file: bytes) -> None:
    try:
        found = read_bytes(file)
    except BadTable:
        pass
    else:
        assert all(len(row) == len(found.columns) for row in found.rows)


def test_a_cell_is_mended_in_its_place() -> None:
    table = read_text("name,city\nAnn,Brest\nBo,\n")
    assert table.with_cell(1, 1, " Nice ").rows == (("Ann", "Brest"), ("Bo", "Nice"))
