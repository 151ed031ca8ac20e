"""One tracks. When it is gone another does, and one that was only stopped writes nothing any more."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import text

from lib.errors import Deposed, StorageError
from lib.generation import Generation, Status
from lib.ledger import Ledger, lock_file
from lib.person import Person
from lib.provider import Provider
from lib.request import VideoRequest
from tests.database.holder import ask, holder
from tests.database.raw import raw
from tests.workbench import eventually

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def ledger(url: str | None, tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(url, tmp_path)
    with raw(url, tmp_path) as connection:
        connection.execute(text("DELETE FROM leadership"))
    yield opened
    opened.close()


def test_one_wins_and_keeps_it(ledger: Ledger) -> None:
    first, second = ledger.election(), ledger.election()
    assert (first.win(), second.win(), first.win()) == (True, False, True)
    first.resign()
    assert second.win()
    assert not first.win()
    second.resign()
    second.resign()


def test_a_holder_that_is_killed_lets_go_at_once(
    ledger: Ledger, url: str | None, tmp_path: Path
) -> None:
    election = ledger.election()
    with holder(url, tmp_path) as process:
        assert not election.win()
        process.kill()
        process.wait(10)
        assert eventually(election.win)
    election.resign()


def test_a_holder_that_is_stopped_is_taken_over_from_and_writes_nothing_any_more(
    ledger: Ledger, url: str | None, tmp_path: Path
) -> None:
    election = ledger.election(silence=0.2)
    with holder(url, tmp_path) as process:
        assert not election.win()
        assert ask(process) == "written"
        process.send_signal(signal.SIGSTOP)
        assert eventually(election.win)
        process.send_signal(signal.SIGCONT)
        assert ask(process) == "Deposed False"
        assert election.win()
        election.resign()


def test_people_are_told_while_the_one_that_tracks_is_not_heard(ledger: Ledger) -> None:
    leader, other = ledger.election(), ledger.election(silence=0.05)
    assert leader.win()
    assert not other.leader_is_quiet
    assert not other.win()
    assert eventually(lambda: other.leader_is_quiet)
    assert other.win()
    assert not other.leader_is_quiet
    leader.resign()
    other.resign()


def test_heartbeats_keep_the_office(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.database.election.BEAT", 0.0)
    leader, other = ledger.election(), ledger.election(silence=0.3)
    end = time.monotonic() + 0.9
    while time.monotonic() < end:
        assert leader.win()
        assert not other.win()
    leader.resign()


def test_the_fence_holds_for_every_write_and_for_a_swap_that_nobody_else_made(
    ledger: Ledger,
) -> None:
    first, second = ledger.election(), ledger.election(silence=0.0)
    mine = ledger.fenced(first)
    queued = ledger.add(
        Generation.new(
            VideoRequest.parse("Hello"), provider=Provider.AIMLAPI, owner=Person("ann"),
            idempotency_key=f"{time.perf_counter_ns()}", now=NOW,
        )
    )  # fmt: skip
    with pytest.raises(Deposed):
        mine.swap(queued, queued.submitting(NOW))  # not elected at all
    assert first.win()
    sent = queued.submitting(NOW)
    assert mine.swap(queued, sent)
    second.win()
    assert second.win()
    for write in (
        lambda: mine.swap(sent, sent.submitted("task", NOW, poll=NOW - NOW, deadline=NOW - NOW)),
        lambda: mine.delete(queued.id, NOW),
        lambda: mine.deletion_done(queued.id),
    ):
        with pytest.raises(Deposed):
            write()
    found = ledger.get(queued.id)
    assert found is not None
    assert found.status is Status.SUBMITTING
    ledger.delete(queued.id, NOW)
    assert not first.win()
    second.resign()


def test_the_first_release_which_has_no_heartbeat_is_left_alone(
    ledger: Ledger, url: str | None, tmp_path: Path
) -> None:
    """Its predecessor of this release was killed, so the last heartbeat is old."""
    with holder(url, tmp_path):
        pass
    election = ledger.election(silence=0.0)
    if url:
        with raw(url, tmp_path) as old_release:
            old_release.execute(text(f"SELECT pg_advisory_lock({0x736B79_02})"))
            assert (election.win(), election.win()) == (False, False)
            old_release.execute(text(f"SELECT pg_advisory_unlock({0x736B79_02})"))
    else:
        with FileLock(lock_file(tmp_path)):
            assert (election.win(), election.win()) == (False, False)
    assert eventually(election.win)
    election.resign()


def test_with_postgres_a_session_that_dies_lets_go(postgres_url: str, tmp_path: Path) -> None:
    ledger = Ledger.open(postgres_url, tmp_path)
    first, second = ledger.election(), ledger.election()
    assert first.win()
    with raw(postgres_url, tmp_path) as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
    with pytest.raises(StorageError):
        first.win()
    assert eventually(second.win)
    assert not first.win()
    second.resign()
    assert eventually(first.win)
    first.resign()
    ledger.close()
