"""What was given up, or whose answer was lost, is asked about again and never paid for twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lib.errors import InvalidInput, NotNow
from lib.generation import Generation, Status
from lib.problem import Problem
from lib.provider import Provider
from lib.text import say
from tests.hostile_api import (
    TASK,
    HostileApi,
    accepts,
    completes,
    documented,
    drops,
    knows,
    pending,
)
from tests.viewers import ANN, BOB
from tests.workbench import IMPATIENT, Workbench, close, eventually, studio_in, tracking

HOUR = timedelta(hours=1)


# ── asking again ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("provider", list(Provider))
def test_past_its_deadline_one_click_asks_again(
    api: HostileApi, tmp_path: Path, provider: Provider
) -> None:
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url, policy=IMPATIENT)) as bench:
        asked = bench.ask(provider=provider)
        given_up = bench.settled(asked)
        assert given_up.gave_up_waiting
        assert given_up.can_be_checked_again
        api.check = [completes]
        bench.studio.recheck(ANN, asked.id)
        eventually(lambda: bench.see(asked).status is Status.READY)
    assert len(api.posts) == 1


@pytest.mark.parametrize(("hours", "asked_again"), [(1, True), (23, True), (25, False)])
def test_a_restart_within_a_day_asks_again_and_a_later_one_leaves_it_to_its_owner(
    api: HostileApi,
    tmp_path: Path,
    hours: int,
    asked_again: bool,  # noqa: FBT001  # a column of the table above
) -> None:
    bench = studio_in(tmp_path, api.url)
    asked, then = bench.ask(), datetime.now(UTC) - hours * HOUR
    submit = asked.submitting(then)
    accepted = submit.submitted(TASK, then, poll=HOUR, deadline=HOUR)
    late = accepted.timed_out(Problem.told("Late."), then)
    for old, new in ((asked, submit), (submit, accepted), (accepted, late)):
        assert bench.context.ledger.swap(old, new)
    bench.tracker.run_pass()
    assert (bench.see(asked).status is not Status.FAILED) is asked_again
    bench.tracker.stop()
    if asked_again:
        with tracking(studio_in(tmp_path, api.url)) as again:
            assert again.settled(asked).status is Status.READY
    else:
        bench.studio.recheck(ANN, asked.id)
    close(bench)


# ── unconfirmed ───────────────────────────────────────────────────────────────────────────────


def test_the_charge_that_the_log_shows_late_is_adopted(api: HostileApi, tmp_path: Path) -> None:
    """Two looks find nothing, the third does."""
    bench = studio_in(tmp_path, api.url)
    api.submit = [drops]
    asked = bench.ask()
    nothing = api.logs[0]
    entry = {"headers": {"x-client-request-id": asked.client_request_id}}
    api.logs = [nothing, nothing, knows([entry])]
    with tracking(bench):
        found = bench.settled(asked)
        assert (found.status, found.task_id) == (Status.READY, TASK)
    assert len(api.posts) == 1


def test_two_of_the_same_words_are_each_found_by_their_own_id(
    api: HostileApi, bench: Workbench
) -> None:
    async def log(_: Request) -> Response:
        ids = [post["headers"]["x-client-request-id"] for post in api.posts]
        entries = [
            {"client_request_id": ours, "inference_id": f"task-{number}"}
            for number, ours in enumerate(ids)
        ]
        return JSONResponse({"data": entries})

    api.submit, api.logs = [drops], [log]
    both = [bench.ask("Same"), bench.ask("Same")]
    for each in both * 2:  # sent, and looked up
        bench.steps.take(bench.see(each))
    assert [bench.see(each).task_id for each in both] == ["task-0", "task-1"]
    assert len(api.posts) == 2


def test_what_the_log_never_shows_waits_for_its_owner_and_is_sent_again_on_their_word_alone(
    api: HostileApi, tmp_path: Path
) -> None:
    api.submit = [drops, accepts]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        found = bench.settled(asked)
        assert (found.status, found.due_at) == (Status.UNCONFIRMED, None)
        assert "may be charged twice" in say(found.problem)
        assert len(api.posts) == 1
        bench.studio.resolve(ANN, asked.id, send_again=True)
        assert eventually(lambda: bench.see(asked).status is Status.READY)
    assert len(api.posts) == 2


def test_send_it_again_comes_too_late_once_the_log_has_shown_it(
    api: HostileApi, bench: Workbench
) -> None:
    """The owner still sees the question; the look-up has just found the answer."""
    api.submit = [drops, accepts]
    asked = bench.ask()
    bench.steps.take(asked)
    api.logs = [knows([{"headers": {"x-client-request-id": asked.client_request_id}}])]
    bench.steps.take(bench.see(asked))
    assert bench.see(asked).status is Status.GENERATING
    with pytest.raises(NotNow, match="is being made"):
        bench.studio.resolve(ANN, asked.id, send_again=True)
    assert bench.see(asked).status is Status.GENERATING
    assert len(api.posts) == 1


def test_the_id_of_anothers_video_is_no_answer(api: HostileApi, bench: Workbench) -> None:
    others = bench.ask(viewer=BOB)
    bench.steps.take(others)
    api.submit = [drops]
    mine = bench.ask()
    bench.steps.take(mine)
    with pytest.raises(InvalidInput, match="another video"):
        bench.studio.resolve(ANN, mine.id, task_id=TASK)
    assert bench.see(mine).status is Status.UNCONFIRMED


def test_an_id_that_was_mistyped_is_asked_for_once_more_and_never_answered_by_paying_again(
    api: HostileApi, tmp_path: Path
) -> None:
    api.submit = [drops, accepts]
    api.check = [documented(404, "No such task")]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        bench.settled(asked)
        bench.studio.resolve(ANN, asked.id, task_id="mistyped")
        found = eventually(lambda: _read(bench, asked, "of the id “mistyped”"))
        assert (found.status, found.task_id, found.due_at) == (Status.UNCONFIRMED, None, None)
        with pytest.raises(NotNow):
            bench.studio.retry(ANN, asked.id, "again")
        api.check = [completes]
        bench.studio.resolve(ANN, asked.id, task_id=TASK)
        assert eventually(lambda: bench.see(asked).status is Status.READY)
    assert len(api.posts) == 1


def _read(bench: Workbench, asked: Generation, words: str) -> Generation | None:
    fresh = bench.see(asked)
    return fresh if words in say(fresh.problem) else None
