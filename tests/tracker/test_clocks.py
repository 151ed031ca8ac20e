"""A clock that jumps or is wrong ends nothing and freezes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.generation import Status
from lib.provider import Provider
from lib.tracker import RetryPolicy
from tests.hostile_api import (
    HostileApi,
    completes,
    drops,
    knows,
    pending,
)
from tests.tracker.troubles import Clock, arrives
from tests.viewers import ANN
from tests.workbench import eventually, studio_in, tracking

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


#: Patient enough that only a clock could end it.
PATIENT = RetryPolicy.in_seconds(
    poll={Provider.AIMLAPI: 0.02, Provider.BUILTIN: 0.02},
    deadline=1000.0,
    waits={Provider.AIMLAPI: (0.02, 0.1), Provider.BUILTIN: (0.02, 0.1)},
    look_ups=(0.05, 0.05, 0.05),
)


@pytest.mark.parametrize("jumps", [(2 * DAY, -2 * DAY), (-2 * DAY, 2 * DAY), (20 * MINUTE,)])
def test_a_clock_that_jumps_between_two_looks_ends_nothing(
    api: HostileApi, tmp_path: Path, jumps: tuple[timedelta, ...]
) -> None:
    clock = Clock()
    bench = studio_in(tmp_path, api.url, policy=PATIENT, clock=clock)
    asked = bench.ask()
    bench.steps.take(asked)
    api.check = [pending("generating")]
    for jump in jumps:
        clock.set_by += jump
        bench.steps.take(bench.see(asked))
        assert bench.see(asked).status is Status.GENERATING
    api.check = [completes]
    with tracking(bench):
        arrives(bench, asked, api)


@pytest.mark.parametrize("back", [2 * MINUTE, 20 * MINUTE, 2 * DAY])
def test_a_clock_that_is_set_back_keeps_nobody_waiting(
    api: HostileApi, tmp_path: Path, back: timedelta
) -> None:
    """Everything that is due would be due only when the clock has come round again."""
    clock = Clock()
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url, policy=PATIENT, clock=clock)) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        clock.set_by -= back
        api.check = [completes]
        arrives(bench, asked, api)


def test_one_that_a_jump_did_end_is_there_after_one_click(api: HostileApi, tmp_path: Path) -> None:
    """The clock jumps while the API answers: that cannot be told from a slow API."""
    clock = Clock()
    bench = studio_in(tmp_path, api.url, policy=PATIENT, clock=clock)
    asked = bench.ask()
    bench.steps.take(asked)

    async def meanwhile(request: Request) -> Response:
        clock.set_by += DAY
        return await pending("generating")(request)

    api.check = [meanwhile, completes]
    bench.steps.take(bench.see(asked))
    if bench.see(asked).status is Status.FAILED:
        bench.studio.recheck(ANN, asked.id)
    with tracking(bench):
        arrives(bench, asked, api)


@pytest.mark.parametrize(
    ("when_asked", "when_sent", "when_looked_up"),
    [
        (5 * HOUR, 5 * HOUR, 5 * HOUR),
        (-5 * HOUR, -5 * HOUR, -5 * HOUR),
        (5 * HOUR, 5 * HOUR, -5 * HOUR),
        (-5 * HOUR, -5 * HOUR, 5 * HOUR),
        (-5 * DAY, 0 * DAY, 0 * DAY),  # it waited in line for days
        (-200 * DAY, 0 * DAY, 0 * DAY),  # in a backup
    ],
)
def test_a_lost_answer_is_found_in_the_log_whatever_our_clock_says(
    api: HostileApi,
    tmp_path: Path,
    when_asked: timedelta,
    when_sent: timedelta,
    when_looked_up: timedelta,
) -> None:
    clock = Clock(when_asked)
    api.submit = [drops]
    bench = studio_in(tmp_path, api.url, clock=clock)
    asked = bench.ask()
    clock.set_by = when_sent
    bench.steps.take(asked)
    assert bench.see(asked).status is Status.UNCONFIRMED
    api.logs = [knows(api.posts)]
    clock.set_by = when_looked_up
    with tracking(bench):
        arrives(bench, asked, api)
