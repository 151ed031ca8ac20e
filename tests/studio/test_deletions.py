"""Deleted is hidden at once, can be had back for ten seconds, and is then really deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.errors import DiskFull, GenerationNotFound, NotNow
from lib.generation import Generation, Status, Video
from lib.ledger import Ledger
from lib.person import Viewer
from lib.problem import Problem
from lib.rendition import FILM, POSTER
from lib.tracker.jobs.recovery import Recovery
from tests.viewers import ANN, BOB
from tests.workbench import Workbench, close, eventually, studio_in, tracking

SECOND = timedelta(seconds=1)
VIDEO = Video(duration=9.0, width=8, height=8, has_sound=True, size=4, sha256="ab")


@dataclass
class Clock:
    """One that goes as a test wants it to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def bench(tmp_path: Path, clock: Clock) -> Iterator[Workbench]:
    made = studio_in(tmp_path / "data", lambda: None, clock=clock)
    yield made
    close(made)


def ready(bench: Workbench, words: str = "Hello", viewer: Viewer = ANN) -> Generation:
    asked = bench.ask(words, viewer=viewer)
    now = asked.created_at
    file = bench.studio.settings.data_dir / "delivered"
    for rendition in (FILM, POSTER):
        file.write_bytes(b"film")
        bench.studio.archive.store(rendition.key(asked.id), file)
    sent = asked.submitting(now)
    accepted = sent.submitted(f"task of {asked.id}", now, poll=SECOND, deadline=SECOND)
    done = accepted.completed(1.0, now)
    for old, new in ((asked, sent), (sent, accepted), (accepted, done)):
        assert bench.studio.ledger.swap(old, new)
    made = done.ready(VIDEO, now)
    assert bench.studio.ledger.swap(done, made)
    return made


def delete_due(bench: Workbench) -> None:
    Recovery(bench.context).delete_due(in_flight=())


def is_there(bench: Workbench, made: Generation) -> bool:
    """Return whether any of its files is: they go one after another."""
    return any(bench.studio.archive.stat(each.key(made.id)) for each in (FILM, POSTER))


def test_what_is_deleted_is_hidden_from_everybody_at_once(bench: Workbench) -> None:
    made, other = ready(bench), ready(bench, "Another")
    bench.studio.delete_soon(ANN, made.id)
    with pytest.raises(GenerationNotFound):
        bench.studio.get(ANN, made.id)
    with pytest.raises(GenerationNotFound):
        bench.studio.recheck(ANN, made.id)
    for show in (bench.studio.clip, bench.studio.poster):
        with pytest.raises(GenerationNotFound):
            show(ANN, made.id)
    found = bench.studio.history(ANN)
    assert (found.generations, found.total) == ((other,), 1)
    assert is_there(bench, made)


def test_within_ten_seconds_it_can_be_had_back_as_it_was(bench: Workbench, clock: Clock) -> None:
    first, second = ready(bench), ready(bench, "Another")
    bench.studio.delete_soon(ANN, first.id, second.id)
    clock.now += 9 * SECOND
    deleted = bench.studio.deleted_just_now(ANN)
    assert deleted
    assert {*deleted.ids} == {first.id, second.id}
    delete_due(bench)  # nothing is due
    bench.studio.undo_delete(ANN, *deleted.ids)
    assert bench.studio.deleted_just_now(ANN) is None
    assert {*bench.studio.history(ANN).generations} == {first, second}
    clock.now += 60 * SECOND
    delete_due(bench)  # nor is it ever
    assert bench.studio.get(ANN, first.id) == first
    assert is_there(bench, first)


def test_after_ten_seconds_the_row_and_every_file_are_gone(bench: Workbench, clock: Clock) -> None:
    made = ready(bench)
    bench.studio.delete_soon(ANN, made.id)
    clock.now += 10 * SECOND
    assert bench.studio.deleted_just_now(ANN) is None
    with pytest.raises(NotNow, match="too late"):
        bench.studio.undo_delete(ANN, made.id)
    delete_due(bench)
    assert not is_there(bench, made)
    assert bench.studio.ledger.row(made.id) is None
    assert bench.studio.ledger.unfinished_deletions() == []


def test_whoever_takes_it_back_first_wins_over_the_deletion(bench: Workbench, clock: Clock) -> None:
    """The tracker runs on another machine, whose clock is ahead."""
    made = ready(bench)
    bench.studio.delete_soon(ANN, made.id)
    bench.studio.undo_delete(ANN, made.id)
    assert not bench.context.ledger.delete_due(made.id, clock.now + 60 * SECOND)
    assert bench.studio.get(ANN, made.id) == made


def test_a_deletion_survives_a_restart_and_is_ended_by_itself(
    tmp_path: Path, bench: Workbench, clock: Clock
) -> None:
    made, kept = ready(bench), ready(bench, "Kept")
    bench.studio.delete_soon(ANN, made.id)
    bench.studio.ledger.close()
    clock.now += 11 * SECOND
    later = studio_in(tmp_path / "data", lambda: None, clock=clock)
    with tracking(later):
        eventually(lambda: not is_there(later, made))
    assert later.studio.history(ANN).generations == (kept,)


def test_nobody_takes_back_or_deletes_what_is_another_persons(bench: Workbench) -> None:
    made = ready(bench)
    with pytest.raises(GenerationNotFound):
        bench.studio.delete_soon(BOB, made.id)
    bench.studio.delete_soon(ANN, made.id)
    assert bench.studio.deleted_just_now(BOB) is None
    with pytest.raises(NotNow):
        bench.studio.undo_delete(BOB, made.id)


def test_of_several_one_that_is_not_ones_own_stops_all(bench: Workbench) -> None:
    mine, theirs = ready(bench), ready(bench, viewer=BOB)
    with pytest.raises(GenerationNotFound):
        bench.studio.delete_soon(ANN, mine.id, theirs.id)
    assert bench.studio.get(ANN, mine.id) == mine


def test_what_is_being_made_is_cancelled_before_it_is_deleted(bench: Workbench) -> None:
    with pytest.raises(NotNow, match="Cancel it first"):
        bench.studio.delete_soon(ANN, bench.ask().id)


def test_two_presses_are_one_deletion(bench: Workbench, clock: Clock) -> None:
    made = ready(bench)
    bench.studio.ledger.delete_later([made], made.owner, clock.now + 10 * SECOND)
    bench.studio.ledger.delete_later([made], made.owner, clock.now + 20 * SECOND)
    assert bench.studio.ledger.can_be_taken_back(made.owner, clock.now) == {
        made.id: clock.now + 10 * SECOND
    }


def test_the_same_words_can_be_made_anew_while_the_deleted_can_be_had_back(
    bench: Workbench,
) -> None:
    made = ready(bench)
    bench.studio.delete_soon(ANN, made.id)

    def ask() -> Generation:
        return bench.studio.create(
            ANN, made.request, provider=made.provider, idempotency_key=made.idempotency_key
        )

    again = ask()
    assert (again.status, ask()) == (Status.QUEUED, again)
    bench.studio.undo_delete(ANN, made.id)
    assert {*bench.studio.history(ANN).generations} == {made, again}


def test_on_a_full_disk_there_is_no_room_to_wait(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ready(bench)

    def refuse(*_: object) -> None:
        raise DiskFull(Problem.told("The disk is full."))

    monkeypatch.setattr(Ledger, "delete_later", refuse)
    bench.studio.delete_soon(ANN, made.id)
    assert not is_there(bench, made)
    assert bench.studio.history(ANN).total == 0
