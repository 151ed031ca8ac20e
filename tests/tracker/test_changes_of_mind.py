"""Cancel, retry, recheck: what each costs is said, and nothing that was paid for is lost."""

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
from lib.request import VideoRequest
from lib.text import say
from tests.hostile_api import (
    TASK,
    Behaviour,
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


def cancelling(bench: Workbench, answer: Behaviour) -> Behaviour:
    """Its owner cancels while the request is under way."""

    async def meanwhile(request: Request) -> Response:
        (asked,) = bench.studio.history(ANN).generations
        bench.studio.cancel(ANN, asked.id)
        return await answer(request)

    return meanwhile


# ── cancelling ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("provider", list(Provider))
def test_cancelled_in_line_it_costs_nothing_and_says_so(
    api: HostileApi, bench: Workbench, provider: Provider
) -> None:
    asked = bench.ask(provider=provider)
    cancelled = bench.studio.cancel(ANN, asked.id)
    bench.steps.take(asked)
    assert "nothing was charged" in say(cancelled.problem)
    assert not cancelled.can_be_checked_again
    assert api.posts == []


def test_cancelled_while_it_is_made_it_is_no_more_asked_about_and_may_be_charged(
    api: HostileApi, tmp_path: Path
) -> None:
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        cancelled = bench.studio.cancel(ANN, asked.id)
        assert "may still make it and charge" in say(cancelled.problem)
        assert (cancelled.due_at, cancelled.can_be_checked_again) == (None, True)
        api.check = [completes]
        assert bench.settled(bench.ask(provider=Provider.BUILTIN)).status is Status.READY
        assert bench.see(asked) == cancelled


def test_cancelled_while_it_is_made_it_can_be_had_all_the_same(
    api: HostileApi, tmp_path: Path
) -> None:
    api.check = [pending("generating")]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).api_status == "generating")
        bench.studio.cancel(ANN, asked.id)
        api.check = [completes]
        bench.studio.recheck(ANN, asked.id)
        assert bench.settled(asked).status is Status.READY
    assert len(api.posts) == 1


@pytest.mark.parametrize(
    "answer", [documented(400, "No."), documented(403, "No credits."), documented(429, "Slow.")]
)
def test_cancelled_while_it_is_sent_and_refused_nothing_was_charged_and_it_says_so(
    api: HostileApi, bench: Workbench, answer: Behaviour
) -> None:
    api.submit = [cancelling(bench, answer)]
    asked = bench.ask()
    bench.steps.take(asked)
    found = bench.see(asked)
    assert found.status is Status.CANCELLED
    assert "nothing was charged" in say(found.problem)
    assert not found.can_be_checked_again


def test_cancelled_while_it_is_sent_and_the_answer_lost_the_log_can_be_asked(
    api: HostileApi, tmp_path: Path
) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        api.submit = [cancelling(bench, drops)]
        asked = bench.ask()
        eventually(lambda: bench.see(asked).status is Status.CANCELLED and not _sending(bench))
        found = bench.see(asked)
        assert "may still make it and charge" in say(found.problem)
        assert found.can_be_checked_again
        api.logs = [knows([{"headers": {"x-client-request-id": asked.client_request_id}}])]
        assert bench.studio.recheck(ANN, asked.id).status is Status.UNCONFIRMED
        found = bench.settled(asked)
        assert (found.status, found.task_id) == (Status.READY, TASK)
    assert len(api.posts) == 1


def test_cancelled_while_it_is_looked_up_and_found_its_id_is_kept(
    api: HostileApi, bench: Workbench
) -> None:
    asked = bench.ask()
    submit = asked.submitting(datetime.now(UTC))
    lost = submit.unconfirmed(Problem.told("Lost."), datetime.now(UTC), timedelta(0))
    assert bench.context.ledger.swap(asked, submit)
    assert bench.context.ledger.swap(submit, lost)
    known = knows([{"headers": {"x-client-request-id": asked.client_request_id}}])
    api.logs = [cancelling(bench, known)]
    bench.steps.take(lost)
    found = bench.see(asked)
    assert (found.status, found.task_id) == (Status.CANCELLED, TASK)
    assert found.can_be_checked_again


# ── trying again ──────────────────────────────────────────────────────────────────────────────


def test_every_later_try_keeps_words_and_settings_and_leads_to_the_first(bench: Workbench) -> None:
    first = bench.studio.create(
        ANN,
        VideoRequest.parse("Grüße", palette="gold", seed=7),
        provider=Provider.BUILTIN, idempotency_key="1",
    )  # fmt: skip
    bench.studio.cancel(ANN, first.id)
    second = bench.studio.retry(ANN, first.id, "2")
    bench.studio.cancel(ANN, second.id)
    third = bench.studio.retry(ANN, second.id, "3")
    assert [second.retry_of, third.retry_of] == [first.id, first.id]
    assert (third.request, third.provider) == (first.request, first.provider)
    assert (third.request.palette, third.request.seed) == ("gold", 7)


def test_what_is_ready_or_under_way_is_not_tried_again(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        done = bench.settled(bench.ask())
        with pytest.raises(NotNow, match="nothing to try again"):
            bench.studio.retry(ANN, done.id, "again")
        with pytest.raises(NotNow, match="this video is ready"):
            bench.studio.recheck(ANN, done.id)


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


def _sending(bench: Workbench) -> bool:
    return bool(bench.tracker.in_flight)
