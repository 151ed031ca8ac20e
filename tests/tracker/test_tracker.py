"""The tracker goes on after a change of mind and after troubles of our own, at its pace."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.errors import StorageError
from lib.generation import Generation, Status
from lib.provider import Provider
from lib.rendition import FILM
from lib.settings import Settings
from lib.text import say
from lib.tracker import RetryPolicy
from tests.hostile_api import (
    TASK,
    Behaviour,
    HostileApi,
    accepts,
    completes,
    documented,
    hangs,
)
from tests.tracker.moments import HOUR, SECOND, leads, left_submitting
from tests.viewers import ANN
from tests.workbench import Workbench, close, eventually, studio_in, tracking

# ── changes of mind ───────────────────────────────────────────────────────────────────────────


def test_cancelled_in_line_it_is_never_posted(api: HostileApi, bench: Workbench) -> None:
    """It was put off once, and somebody still holds it as it was then."""
    api.submit = [documented(429, "Slow", retry_after="1"), accepts]
    asked = bench.ask()
    bench.steps.take(asked)
    put_off = bench.see(asked)
    assert (put_off.status, put_off.attempts) == (Status.QUEUED, 1)
    bench.studio.cancel(ANN, asked.id)
    for each in (put_off, bench.see(asked), asked):
        bench.steps.take(each)
    assert bench.see(asked).status is Status.CANCELLED
    assert len(api.posts) == 1


def test_cancelled_while_its_post_is_under_way_it_keeps_its_id_for_a_check(
    api: HostileApi, tmp_path: Path
) -> None:
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()

    async def meanwhile(request: object) -> object:
        bench.studio.cancel(ANN, asked.id)
        return await accepts(request)  # type: ignore[arg-type]  # accepts whatever it is

    api.submit = [meanwhile]  # type: ignore[list-item]  # a behaviour like any other
    bench.steps.take(asked)
    found = bench.see(asked)
    assert (found.status, found.task_id) == (Status.CANCELLED, TASK)
    assert "may charge" in say(found.problem)
    with tracking(bench):
        bench.studio.recheck(ANN, asked.id)
        assert bench.settled(asked).status is Status.READY


def test_cancelled_in_the_moment_it_arrives_it_is_kept(api: HostileApi, tmp_path: Path) -> None:
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()
    bench.steps.take(asked)

    async def meanwhile(request: object) -> object:
        if bench.see(asked).status is Status.GENERATING:
            with suppress(StorageError):
                bench.studio.cancel(ANN, asked.id)
        return await completes(request)  # type: ignore[arg-type]  # completes whatever it is

    api.check = [meanwhile, completes]  # type: ignore[list-item]  # a behaviour like any other
    bench.steps.take(bench.see(asked))
    with tracking(bench):
        assert eventually(lambda: bench.see(asked).status is Status.READY)


def test_deleted_while_it_is_being_saved_nothing_of_it_stays(
    api: HostileApi, tmp_path: Path
) -> None:
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()

    bench.steps.take(asked)
    api.check = [completes]
    bench.steps.take(bench.see(asked))
    saving = bench.see(asked)
    assert saving.status is Status.SAVING
    bench.studio.delete(ANN, asked.id)  # the tracker does not know yet
    bench.steps.take(saving)
    assert list(bench.studio.archive.list()) == []
    close(bench)


# ── our own troubles ──────────────────────────────────────────────────────────────────────────


def test_a_full_disk_costs_time_but_no_video(api: HostileApi, tmp_path: Path) -> None:
    """Where the folder for downloads should be, there is a file: nothing can be written."""
    with tracking(studio_in(tmp_path, api.url)) as bench:
        eventually(lambda: leads(bench))
        (tmp_path / "scratch").write_text("in the way")
        asked = bench.ask()
        waiting = eventually(lambda: _with(bench, asked, "goes on by itself"))
        assert waiting.status is Status.SAVING
        (tmp_path / "scratch").unlink()
        assert bench.settled(asked).status is Status.READY
    assert len(api.posts) == 1


def test_an_archive_that_is_full_costs_time_but_no_video(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        folder = tmp_path / "archive"
        asked = bench.ask()
        (folder / FILM.key(asked.id)).mkdir()  # cannot be written over
        (folder / FILM.key(asked.id) / "x").write_text("in the way")
        eventually(lambda: "archive" in say(bench.see(asked).problem))
        assert bench.see(asked).status is Status.SAVING
        (folder / FILM.key(asked.id) / "x").unlink()
        (folder / FILM.key(asked.id)).rmdir()
        assert bench.settled(asked).status is Status.READY


@pytest.mark.parametrize("answer", [documented(400, "No."), documented(429, "Slow"), accepts])
def test_a_database_that_is_busy_just_then_loses_no_answer_to_a_post(
    api: HostileApi, tmp_path: Path, answer: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else holds it from the moment the POST arrives until its patience has run out."""
    monkeypatch.setattr("lib.database.connection.PATIENCE", 0.02)
    bench = studio_in(tmp_path, api.url)
    holder = sqlite3.connect(tmp_path / "skylit.db", isolation_level=None, check_same_thread=False)

    async def meanwhile(request: Request) -> Response:
        holder.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.3, holder.execute, "ROLLBACK")
        return await answer(request)

    api.submit = [meanwhile, accepts]
    asked = bench.ask()
    bench.steps.take(asked)
    assert bench.see(asked).status in {Status.FAILED, Status.QUEUED, Status.GENERATING}
    holder.close()
    close(bench)


def test_a_mistake_of_ours_backs_off_and_does_not_stop_the_others(
    api: HostileApi, tmp_path: Path
) -> None:
    bench = studio_in(tmp_path, api.url)
    broken = left_submitting(bench, Provider.AIMLAPI)
    accepted = broken.submitted("x", broken.updated_at, poll=SECOND, deadline=HOUR)
    assert bench.studio.ledger.swap(broken, accepted)
    bench.context.apis[Provider.AIMLAPI].check = None  # type: ignore[method-assign,assignment]  # a mistake, for once
    with pytest.raises(TypeError):
        bench.steps.take(accepted)
    assert "mistake" in say(bench.see(broken).problem)
    with tracking(bench):
        assert bench.settled(bench.ask(provider=Provider.BUILTIN)).status is Status.READY


def test_a_stop_does_not_wait_for_an_answer_that_never_comes(
    api: HostileApi, tmp_path: Path
) -> None:
    api.submit = [hangs]
    bench = studio_in(tmp_path, api.url, patience=60.0)
    bench.tracker.start()
    bench.ask()
    eventually(lambda: len(api.posts) == 1)
    begun = time.monotonic()
    bench.tracker.stop()
    assert time.monotonic() - begun < 3
    close(bench)


def test_an_idle_tracker_costs_next_to_nothing(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        bench.settled(bench.ask())
        begun, spent = time.monotonic(), time.process_time()
        eventually(lambda: time.monotonic() - begun > 2)
        # The server in this very process idles as well, and so does this loop.
        assert time.process_time() - spent < 0.6


def is_posted(api: HostileApi, count: int) -> bool:
    return len(api.posts) >= count


def test_a_new_one_starts_at_once(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        eventually(lambda: leads(bench))
        waits = []
        for count in range(1, 6):  # whoever only looked each second would take one for each
            begun = time.monotonic()
            bench.ask(f"Hello {count}")
            eventually(partial(is_posted, api, count))
            waits.append(time.monotonic() - begun)
        assert min(waits) < 0.5


# ── pace ──────────────────────────────────────────────────────────────────────────────────────


def test_the_pace_is_the_vendors_own_unless_set() -> None:
    policy = RetryPolicy.of(Settings())
    assert policy.poll == {
        Provider.AIMLAPI: timedelta(seconds=15), Provider.BUILTIN: timedelta(seconds=0.25),
    }  # fmt: skip
    assert policy.deadline == timedelta(seconds=1000)
    slow, fast = (
        RetryPolicy.of(Settings(poll_seconds=60)),
        RetryPolicy.of(Settings(poll_seconds=0.1)),
    )
    assert slow.poll[Provider.AIMLAPI] == timedelta(seconds=60)
    assert slow.poll[Provider.BUILTIN] == timedelta(seconds=0.25)
    assert fast.poll[Provider.BUILTIN] == timedelta(seconds=0.1)


def test_each_wait_is_longer_than_the_last_up_to_a_limit() -> None:
    policy = RetryPolicy.of(Settings())
    waits = [policy.wait(Provider.AIMLAPI, attempts).total_seconds() for attempts in range(9)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert policy.wait(Provider.AIMLAPI, 10**9) == timedelta(seconds=60)
    assert sum(policy.look_ups, timedelta(0)) > timedelta(minutes=5)


def _with(bench: Workbench, generation: Generation, words: str) -> Generation | None:
    found = bench.see(generation)
    return found if words in say(found.problem) else None
