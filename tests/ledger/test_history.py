"""What pages ask of the past: whose, in which order, what it was like, what it cost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.ledger import Ledger
from lib.person import Person, Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.search import EVERYTHING, Search
from tests.ledger.asking import DAY, NOW, SECOND, asked, count, finished
from tests.viewers import ALL_SEEING, ANN

NAME = "Shanghai Drone Show"


def test_history_is_newest_first_and_of_this_owner(ledger: Ledger) -> None:
    mine = [ledger.add(asked(f"number {n}", now=NOW + n * SECOND)) for n in range(5)]
    ledger.add(asked(owner="bob"))
    assert ledger.page(ANN, EVERYTHING, offset=0, limit=2, total=5) == mine[:2:-1]
    assert ledger.page(ANN, EVERYTHING, offset=4, limit=2, total=5) == mine[:1]
    assert (ledger.count(ANN, EVERYTHING), ledger.count(ALL_SEEING, EVERYTHING)) == (5, 6)


@pytest.mark.parametrize(
    ("words", "wanted", "found"),
    [
        ("Hello World", "LLO  wor", True),
        ("ÄRGER", "ärger", True),
        ("Straße", "STRASSE", True),
        ("Ｗｉｄｅ", "wide", True),
        ("Привет", "ПРИ", True),
        ("100% sure", "0%", True),
        ("1000 sure", "0%", False),
        ("snake_case", "e_c", True),
        ("snakescase", "e_c", False),
        ("back\\slash", "k\\s", True),
        ("Hello", "help", False),
        ("Hello", "Hello " * 10_000, True),
        ("Hello", "%_" * 30_000, False),
        ("Hello", "\x00hello\ud800", True),
    ],
)
def test_the_search_finds_words_as_people_mean_them(
    ledger: Ledger,
    words: str,
    wanted: str,
    found: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    ledger.add(asked(words))
    search = Search.parse({"q": wanted}, NOW)
    shown = ledger.page(ANN, search, offset=0, limit=9, total=1)
    assert ledger.count(ANN, search) == len(shown) == found


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=30))
def test_every_caption_is_found_by_itself(ledger: Ledger, words: str) -> None:
    text = " ".join(words.encode(errors="ignore").decode().replace("\0", "").split())
    generation = ledger.add(asked(text, owner=f"owner {next(count)}"))
    assert ledger.count(Viewer(generation.owner), Search(words=text)) == 1


def test_the_unfinished_are_those_that_move_or_wait_for_a_word(ledger: Ledger) -> None:
    queued = ledger.add(asked(now=NOW))
    lost = ledger.add(
        asked(now=NOW + SECOND).submitting(NOW).unconfirmed(Problem.told("?"), NOW, SECOND)
    )
    ledger.add(finished())
    ledger.add(asked().cancelled(Problem.told("Stopped."), NOW))
    assert ledger.unfinished(Person("ann")) == [lost, queued]


def test_recent_runs_are_the_last_of_one_template(ledger: Ledger) -> None:
    for number, took in enumerate([9.0, 4.0, 6.0]):
        ledger.add(finished(at=NOW + number * DAY, took=took))
    ledger.add(asked())
    found = ledger.recent_runs(NAME, Provider.BUILTIN, 2)
    assert [(run.ready - run.accepted).total_seconds() for run in found] == [6.0, 4.0]
    assert ledger.recent_runs(NAME, Provider.AIMLAPI, 2) == []
    assert ledger.recent_runs("Another", Provider.BUILTIN, 2) == []
    assert ledger.runs_since(NOW + DAY, Provider.BUILTIN) == found


def test_before_one_in_the_queue_are_those_that_were_asked_for_earlier(ledger: Ledger) -> None:
    first, second = ledger.add(asked(now=NOW)), ledger.add(asked(now=NOW + SECOND, owner="bob"))
    ledger.add(finished(at=NOW))
    saving = asked(now=NOW).submitting(NOW).submitted("t", NOW, poll=SECOND, deadline=DAY)
    ledger.add(saving.completed(0.0, NOW))
    assert ledger.in_line(Provider.BUILTIN) == 2
    assert ledger.in_line(Provider.BUILTIN, before=second) == 1
    assert ledger.in_line(Provider.BUILTIN, before=first) == 0
    assert ledger.in_line(Provider.AIMLAPI) == 0
