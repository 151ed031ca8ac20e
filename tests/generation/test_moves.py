"""A generation moves along the ways that are drawn, and along no other."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lib.errors import NotNow
from lib.generation import TRANSITIONS, Generation, Move, Reason, Status, Video, is_allowed
from lib.person import Person
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
WAIT = timedelta(seconds=5)
VIDEO = Video(duration=12.0, width=608, height=1080, has_sound=True, size=7, sha256="ab")

HM = Problem.told("Hm.")

Method = Callable[[Generation], Generation]


def new() -> Generation:
    return Generation.new(
        VideoRequest.parse("Hello"),
        provider=Provider.AIMLAPI,
        owner=Person("ann"),
        idempotency_key="d",
        now=NOW,
    )


#: Every method that moves a generation, and the move in the table that it makes.
MOVES: dict[str, tuple[Method, Move]] = {
    "approved": (lambda g: g.approved("Go", LATER), Move.APPROVE),
    "declined": (lambda g: g.declined("No", LATER), Move.DECLINE),
    "submitting": (lambda g: g.submitting(LATER), Move.SUBMIT),
    "not_sent": (lambda g: g.not_sent(HM, LATER, WAIT), Move.PUT_BACK),
    "submitted": (lambda g: g.submitted("task", LATER, poll=WAIT, deadline=WAIT), Move.ACCEPT),
    "unconfirmed": (lambda g: g.unconfirmed(HM, LATER, WAIT), Move.LOSE_ANSWER),
    "waits_in_line": (lambda g: g.waits_in_line(HM, LATER, WAIT), Move.WAIT),
    "held_back": (lambda g: g.held_back(HM, LATER), Move.HOLD_BACK),
    "looked_up_again": (lambda g: g.looked_up_again(HM, LATER), Move.LOOK_UP),
    "left_to_its_owner": (lambda g: g.left_to_its_owner(HM, LATER), Move.ASK_OWNER),
    "disowned": (lambda g: g.disowned(HM, LATER), Move.DISOWN),
    "sent_again": (lambda g: g.sent_again(LATER), Move.SEND_AGAIN),
    "still_generating": (lambda g: g.still_generating("queued", 0.5, LATER, WAIT), Move.PROGRESS),
    "try_later": (lambda g: g.try_later(HM, LATER, WAIT), Move.DELAY),
    "completed": (lambda g: g.completed(1.0, LATER, deadline=WAIT), Move.COMPLETE),
    "ready": (lambda g: g.ready(VIDEO, LATER), Move.STORE),
    "failed": (lambda g: g.failed(Reason.NOT_MADE, HM, LATER), Move.FAIL),
    "timed_out": (lambda g: g.timed_out(HM, LATER), Move.FAIL),
    "cancelled": (lambda g: g.cancelled(HM, LATER), Move.CANCEL),
    "accepted_after_all": (lambda g: g.accepted_after_all("task", HM, LATER), Move.ACCEPT_LATE),
    "cancelled_in_time": (lambda g: g.cancelled_in_time(HM, LATER), Move.ACCEPT_LATE),
    "drop_later": (lambda g: g.drop_later(LATER, WAIT), Move.DROP),
    "dropped": (lambda g: g.dropped(LATER), Move.DROP),
    "damaged": (lambda g: g.damaged(Reason.FILE_MISSING, LATER), Move.DAMAGE),
    "mended": (lambda g: g.mended(LATER), Move.MEND),
    "resumed": (lambda g: g.resumed(LATER, deadline=WAIT), Move.RESUME),
}

#: Where a method may start although the table says no more of it, or may not although it does.
STARTS = {
    "approved": set[Status](),  # only one that was asked for
    "declined": set[Status](),
    "submitted": TRANSITIONS[Move.ACCEPT].sources | TRANSITIONS[Move.FIND].sources,
    "looked_up_again": {Status.UNCONFIRMED},  # cancelled: only where it may have arrived
    "timed_out": {Status.GENERATING, Status.SAVING},  # nothing else has a deadline
    "resumed": {Status.FAILED, Status.CANCELLED},  # ready: only where its file is lost
}


def standing_at() -> dict[Status, Generation]:
    """One generation at every status, each got there by moves."""
    submitting = new().submitting(NOW)
    generating = submitting.submitted("task", NOW, poll=WAIT, deadline=WAIT)
    saving = generating.completed(None, NOW)
    return {
        Status.QUEUED: new(),
        Status.SUBMITTING: submitting,
        Status.GENERATING: generating,
        Status.SAVING: saving,
        Status.READY: saving.ready(VIDEO, NOW),
        Status.FAILED: generating.failed(Reason.NOT_MADE, Problem.told("No."), NOW),
        Status.UNCONFIRMED: submitting.unconfirmed(Problem.told("Lost."), NOW, WAIT),
        Status.CANCELLED: generating.cancelled(Problem.told("Stopped."), NOW),
    }


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("status", Status)
def test_each_move_starts_where_the_table_lets_it_and_nowhere_else(
    name: str, status: Status
) -> None:
    method, move = MOVES[name]
    before = standing_at()[status]
    if status not in STARTS.get(name, TRANSITIONS[move].sources):
        with pytest.raises(NotNow) as refused:
            method(before)
        assert refused.value.problem == Problem.of(Code.STANDS_ELSEWHERE, status=status)
        return
    after = method(before)
    assert after.status is (TRANSITIONS[move].target or status)
    assert (after.id, after.updated_at) == (before.id, LATER)
    assert is_allowed(before, after)


def test_what_waits_for_a_yes_is_sent_after_it_alone() -> None:
    waiting = replace(
        new(), reason=Reason.ASKED_FOR, problem=Problem.of(Code.ASKED_FOR), due_at=None
    )
    with pytest.raises(NotNow):
        waiting.submitting(LATER)
    assert not is_allowed(waiting, new().submitting(LATER))
    approved = waiting.approved("Go", LATER)
    assert (approved.reason, approved.due_at) == (None, LATER)
    assert is_allowed(waiting, approved)
    declined = waiting.declined("Too dear", LATER)
    assert (declined.status, declined.reason) == (Status.CANCELLED, Reason.DECLINED)
    assert declined.cost_nothing
    assert is_allowed(waiting, declined)
    assert waiting.cancelled(HM, LATER).cost_nothing


def test_every_move_is_in_the_table() -> None:
    methods = {
        name for name, each in inspect.getmembers(Generation, inspect.isfunction) if name[0] != "_"
    }
    assert methods - {"looked_at"} == set(MOVES)


@pytest.mark.parametrize("status", Status)
def test_what_is_moving_is_due_and_what_is_final_never_is(status: Status) -> None:
    generation = standing_at()[status]
    assert not (status.is_final and status.is_moving)
    if status.is_final:
        assert generation.due_at is None
    elif status is not Status.SUBMITTING:
        assert generation.due_at is not None


def test_only_a_deadline_leaves_hope() -> None:
    generating = standing_at()[Status.GENERATING]
    assert generating.timed_out(Problem.told("Late."), LATER).gave_up_waiting
    assert not generating.failed(Reason.NOT_MADE, Problem.told("No."), LATER).gave_up_waiting


def test_what_the_api_never_had_cannot_be_checked_again() -> None:
    never_sent = new().cancelled(Problem.told("Stopped."), NOW)
    assert not never_sent.can_be_checked_again
    with pytest.raises(NotNow, match="Try it again instead"):
        never_sent.resumed(LATER, deadline=WAIT)


def test_cancelled_it_is_due_to_be_dropped_by_the_engine_alone() -> None:
    paid = standing_at()[Status.CANCELLED]
    assert (paid.due_at, paid.can_be_checked_again) == (None, True)
    generating = replace(standing_at()[Status.GENERATING], provider=Provider.BUILTIN)
    free = generating.cancelled(Problem.told("Stopped."), LATER)
    assert (free.due_at, free.can_be_checked_again) == (LATER, False)
    with pytest.raises(NotNow, match="Try it again instead"):
        free.resumed(LATER, deadline=WAIT)
    assert free.drop_later(LATER, WAIT).due_at == LATER + WAIT
    assert (free.dropped(LATER).due_at, free.dropped(LATER).is_to_be_dropped) == (None, False)


def test_sent_again_it_remembers_nothing_of_the_lost_task() -> None:
    again = standing_at()[Status.SAVING].sent_again(LATER)
    assert (again.task_id, again.deadline_at, again.progress, again.due_at) == (
        None,
        None,
        None,
        LATER,
    )


def test_saving_gets_a_deadline_of_its_own() -> None:
    generating = standing_at()[Status.GENERATING]
    assert generating.completed(None, LATER, deadline=WAIT).deadline_at == LATER + WAIT
    assert generating.completed(None, LATER).deadline_at == generating.deadline_at


def test_ids_are_long_random_and_fit_the_request_id_header() -> None:
    made = [new() for _ in range(100)]
    assert len({generation.id for generation in made}) == 100
    for generation in made:
        assert len(generation.id) >= 22
        assert re.fullmatch(r"[A-Za-z0-9._:-]{1,128}", generation.client_request_id)


def test_the_time_in_which_nobody_looked_is_added_to_its_deadline() -> None:
    day = timedelta(days=1)
    waiting = new().submitting(NOW).submitted("task", NOW, poll=WAIT, deadline=2 * WAIT)
    in_time = waiting.looked_at(NOW + WAIT, deadline=2 * WAIT)
    after_a_day = waiting.looked_at(NOW + day, deadline=2 * WAIT)
    under_a_clock_set_back = waiting.looked_at(NOW - day, deadline=2 * WAIT)
    assert in_time == waiting
    assert after_a_day.deadline_at == NOW + day + WAIT
    assert under_a_clock_set_back.deadline_at == NOW - day + 2 * WAIT


def test_what_has_no_deadline_gets_none_from_being_looked_at() -> None:
    waiting = new()
    assert waiting.looked_at(LATER, deadline=WAIT) == waiting


def test_cancelled_while_it_was_sent_the_log_may_know_it() -> None:
    cancelled = new().submitting(NOW).cancelled(Problem.told("Stopped."), NOW)
    free = replace(new(), provider=Provider.BUILTIN).submitting(NOW).cancelled(HM, NOW)
    assert (cancelled.may_have_arrived, free.may_have_arrived) == (True, False)
    paid = cancelled
    assert paid.can_be_checked_again
    looked_up = paid.looked_up_again(HM, LATER)
    assert (looked_up.status, looked_up.due_at) == (Status.UNCONFIRMED, LATER)
    assert not paid.cancelled_in_time(Problem.told("Free."), LATER).can_be_checked_again


def test_put_off_and_then_cancelled_it_surely_never_arrived() -> None:
    put_off = new().submitting(NOW).not_sent(Problem.told("Later."), NOW, WAIT)
    assert not put_off.cancelled(HM, NOW).may_have_arrived


def test_a_ready_one_whose_file_is_lost_may_be_fetched_again() -> None:
    ready = standing_at()[Status.READY]
    assert not ready.is_damaged
    assert not ready.has_stopped
    lost = ready.damaged(Reason.FILE_MISSING, LATER)
    assert lost.is_damaged
    assert lost.can_be_checked_again
    assert lost.resumed(LATER, deadline=WAIT).status is Status.GENERATING
    assert lost.mended(LATER) == replace(ready, updated_at=LATER)


def test_a_lost_file_that_cannot_be_fetched_again_leaves_it_damaged_never_failed() -> None:
    lost = standing_at()[Status.READY].damaged(Reason.FILE_MISSING, LATER)
    fetching = lost.resumed(LATER, deadline=WAIT)
    for end in (
        fetching.failed(Reason.TASK_LOST, HM, LATER),
        fetching.timed_out(HM, LATER),
        fetching.cancelled(HM, LATER),
    ):
        assert (end.status, end.reason) == (Status.READY, Reason.NOT_RESTORED)
        assert end.is_damaged
        assert is_allowed(fetching, end)


def test_an_id_found_in_the_log_is_followed_also_where_it_waits_to_be_sent_again() -> None:
    waiting = standing_at()[Status.UNCONFIRMED].sent_again(LATER, by_owner=True)
    assert waiting.reason is Reason.SENT_AGAIN
    found = waiting.submitted("task", LATER, poll=WAIT, deadline=WAIT)
    assert (found.status, found.reason) == (Status.GENERATING, None)
