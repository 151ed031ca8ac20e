"""Every row is a request, or says why not; nothing is spent to find out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import Defaults, Plan, RowState, Table, Wording
from lib.batch.delimited import read_text
from lib.caption import Caption
from lib.errors import BadTable, InvalidCaption
from lib.problem import Code
from lib.provider import Provider
from lib.template import NEON_ALLEY

BUILTIN = Provider.BUILTIN


def plan(text: str, wording: str = "Welcome, {name}!", *, joins: bool = True) -> Plan:
    table = read_text(text)
    return Plan.of(table, Wording.parse(wording, table), BUILTIN, joins=joins)


def why(plan: Plan) -> list[Code | None]:
    return [row.problem.code if row.problem else None for row in plan.rows]


def test_each_row_fills_the_gaps_of_the_caption() -> None:
    found = plan("Name,city\nAnn,Brest\nBo,Nice\n", "Welcome to {CITY}, { name }!")
    assert [str(row.request and row.request.caption) for row in found.films] == [
        "Welcome to Brest, Ann!",
        "Welcome to Nice, Bo!",
    ]


def test_what_the_row_gave_can_be_told_from_what_stands_in_all() -> None:
    [row] = plan("name\nAnn\n").rows
    assert [(piece.text, piece.column) for piece in row.pieces] == [
        ("Welcome, ", None), ("Ann", 0), ("!", None),
    ]  # fmt: skip


def test_braces_can_be_written_twice_to_mean_themselves() -> None:
    assert plan("name\nAnn\n", "{{{name}}} {").rows[0].words == "{Ann} {"


@given(st.text(max_size=30))
def test_braces_of_a_row_are_only_braces(value: str) -> None:
    table = Table(("name", "secret"), ((value, "TOP"),))
    assert Wording.parse("{name}", table).filled(table.rows[0])[0].text == value


def test_an_unknown_column_is_named_beside_those_that_there_are() -> None:
    with pytest.raises(BadTable, match=r"“nmae”.*name, city"):
        plan("name,city\nAnn,Brest\n", "Hi {nmae}")


def test_the_caption_stands_in_the_column_of_that_name_or_in_the_first() -> None:
    assert Wording.usual(read_text("id,Caption\n1,Hi\n")).text == "{Caption}"
    assert Wording.usual(read_text("who,id\nAnn,1\n")).text == "{who}"


def test_columns_choose_template_format_colours_and_file_name() -> None:
    [row] = plan(
        "name,Template,Size,Colors,File name\nAnn,neon alley,1080 × 1080,Red,ann-film\n"
    ).rows
    assert row.request is not None
    assert row.request.template == NEON_ALLEY
    assert (row.request.format.name, row.request.palette) == ("1080x1080", "red")
    assert row.file_name == "ann-film"


def test_a_row_that_says_nothing_takes_the_defaults() -> None:
    table = read_text("name,template\nAnn,\n")
    defaults = Defaults(template=NEON_ALLEY, palette="#aabbcc")
    [row] = Plan.of(table, Wording.parse("{name}", table), BUILTIN, defaults=defaults).rows
    assert row.request is not None
    assert (row.request.template, row.request.palette) == (NEON_ALLEY, "#aabbcc")


@pytest.mark.parametrize(
    ("value", "code"),
    [("Ann", None), ("x" * 81, Code.ROW_TOO_LONG), ('"\u200b"', Code.ROW_EMPTY)],
)
def test_a_bad_row_says_why_and_stops_no_other(value: str, code: Code | None) -> None:
    assert why(plan(f"name\n{value}\nBo\n", "{name}")) == [code, None]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("template", "Venice", Code.ROW_TEMPLATE),
        ("format", "7x7", Code.ROW_FORMAT),
        ("colours", "mauve", Code.ROW_COLOURS),
    ],
)
def test_a_choice_that_there_is_not_is_refused(column: str, value: str, code: Code) -> None:
    assert why(plan(f"name,{column}\nAnn,{value}\nBo,\n")) == [code, None]


def test_a_row_without_a_value_is_refused_though_its_neighbour_has_one() -> None:
    assert why(plan("name,city\n,Brest\nBo,Nice\n")) == [Code.ROW_WITHOUT_VALUE, None]


def test_a_provider_refuses_rows_that_it_cannot_make() -> None:
    table = read_text("name,template\nAnn,Neon Alley\nBo,\n")
    found = Plan.of(table, Wording.parse("{name}", table), Provider.AIMLAPI)
    assert [row.state for row in found.rows] == [RowState.REFUSED, RowState.MADE]


def test_one_caption_five_thousand_times_is_one_film_or_five_thousand() -> None:
    text = "name\n" + "Ann\n" * 5000
    assert (len(plan(text).films), len(plan(text).joined)) == (1, 4999)
    assert len(plan(text, joins=False).films) == 5000


def test_joined_rows_say_whose_film_they_share() -> None:
    found = plan("name,colours\nAnn,\nBo,\nAnn,\nAnn,red\n")
    assert [row.same_as for row in found.rows] == [None, None, 1, None]


def test_formulas_html_and_right_to_left_names_are_words() -> None:
    found = plan("name\n=1+1\n<b>Ann</b>\n\"=cmd|' /C calc'!A0\"\nفاطمة\nנועה\n", "{name}")
    assert why(found) == [None] * 5
    assert [row.words for row in found.rows][:2] == ["=1+1", "<b>Ann</b>"]


def test_rows_that_cannot_be_drawn_are_refused_and_no_longer_shared() -> None:
    found = plan("name\nAnn\n⟁\nAnn\n", "{name}").without({"⟁"})
    assert why(found) == [None, Code.ROW_UNDRAWABLE, None]
    assert [row.state for row in found.rows] == [
        RowState.MADE, RowState.REFUSED, RowState.JOINED,
    ]  # fmt: skip


@given(st.lists(st.text(min_size=1, max_size=90), min_size=1, max_size=20))
def test_a_row_is_made_exactly_when_its_words_are_a_caption(values: list[str]) -> None:
    table = Table(("name",), tuple((each,) for each in values))
    found = Plan.of(table, Wording.parse("{name}", table), BUILTIN, joins=False)
    for row, value in zip(found.rows, values, strict=True):
        assert (row.request is not None) == is_caption(value)
    counted = len(found.films) + len(found.refused) + len(found.joined)
    assert counted == len(values)


def is_caption(words: str) -> bool:
    try:
        Caption.parse(words)
    except InvalidCaption:
        return False
    return True
