"""What was under way goes on after a restart, and nothing is sent twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.generation import Status
from lib.provider import Provider
from lib.text import say
from tests.hostile_api import (
    TASK,
    HostileApi,
    completes,
    knows,
    pending,
)
from tests.tracker.moments import HOUR, SECOND, left_submitting
from tests.workbench import IMPATIENT, eventually, studio_in, tracking


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
