"""Changing one's mind: cancel, try again, check again, settle what is unsure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.errors import (
    InvalidInput,
    NotNow,
    TooMany,
)
from lib.generation import Reason, Status
from lib.problem import Problem
from lib.provider import Provider
from lib.text import say
from tests.hostile_api import TASK
from tests.studio.asking import NOW
from tests.viewers import ANN
from tests.web.furnished import generating, left_to_its_owner, moved
from tests.workbench import Workbench, ready


def test_what_was_not_sent_is_cancelled_for_free_and_says_so(bench: Workbench) -> None:
    cancelled = bench.studio.cancel(ANN, bench.ask().id)
    assert cancelled.status is Status.CANCELLED
    assert "nothing was charged" in say(cancelled.problem)


def test_what_is_being_made_may_be_charged_and_says_so(bench: Workbench) -> None:
    cancelled = bench.studio.cancel(
        ANN, generating(bench.studio, ANN, provider=Provider.AIMLAPI).id
    )
    assert "may still make it and charge" in say(cancelled.problem)
    free = bench.studio.cancel(ANN, generating(bench.studio, ANN).id)
    assert "charge" not in say(free.problem)


def test_what_is_being_saved_is_cancelled_and_can_be_had_later(bench: Workbench) -> None:
    """However long its file takes: it may be large, or its host slow."""
    saving = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    moved(bench.studio, saving, saving.completed(None, NOW))
    cancelled = bench.studio.cancel(ANN, saving.id)
    assert cancelled.status is Status.CANCELLED
    assert "had taken it already" in say(cancelled.problem)
    assert cancelled.can_be_checked_again


def test_what_is_ready_cannot_be_cancelled(bench: Workbench) -> None:
    with pytest.raises(NotNow, match="this video is ready"):
        bench.studio.cancel(ANN, ready(bench).id)


def test_a_retry_keeps_the_words_and_knows_the_first_try(bench: Workbench) -> None:
    first = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    with pytest.raises(NotNow, match="is being made"):
        bench.studio.retry(ANN, first.id, "draft 2")
    moved(bench.studio, first, first.failed(Reason.NOT_MADE, Problem.told("No."), NOW))
    again = bench.studio.retry(ANN, first.id, "draft 2")
    assert (again.caption, again.retry_of, again.status) == (first.caption, first.id, Status.QUEUED)
    assert bench.studio.retry(ANN, first.id, "draft 2") == again


def test_trying_again_is_no_way_around_the_limit(bench: Workbench) -> None:
    studio = replace(bench.studio, settings=replace(bench.studio.settings, submits_per_minute=2))
    first = studio.cancel(ANN, bench.ask().id)
    second = studio.retry(ANN, first.id, "draft 2")
    studio.cancel(ANN, second.id)
    for tried in (first, second):
        with pytest.raises(TooMany):
            studio.retry(ANN, tried.id, "draft 3")
    assert studio.retry(ANN, first.id, "draft 2").id == second.id  # asked for already: no new wish
    assert studio.history(ANN).total == 2


def test_what_was_given_up_can_be_checked_again(bench: Workbench) -> None:
    first = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    moved(bench.studio, first, first.timed_out(Problem.told("Late."), NOW))
    again = bench.studio.recheck(ANN, first.id)
    assert (again.status, again.task_id) == (Status.GENERATING, first.task_id)
    assert again.problem is None
    assert again.due_at is not None


def test_what_was_never_sent_cannot_be_checked_again(bench: Workbench) -> None:
    made = bench.ask()
    bench.studio.cancel(ANN, made.id)
    with pytest.raises(NotNow, match="Try it again instead"):
        bench.studio.recheck(ANN, made.id)


def test_an_unconfirmed_one_goes_on_under_the_id_that_its_owner_found(bench: Workbench) -> None:
    settled = bench.studio.resolve(
        ANN, left_to_its_owner(bench.studio, ANN).id, task_id=f" {TASK} "
    )
    assert (settled.status, settled.task_id, settled.problem) == (Status.GENERATING, TASK, None)


def test_an_unconfirmed_one_is_sent_again_only_when_its_owner_says_so(bench: Workbench) -> None:
    lost = left_to_its_owner(bench.studio, ANN)
    assert bench.studio.latest(ANN) == lost
    with pytest.raises(InvalidInput):
        bench.studio.resolve(ANN, lost.id, task_id="not an id")
    with pytest.raises(NotNow, match="one of the two"):
        bench.studio.resolve(ANN, lost.id)
    assert bench.studio.resolve(ANN, lost.id, send_again=True).status is Status.QUEUED
    with pytest.raises(NotNow):
        bench.studio.resolve(ANN, lost.id, task_id=TASK)
    with pytest.raises(NotNow):
        bench.studio.resolve(ANN, lost.id, send_again=True)


def test_an_unconfirmed_one_can_be_looked_up_once_more(bench: Workbench) -> None:
    again = bench.studio.recheck(ANN, left_to_its_owner(bench.studio, ANN).id)
    assert (again.status, again.attempts) == (Status.UNCONFIRMED, 0)
    assert again.due_at is not None
