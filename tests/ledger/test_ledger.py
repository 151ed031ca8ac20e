"""The ledger remembers what it was told, lets one of many win, and forgets what was deleted."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lib.generation import Generation, Reason, Status
from lib.ledger import Ledger
from lib.problem import Problem
from lib.provider import Provider
from lib.search import EVERYTHING
from lib.template import LANTERN_FESTIVAL
from tests.ledger.asking import DAY, NOW, SECOND, asked, count, finished
from tests.viewers import ALL_SEEING


def test_what_is_added_comes_back_equal_and_with_its_zone(ledger: Ledger) -> None:
    made = finished("Hello 上海 👩‍👩‍👧‍👦 <b>")
    request = replace(made.request, palette="gold", seed=2**32 - 1, template=LANTERN_FESTIVAL)
    generation = replace(made, request=request, retry_of="x")
    assert ledger.add(generation) == generation
    found = ledger.get(generation.id)
    assert found == generation
    assert found.created_at.utcoffset() == timedelta(0)


def test_a_time_from_another_zone_is_the_same_moment(ledger: Ledger) -> None:
    from datetime import timezone

    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    generation = asked(now=shanghai)
    ledger.add(generation)
    assert ledger.get(generation.id) == generation


@pytest.mark.parametrize("generation_id", ["", "nothing", "x\x00", "ä", "\ud800", "' OR 1=1 --"])
def test_an_id_that_nobody_has_finds_nothing(ledger: Ledger, generation_id: str) -> None:
    ledger.add(asked())
    assert ledger.get(generation_id) is None


def test_one_draft_of_one_owner_is_one_generation(ledger: Ledger) -> None:
    first = ledger.add(asked("First", key="d"))
    assert ledger.add(asked("Second", key="d")) == first
    assert ledger.add(asked("Third", key="d", owner="bob")) != first
    assert ledger.count(ALL_SEEING, EVERYTHING) == 2


def test_twenty_clicks_at_once_make_one_generation(ledger: Ledger) -> None:
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: ledger.add(asked(key="d")), range(20)))
    assert len({generation.id for generation in made}) == 1


def test_whoever_swaps_second_changes_nothing(ledger: Ledger) -> None:
    old = ledger.add(asked())
    submit, cancelled = (
        old.submitting(NOW + SECOND),
        old.cancelled(Problem.told("Stopped."), NOW + SECOND),
    )
    assert ledger.swap(old, submit)
    assert not ledger.swap(old, cancelled)
    assert not ledger.swap(old, submit)
    assert ledger.get(old.id) == submit


def test_of_many_at_once_one_gets_the_right_to_send(ledger: Ledger) -> None:
    old = ledger.add(asked())
    start = threading.Barrier(8)

    def race(number: int) -> bool:
        start.wait()
        return ledger.swap(old, old.submitting(NOW + number * SECOND))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(race, range(1, 9))) == 1


def test_a_swap_within_one_status_is_compared_as_well(ledger: Ledger) -> None:
    old = ledger.add(asked().submitting(NOW).submitted("t", NOW, poll=SECOND, deadline=DAY))
    assert ledger.swap(old, old.still_generating("queued", 0.1, NOW + SECOND, SECOND))
    assert not ledger.swap(old, old.still_generating("queued", 0.2, NOW + SECOND, SECOND))


def test_what_was_deleted_cannot_be_swapped_back(ledger: Ledger) -> None:
    old = ledger.add(asked())
    ledger.delete(old.id, NOW)
    assert not ledger.swap(old, old.submitting(NOW))
    assert ledger.get(old.id) is None


def test_a_deletion_is_noted_until_it_is_done(ledger: Ledger) -> None:
    old = ledger.add(asked())
    ledger.delete(old.id, NOW)
    ledger.delete(old.id, NOW)
    ledger.delete("nothing", NOW)
    assert ledger.unfinished_deletions() == [old.id]
    ledger.deletion_done(old.id)
    assert ledger.unfinished_deletions() == []


def test_deleted_words_are_not_left_in_the_file(sqlite: Ledger, tmp_path: Path) -> None:
    old = sqlite.add(asked("a very secret caption"))
    sqlite.delete(old.id, NOW)
    sqlite.close()
    with sqlite3.connect(tmp_path / "skylit.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert b"very secret" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_what_is_due_comes_longest_waiting_first(ledger: Ledger) -> None:
    later, sooner, not_yet = (asked(now=NOW + delta * SECOND) for delta in (2, 1, 9))
    for each in (later, sooner, not_yet):
        ledger.add(each)
    worker_group = (Provider.BUILTIN, [Status.QUEUED])
    assert ledger.due(*worker_group, NOW + 5 * SECOND, limit=9) == [sooner, later]
    assert ledger.due(*worker_group, NOW + 5 * SECOND, limit=1) == [sooner]
    assert ledger.due(*worker_group, NOW + 5 * SECOND, limit=9, without={sooner.id}) == [later]
    assert ledger.next_due(*worker_group, NOW + 5 * SECOND) == not_yet.due_at
    assert ledger.due(Provider.AIMLAPI, [Status.QUEUED], NOW + DAY, limit=9) == []
    assert ledger.due(Provider.BUILTIN, [Status.SAVING], NOW + DAY, limit=9) == []


def test_a_clock_that_was_set_back_freezes_nothing(ledger: Ledger) -> None:
    tomorrow = ledger.add(asked(now=NOW + DAY))
    ledger.add(
        asked(now=NOW + DAY).cancelled(Problem.told("Stopped."), NOW + DAY)
    )  # waits for nothing
    moving = [Status.QUEUED, Status.CANCELLED]
    assert ledger.due(Provider.BUILTIN, moving, NOW, limit=9) == [tomorrow]


def test_only_what_a_deadline_ended_lately_is_given_up(ledger: Ledger) -> None:
    def ended(at: datetime) -> Generation:
        task = f"task {next(count)}"
        return asked(now=at).submitting(at).submitted(task, at, poll=SECOND, deadline=DAY)

    late = ledger.add(ended(NOW).timed_out(Problem.told("Late."), NOW + SECOND))
    ledger.add(ended(NOW).failed(Reason.NOT_MADE, Problem.told("No."), NOW + SECOND))
    ledger.add(ended(NOW - 9 * DAY).timed_out(Problem.told("Late."), NOW))
    assert ledger.given_up_since(NOW - DAY) == [late]


def test_deleted_words_are_nowhere_on_the_disk(sqlite: Ledger, tmp_path: Path) -> None:
    """Neither in the table, nor in an index, nor in the journal; and what stays is whole."""
    kept = [sqlite.add(asked(f"Kept {n}")) for n in range(20)]
    gone = [sqlite.add(asked(f"Unspeakable {n}", now=NOW)) for n in range(20)]
    assert _on_disk(tmp_path, b"nspeakable")
    for each in gone:
        sqlite.delete(each.id, NOW)
        sqlite.deletion_done(each.id)
    assert not _on_disk(tmp_path, b"nspeakable")
    assert not any(_on_disk(tmp_path, each.id.encode()) for each in gone[:5])
    assert [sqlite.get(each.id) for each in kept] == kept


def _on_disk(folder: Path, words: bytes) -> bool:
    return any(words in file.read_bytes() for file in folder.iterdir() if file.is_file())
