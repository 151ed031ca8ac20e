"""Whoever cancels or tries again is told the truth about what it costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lib.errors import NotNow
from lib.generation import Status
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.text import say
from tests.hostile_api import (
    TASK,
    Behaviour,
    HostileApi,
    completes,
    documented,
    drops,
    knows,
    pending,
)
from tests.viewers import ANN
from tests.workbench import Workbench, eventually, studio_in, tracking


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


def _sending(bench: Workbench) -> bool:
    return bool(bench.tracker.in_flight)
