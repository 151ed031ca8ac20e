"""The tracker goes on after anything: a restart, another process, a change of mind, a full disk."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.errors import StorageError
from lib.generation import Generation, Status
from lib.problem import Problem
from lib.provider import Provider
from lib.rendition import FILM, POSTER
from lib.settings import Settings
from lib.text import say
from lib.tracker import RetryPolicy
from lib.video_api import VideoApi
from tests.films import film
from tests.hostile_api import (
    TASK,
    Behaviour,
    HostileApi,
    accepts,
    completes,
    documented,
    hangs,
    knows,
    pending,
)
from tests.viewers import ANN
from tests.workbench import IMPATIENT, Workbench, close, eventually, studio_in, tracking

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def left_submitting(bench: Workbench, provider: Provider) -> Generation:
    """As a process leaves it that dies while sending."""
    old = bench.ask(provider=provider)
    submit = old.submitting(datetime.now(UTC))
    assert bench.studio.ledger.swap(old, submit)
    return submit


# ── restarts ──────────────────────────────────────────────────────────────────────────────────


def test_a_paid_submit_cut_off_by_a_crash_is_looked_up_and_never_repeated(
    api: HostileApi, tmp_path: Path
) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        bench.tracker.stop()
        lost = left_submitting(bench, Provider.AIMLAPI)
    with tracking(studio_in(tmp_path, api.url)) as bench:
        found = bench.settled(lost)
        assert (found.status, found.due_at) == (Status.UNCONFIRMED, None)
        assert "may be charged twice" in say(found.problem)
    assert api.posts == []


def test_a_paid_submit_cut_off_by_a_crash_is_adopted_where_the_log_has_it(
    api: HostileApi, tmp_path: Path
) -> None:
    bench = studio_in(tmp_path, api.url)
    lost = left_submitting(bench, Provider.AIMLAPI)
    api.logs = [knows([{"headers": {"x-client-request-id": lost.client_request_id}}])]
    with tracking(bench):
        found = bench.settled(lost)
        assert (found.status, found.task_id) == (Status.READY, TASK)
    assert api.posts == []


def test_a_free_submit_cut_off_by_a_crash_is_simply_sent(api: HostileApi, tmp_path: Path) -> None:
    bench = studio_in(tmp_path, api.url)
    lost = left_submitting(bench, Provider.BUILTIN)
    with tracking(bench):
        assert bench.settled(lost).status is Status.READY
    assert len(api.posts) == 1


def test_what_was_under_way_goes_on_after_a_restart(api: HostileApi, tmp_path: Path) -> None:
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = [bench.ask() for _ in range(3)]
        eventually(lambda: all(bench.see(each).api_status == "generating" for each in asked))
    api.check = [completes]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        assert {bench.settled(each).status for each in asked} == {Status.READY}
    assert len(api.posts) == 3


def test_one_that_only_ran_out_of_time_is_asked_about_at_the_next_start(
    api: HostileApi, tmp_path: Path
) -> None:
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url, policy=IMPATIENT)) as bench:
        asked = bench.ask()
        assert bench.settled(asked).gave_up_waiting
    api.check = [completes]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        eventually(lambda: bench.see(asked).status is Status.READY)
    assert len(api.posts) == 1


def test_even_long_past_its_deadline_it_is_checked_once_before_it_is_given_up(
    api: HostileApi, tmp_path: Path
) -> None:
    api.check = [completes]
    bench = studio_in(tmp_path, api.url)
    submit = left_submitting(bench, Provider.AIMLAPI)
    long_ago = datetime.now(UTC) - 5 * HOUR
    accepted = submit.submitted(TASK, long_ago, poll=SECOND, deadline=SECOND)
    assert bench.studio.ledger.swap(submit, accepted)
    with tracking(bench):
        assert bench.settled(accepted).status is Status.READY


def test_the_time_that_skylit_was_down_is_not_held_against_the_api(
    api: HostileApi, tmp_path: Path
) -> None:
    """Two hours long, with a deadline of seconds; and the API is not quite done yet."""
    api.check = [pending("generating"), pending("generating"), completes]
    bench = studio_in(tmp_path, api.url)
    submit = left_submitting(bench, Provider.AIMLAPI)
    long_ago = datetime.now(UTC) - 2 * HOUR
    accepted = submit.submitted(TASK, long_ago, poll=SECOND, deadline=5 * SECOND)
    assert bench.studio.ledger.swap(submit, accepted)
    with tracking(bench):
        assert bench.settled(accepted).status is Status.READY
    assert len(api.requests) > 3


@pytest.mark.parametrize("jump", [24 * HOUR, -24 * HOUR, -HOUR / 2], ids=str)
def test_a_clock_that_jumps_neither_gives_up_nor_freezes_what_is_under_way(
    api: HostileApi, tmp_path: Path, jump: timedelta
) -> None:
    wrong = [timedelta(0)]
    api.check = [pending("generating")]
    with tracking(
        studio_in(tmp_path, api.url, clock=lambda: datetime.now(UTC) + wrong[0])
    ) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        seen = len(api.requests)
        wrong[0] = jump
        eventually(lambda: len(api.requests) > seen + 2)
        api.check = [completes]
        assert bench.settled(asked).status is Status.READY
    assert len(api.posts) == 1


def test_a_clock_that_is_set_in_the_middle_of_a_check_gives_nothing_up(
    api: HostileApi, tmp_path: Path
) -> None:
    wrong = [timedelta(0)]

    async def answers_while_the_clock_is_set(request: Request) -> Response:
        wrong[0] = timedelta(days=2)
        return await pending("generating")(request)

    api.check = [answers_while_the_clock_is_set, pending("generating"), completes]
    with tracking(
        studio_in(tmp_path, api.url, clock=lambda: datetime.now(UTC) + wrong[0])
    ) as bench:
        assert bench.settled(bench.ask()).status is Status.READY
    assert len(api.posts) == 1


def test_leftovers_of_downloads_are_gone_after_a_start(api: HostileApi, tmp_path: Path) -> None:
    (tmp_path / "scratch" / "tmpxyz").mkdir(parents=True)
    (tmp_path / "scratch" / "tmpxyz" / "film.mp4").write_bytes(b"half")
    with tracking(studio_in(tmp_path, api.url)):
        eventually(lambda: not (tmp_path / "scratch").exists())


# ── two processes ─────────────────────────────────────────────────────────────────────────────


def test_one_of_two_tracks_and_the_other_takes_over(api: HostileApi, tmp_path: Path) -> None:
    first, second = studio_in(tmp_path, api.url), studio_in(tmp_path, api.url)
    first.tracker.start()
    eventually(lambda: _leads(first))
    with tracking(second):
        asked = second.ask()  # written by the second, tracked by the first
        assert second.settled(asked).status is Status.READY
        assert not _leads(second)
        first.tracker.stop()
        assert second.settled(second.ask()).status is Status.READY
        assert _leads(second)
    close(first)
    assert len(api.posts) == 2


def test_a_thawed_process_cannot_take_back_what_another_did(
    api: HostileApi, tmp_path: Path
) -> None:
    """It still holds the generation as it was, and has just got its answer."""
    bench = studio_in(tmp_path, api.url)
    old = bench.ask()
    assert bench.studio.ledger.swap(old, old.cancelled(Problem.told("Stopped."), datetime.now(UTC)))
    bench.steps.take(old)
    assert bench.see(old).status is Status.CANCELLED
    assert api.posts == []
    close(bench)


def test_an_answer_that_comes_after_another_took_over_is_still_written_down(
    api: HostileApi, tmp_path: Path
) -> None:
    """The other found it submitting and made it unconfirmed: the id must not get lost."""
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()

    async def meanwhile(request: object) -> object:
        now = datetime.now(UTC)
        submit = bench.see(asked)
        assert bench.studio.ledger.swap(submit, submit.unconfirmed(Problem.told("?"), now, HOUR))
        return await accepts(request)  # type: ignore[arg-type]  # accepts whatever it is

    api.submit = [meanwhile]  # type: ignore[list-item]  # a behaviour like any other
    bench.steps.take(asked)
    assert (bench.see(asked).status, bench.see(asked).task_id) == (Status.GENERATING, TASK)
    close(bench)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_download_that_ends_after_another_has_saved_the_video_changes_nothing(
    api: HostileApi,
    tmp_path: Path,
    deleted: bool,  # noqa: FBT001  # meanwhile, by its owner
) -> None:
    second = studio_in(tmp_path, api.url)

    class Overtaken(VideoApi):
        def download(self, url: str, target: Path, **more: Any) -> None:
            super().download(url, target, **more)
            second.steps.take(saving)
            if deleted:
                second.studio.delete(ANN, saving.id)

    first = studio_in(tmp_path, api.url, api=Overtaken)
    asked = first.ask()
    api.check = [completes]
    for _ in range(2):
        first.steps.take(first.see(asked))
    saving = first.see(asked)
    first.steps.take(saving)
    kept = {key: b"".join(first.context.archive.open(key, 0, stat.size))
            for key, stat in first.context.archive.list()}  # fmt: skip
    if deleted:
        assert kept == {}
    else:
        assert first.see(asked).status is Status.READY
        assert kept[FILM.key(asked.id)] == film()
        assert kept.keys() == {FILM.key(asked.id), POSTER.key(asked.id)}
    assert len(api.posts) == 1
    close(first)
    close(second)


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
        eventually(lambda: _leads(bench))
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


def test_a_new_one_starts_at_once(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        eventually(lambda: _leads(bench))
        begun = time.monotonic()
        bench.ask()
        eventually(lambda: api.posts)
        assert time.monotonic() - begun < 0.5


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


def _leads(bench: Workbench) -> bool:
    return bench.tracker.leads
