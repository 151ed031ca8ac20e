"""History finds what its owner looks for: parts of words in every script, filters, orders, stars."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.format import Format
from lib.generation import Event, Generation, Reason, Status, Video, timeline
from lib.ledger import Ledger
from lib.ledger import search as ledger_search
from lib.person import Person, Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.search import EVERYTHING, Order, Search, State
from tests.viewers import ANN

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
VIDEO = Video(duration=1.0, width=2, height=2, has_sound=True, size=3, sha256="ab")

Find = Callable[..., list[str]]
_count = iter(range(1_000_000))


def asked(
    words: str = "Hello",
    *,
    owner: str = "ann",
    at: datetime = NOW,
    provider: Provider = Provider.BUILTIN,
    **more: Any,
) -> Generation:
    return Generation.new(
        VideoRequest.parse(words, **more), provider=provider, owner=Person(owner),
        idempotency_key=f"key {next(_count)}", now=at,
    )  # fmt: skip


def generating(words: str) -> Generation:
    task = f"task {next(_count)}"
    return asked(words).submitting(NOW).submitted(task, NOW, poll=SECOND, deadline=DAY)


@pytest.fixture
def find(ledger: Ledger) -> Find:
    """The captions that are found: `find(q="words", sort="oldest")`."""

    def found(**query: str) -> list[str]:
        search = Search.parse(query, NOW)
        total = ledger.count(ANN, search)
        films = ledger.page(ANN, search, offset=0, limit=100, total=total)
        assert total == len(films)
        assert ledger.ids(ANN, search, limit=100) == [each.id for each in films]
        return [each.caption.text for each in films]

    return found


@pytest.fixture(params=[True, False], ids=["few found", "many found"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the index of trigrams, and by reading the words: both find the same."""
    if not request.param:
        monkeypatch.setattr(ledger_search, "MANY", 0)


@pytest.mark.usefixtures("both_ways")
def test_words_are_found_in_part_in_any_order_across_lines_and_in_every_script(
    ledger: Ledger, find: Find
) -> None:
    captions = (
        "Grand opening\nSaturday", "上海你好\n欢迎", "สวัสดีปีใหม่", "नया साल मुबारक", "Crème brûlée",
        'Say "hi"', "C:\\temp 100%", "snake_case",
    )  # fmt: skip
    for number, words in enumerate(captions):
        ledger.add(asked(words, at=NOW + number * SECOND))
    ledger.add(asked("Grand opening", owner="bob"))
    for typed, place in (
        ("opening grand", 0), ("open satur", 0), ('"opening saturday"', 0), ("好欢", 1), ("上海", 1),
        ("欢迎 上海", 1), ("海你好", 1), ("ปีใหม่", 2), ("ดี", 2), ("साल", 3), ("CREME BRULEE", 4),
        ('say "hi', 5), ("c:\\t", 6), ("0%", 6), ("e_c", 7),
    ):  # fmt: skip
        assert find(q=typed) == [captions[place]], typed
    for typed in (
        '"saturday opening"',
        "grand closing",
        "e%c",
        "好上",
        "'; --",
        "closing OR grand",
        "opening NOT grand",
    ):
        assert find(q=typed) == [], typed


@pytest.mark.usefixtures("both_ways")
def test_a_word_may_be_the_captions_and_another_the_templates(ledger: Ledger, find: Find) -> None:
    ledger.add(asked("Opening", template="Neon Alley"))
    ledger.add(asked("Opening", template="Lantern Festival", at=NOW + SECOND))
    ledger.add(asked("Neon sale", at=NOW + 2 * SECOND))
    assert len(find(q="opening alley")) == 1
    assert find(q="neon") == ["Neon sale", "Opening"]
    assert find(q="neon sale") == ["Neon sale"]


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=12), st.data())
def test_every_part_of_a_caption_finds_it(ledger: Ledger, words: str, data: st.DataObject) -> None:
    owner = f"owner {next(_count)}"
    text = " ".join(words.encode(errors="ignore").decode().replace("\0", "").split())
    generation = asked("x", owner=owner)
    caption = replace(generation.request.caption, text=text)
    ledger.add(replace(generation, request=replace(generation.request, caption=caption)))
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    part = text[begin:end].replace('"', " ")
    if part and part[0].isalnum() and part.isascii():
        assert ledger.count(Viewer(Person(owner)), Search(words=part)) == 1


def test_each_filter_shows_what_it_says_and_all_go_together(ledger: Ledger, find: Find) -> None:
    made = generating("made").completed(1.0, NOW).ready(VIDEO, NOW)
    ledger.add(made)
    ledger.add(replace(generating("damaged").completed(1.0, NOW).ready(VIDEO, NOW)).damaged(
        Reason.FILE_MISSING, NOW))  # fmt: skip
    ledger.add(generating("moving"))
    ledger.add(generating("bad").failed(Reason.NOT_MADE, Problem.told("No."), NOW))
    ledger.add(asked("off").cancelled(Problem.told("Stopped."), NOW))
    ledger.add(
        asked("lost", provider=Provider.AIMLAPI)
        .submitting(NOW)
        .unconfirmed(Problem.told("?"), NOW, DAY)
    )
    ledger.add(replace(asked("wide"), request=VideoRequest.parse("wide", format="1920x1080")))
    ledger.add(asked("neon", template="Neon Alley", at=NOW - 40 * DAY))
    by_state = {State.READY: ["made"], State.FAILED: ["bad", "damaged"], State.ASKS: ["lost"],
                State.CANCELLED: ["off"], State.MAKING: ["moving", "neon", "wide"]}  # fmt: skip
    assert {state: sorted(find(state=state)) for state in State} == by_state
    assert find(format=Format(1920, 1080).name) == ["wide"]
    assert find(template="neon-alley") == ["neon"]
    assert find(provider="aimlapi") == ["lost"]
    assert "neon" not in find(when="30d")
    assert find(when="2026-10") == ["neon"]
    assert find(when="today", state="ready", q="ma", format="608x1080", provider="builtin") == [
        "made"
    ]


def test_each_order_is_one_way_through_all_films_and_back(ledger: Ledger) -> None:
    for words, after in (("b", 0), ("a", 1), ("c", 1), ("a", 2)):
        ledger.add(asked(words, at=NOW + after * SECOND))
    ledger.add(asked("hers", owner="bob"))
    for order, shown in ((Order.NEWEST, "acab"), (Order.OLDEST, "baca"), (Order.WORDS, "aabc")):
        search = Search(order=order)
        films = ledger.page(ANN, search, offset=0, limit=9, total=4)
        pages = [ledger.page(ANN, search, offset=n, limit=1, total=4) for n in range(4)]
        assert [film for page in pages for film in page] == list(films)
        words = "".join(each.caption.text for each in films)
        assert words in {shown, shown.replace("ca", "ac"), shown.replace("ac", "ca")}
        ids = [None, *(each.id for each in films), None]
        for number, film in enumerate(films, start=1):
            place = ledger.place(ANN, search, film)
            assert (place.number, place.before, place.after) == (
                number, ids[number - 1], ids[number + 1],
            )  # fmt: skip


def test_a_star_stays_while_the_tracker_goes_on_and_is_set_once(ledger: Ledger, find: Find) -> None:
    old = ledger.add(asked("starred"))
    ledger.add(asked("bare"))
    assert (ledger.star([old.id], NOW), ledger.star([old.id], NOW + DAY)) == (1, 0)
    assert ledger.swap(old, old.submitting(NOW))  # read before it had the star
    found = ledger.get(old.id)
    assert found is not None
    assert found.starred_at == NOW
    assert find(starred="yes") == ["starred"]
    assert (ledger.unstar([old.id]), ledger.unstar([old.id])) == (1, 0)
    assert find(starred="yes") == []


def test_the_timeline_has_each_move_with_its_time_and_no_mere_progress(ledger: Ledger) -> None:
    film = ledger.add(asked())
    steps = [film]

    def go(new: Generation) -> None:
        assert ledger.swap(steps[-1], new)
        steps.append(new)

    go(film.submitting(NOW + SECOND))
    go(steps[-1].submitted("task", NOW + 2 * SECOND, poll=SECOND, deadline=DAY))
    go(steps[-1].still_generating("processing", 0.5, NOW + 3 * SECOND, SECOND))
    go(steps[-1].try_later(Problem.told("Slow."), NOW + 4 * SECOND, SECOND))
    go(steps[-1].completed(1.0, NOW + 5 * SECOND))
    go(steps[-1].ready(VIDEO, NOW + 6 * SECOND))
    go(steps[-1].damaged(Reason.FILE_MISSING, NOW + 7 * SECOND))
    noted = ledger.moves(film.id)
    assert [(each.status, (each.at - NOW).seconds, each.reason) for each in noted] == [
        (Status.QUEUED, 0, None), (Status.SUBMITTING, 1, None), (Status.GENERATING, 2, None),
        (Status.SAVING, 5, None), (Status.READY, 6, None), (Status.READY, 7, Reason.FILE_MISSING),
    ]  # fmt: skip
    assert timeline(steps[-1], noted) == noted
    ledger.delete(film.id, NOW)
    assert ledger.moves(film.id) == []


def test_a_film_of_before_there_was_a_timeline_has_what_its_row_remembers() -> None:
    film = generating("old").completed(1.0, NOW + SECOND).ready(VIDEO, NOW + 2 * SECOND)
    told = timeline(film, [])
    assert [each.status for each in told] == [Status.QUEUED, Status.GENERATING, Status.READY]
    bad = generating("old").failed(Reason.NOT_MADE, Problem.told("No."), NOW + SECOND)
    assert timeline(bad, [])[-1] == Event(Status.FAILED, NOW + SECOND, Reason.NOT_MADE)


def test_whatever_writes_a_row_its_words_are_found_and_after_it_is_gone_they_are_not(
    tmp_path: Path,
) -> None:
    """An earlier Skylit beside this one inserts, changes and deletes rows by SQL of its own."""
    ledger = Ledger.open(None, tmp_path)
    ledger.add(asked("first words"))
    database = sqlite3.connect(tmp_path / "skylit.db")
    with database:
        database.execute("UPDATE generations SET folded = 'other thoughts'")
    assert ledger.count(ANN, Search(words="thoughts")) == 1
    assert ledger.count(ANN, Search(words="words")) == 0
    with database:
        database.execute("DELETE FROM generations")
    database.close()
    assert ledger.count(ANN, Search(words="thoughts")) == 0
    assert ledger.count(ANN, EVERYTHING) == 0
    again = ledger.add(asked("thoughts"))
    assert ledger.ids(ANN, Search(words="thoughts"), limit=9) == [again.id]
    ledger.close()


def test_the_index_keeps_no_part_of_deleted_words(tmp_path: Path) -> None:
    ledger = Ledger.open(None, tmp_path)
    kept = [ledger.add(asked(f"kept {number}")) for number in range(30)]
    gone = ledger.add(asked("ᚠᚡᚢ"))
    assert "E19AA2" in _index(tmp_path)
    ledger.delete(gone.id, NOW)
    assert "E19AA2" not in _index(tmp_path)
    assert ledger.count(ANN, Search(words="kept")) == len(kept)
    ledger.close()


def _index(folder: Path) -> str:
    database = sqlite3.connect(folder / "skylit.db")
    blocks = database.execute("SELECT hex(block) FROM search_words_data").fetchall()
    database.close()
    return " ".join(block for (block,) in blocks)
