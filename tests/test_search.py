"""A view of History stands in its address, and what History does not know is refused kindly."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import InvalidInput
from lib.format import FORMATS
from lib.provider import Provider
from lib.search import EVERYTHING, LONGEST, Order, Search, Span, State
from lib.template import CATALOGUE

NOW = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

queries = st.fixed_dictionaries(
    {},
    optional={
        "q": st.text(max_size=30),
        "starred": st.just("yes"),
        "template": st.sampled_from([each.slug for each in CATALOGUE]),
        "provider": st.sampled_from(list(Provider)),
        "format": st.sampled_from([each.name for each in FORMATS]),
        "state": st.sampled_from(list(State)),
        "when": st.sampled_from(["today", "7d", "30d", "2026-02", "2026"]),
        "sort": st.sampled_from(list(Order)),
    },
)


@given(queries)
def test_an_address_gives_the_search_that_it_was_made_of(query: dict[str, str]) -> None:
    search = Search.parse(query, NOW)
    assert Search.parse(search.query, NOW) == search


def test_an_empty_address_is_everything_and_has_none() -> None:
    assert Search.parse({}, NOW) == EVERYTHING
    assert EVERYTHING.query == {}
    assert not EVERYTHING.is_narrowed
    assert not Search(order=Order.WORDS).is_narrowed
    assert Search(starred=True).is_narrowed


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("template", "Shanghai Drone Show"), ("template", "x'; DROP TABLE"), ("starred", "no"),
        ("provider", "vendor"), ("format", "1x1"), ("state", "queued"), ("sort", "price"),
        ("when", "yesterday"), ("when", "0d"), ("when", "9999d"), ("when", "2026-13"),
        ("when", "٢٠٢٦"), ("when", "1999"), ("state", "ready\n"), ("when", "2026\n"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_refused_with_a_sentence(name: str, word: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Search.parse({name: word}, NOW)
    assert refused.value.field == name
    assert str(refused.value)


def test_parameters_of_others_are_left_alone() -> None:
    assert Search.parse({"page": "x", "film": "1"}, NOW) == EVERYTHING


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("today", "2026-11-30T16:00", None),
        ("7d", "2026-11-24T16:00", None),
        ("2026-02", "2026-01-31T16:00", "2026-02-28T16:00"),
        ("2026-12", "2026-11-30T16:00", "2026-12-31T16:00"),
        ("2026", "2025-12-31T16:00", "2026-12-31T16:00"),
    ],
)
def test_a_day_begins_where_the_reader_is(name: str, since: str, until: str | None) -> None:
    span = Span.parse(name, NOW, ZoneInfo("Asia/Shanghai"))
    assert f"{span.since:%Y-%m-%dT%H:%M}" == since
    assert (span.until and f"{span.until:%Y-%m-%dT%H:%M}") == until


def test_a_month_is_as_long_as_the_clocks_make_it() -> None:
    span = Span.parse("2026-10", NOW, ZoneInfo("Europe/Berlin"))
    assert span.until is not None
    assert (span.until - span.since).total_seconds() == (31 * 24 + 1) * 3600


@pytest.mark.parametrize(
    ("typed", "needles"),
    [
        ("Grand OPENING", ("grand", "opening")),
        ('"Grand opening" 上海', ("grand opening", "上海")),
        ("上海 北京", ("上海", "北京")),
        ('half "open', ("half", "open")),
        ('"" "  "', ()),
        ("twice Twice", ("twice",)),
        ("\u00ad", ()),
    ],
)
def test_words_are_sought_one_by_one_and_a_phrase_as_it_stands(
    typed: str, needles: tuple[str, ...]
) -> None:
    assert Search(words=typed).needles == needles


def test_what_is_typed_has_an_end() -> None:
    search = Search.parse({"q": "ab " * 10_000 + "\0\ud800"}, NOW)
    assert len(search.words) <= LONGEST
    assert len(Search(words=" ".join(map(str, range(500)))).needles) <= 40


def test_mine_stands_in_the_address_and_nothing_else_does() -> None:
    assert Search.parse({"whose": "mine"}, NOW).query == {"whose": "mine"}
    with pytest.raises(InvalidInput):
        Search.parse({"whose": "ann"}, NOW)
