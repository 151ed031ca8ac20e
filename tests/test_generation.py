"""A generation moves along the ways that are drawn, and along no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lib.caption import Caption
from lib.errors import NotNow
from lib.generation import Generation, Status, Video
from lib.provider import Provider

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
WAIT = timedelta(seconds=5)
VIDEO = Video(duration=12.0, width=608, height=1080, has_sound=True, size=7, sha256="ab")

Move = Callable[[Generation], Generation]


def new() -> Generation:
    return Generation.new(
        owner="ann",
        draft="d",
        caption=Caption.parse("Hello"),
        template="Shanghai Drone Show",
        provider=Provider.AIMLAPI,
        now=NOW,
    )


MOVES: dict[str, tuple[Move, set[Status], Status | None]] = {
    "submitting": (lambda g: g.submitting(LATER), {Status.QUEUED}, Status.SUBMITTING),
    "not_sent": (lambda g: g.not_sent("No.", LATER, WAIT), {Status.SUBMITTING}, Status.QUEUED),
    "submitted": (
        lambda g: g.submitted("task", LATER, poll=WAIT, deadline=WAIT),
        {Status.SUBMITTING, Status.UNCONFIRMED},
        Status.GENERATING,
    ),
    "still_generating": (
        lambda g: g.still_generating("queued", 0.5, LATER, WAIT), {Status.GENERATING}, None,
    ),
    "try_later": (
        lambda g: g.try_later("Hm.", LATER, WAIT),
        {Status.GENERATING, Status.SAVING, Status.UNCONFIRMED},
        None,
    ),
    "completed": (lambda g: g.completed(1.0, LATER, deadline=WAIT), {Status.GENERATING}, Status.SAVING),
    "ready": (lambda g: g.ready(VIDEO, LATER), {Status.SAVING}, Status.READY),
    "failed": (
        lambda g: g.failed("No.", LATER),
        set(Status) - {Status.READY, Status.FAILED, Status.CANCELLED},
        Status.FAILED,
    ),
    "timed_out": (
        lambda g: g.timed_out("Late.", LATER), {Status.GENERATING, Status.SAVING}, Status.FAILED,
    ),
    "unconfirmed": (
        lambda g: g.unconfirmed("Lost.", LATER, WAIT), {Status.SUBMITTING}, Status.UNCONFIRMED,
    ),
    "disowned": (
        lambda g: g.disowned("Which?", LATER), {Status.GENERATING}, Status.UNCONFIRMED,
    ),
    "left_to_its_owner": (lambda g: g.left_to_its_owner("You?", LATER), {Status.UNCONFIRMED}, None),
    "looked_up_again": (lambda g: g.looked_up_again(LATER), {Status.UNCONFIRMED}, None),
    "sent_again": (
        lambda g: g.sent_again(LATER),
        {Status.UNCONFIRMED, Status.GENERATING, Status.SAVING},
        Status.QUEUED,
    ),
    "cancelled": (
        lambda g: g.cancelled("Stopped.", LATER),
        set(Status) - {Status.READY, Status.FAILED, Status.CANCELLED},
        Status.CANCELLED,
    ),
    "accepted_after_all": (
        lambda g: g.accepted_after_all("task", "Oh.", LATER), {Status.CANCELLED}, None,
    ),
    "drop_later": (lambda g: g.drop_later(LATER, WAIT), {Status.CANCELLED}, None),
    "dropped": (lambda g: g.dropped(LATER), {Status.CANCELLED}, None),
    "cancelled_in_time": (lambda g: g.cancelled_in_time("Free.", LATER), {Status.CANCELLED}, None),
    "damaged": (lambda g: g.damaged("Gone.", LATER), {Status.READY}, None),
    "mended": (lambda g: g.mended(LATER), {Status.READY}, None),
    "resumed": (
        lambda g: g.resumed(LATER, deadline=WAIT), {Status.FAILED, Status.CANCELLED}, Status.GENERATING,
    ),
}  # fmt: skip


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
        Status.FAILED: generating.failed("No.", NOW),
        Status.UNCONFIRMED: submitting.unconfirmed("Lost.", NOW, WAIT),
        Status.CANCELLED: generating.cancelled("Stopped.", NOW),
    }


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("status", Status)
def test_each_move_starts_where_it_may_and_nowhere_else(name: str, status: Status) -> None:
    move, starts, end = MOVES[name]
    before = standing_at()[status]
    if status not in starts:
        with pytest.raises(NotNow, match=f"is {status} already"):
            move(before)
        return
    after = move(before)
    assert after.status is (end or status)
    assert (after.id, after.updated_at) == (before.id, LATER)


def test_every_move_is_in_the_table() -> None:
    public = {name for name in vars(Generation) if re.fullmatch(r"[a-z][a-z_]+", name)}
    values = set(Generation.__dataclass_fields__) | {
        "new", "client_request_id", "gave_up_waiting", "can_be_checked_again", "looked_at",
        "is_damaged", "may_have_arrived", "has_stopped", "is_to_be_dropped",
    }  # fmt: skip
    assert public - values == set(MOVES)


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
    assert generating.timed_out("Late.", LATER).gave_up_waiting
    assert not generating.failed("No.", LATER).gave_up_waiting


def test_what_the_api_never_had_cannot_be_checked_again() -> None:
    never_sent = new().cancelled("Stopped.", NOW)
    assert not never_sent.can_be_checked_again
    with pytest.raises(NotNow, match="Try it again instead"):
        never_sent.resumed(LATER, deadline=WAIT)


def test_cancelled_it_is_due_to_be_dropped_by_the_engine_alone() -> None:
    paid = standing_at()[Status.CANCELLED]
    assert (paid.due_at, paid.can_be_checked_again) == (None, True)
    generating = replace(standing_at()[Status.GENERATING], provider=Provider.BUILTIN)
    free = generating.cancelled("Stopped.", LATER)
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
    cancelled = new().submitting(NOW).cancelled("Stopped.", NOW)
    assert cancelled.may_have_arrived == cancelled.provider.charges
    paid = replace(cancelled, provider=Provider.AIMLAPI)
    assert paid.can_be_checked_again
    assert (paid.looked_up_again(LATER).status, paid.looked_up_again(LATER).due_at) == (
        Status.UNCONFIRMED, LATER,
    )  # fmt: skip
    assert not paid.cancelled_in_time("Free.", LATER).can_be_checked_again


def test_put_off_and_then_cancelled_it_surely_never_arrived() -> None:
    put_off = new().submitting(NOW).not_sent("Later.", NOW, WAIT)
    paid = replace(put_off.cancelled("Stopped.", NOW), provider=Provider.AIMLAPI)
    assert not paid.may_have_arrived


def test_a_ready_one_whose_file_is_lost_may_be_fetched_again() -> None:
    ready = standing_at()[Status.READY]
    assert not ready.is_damaged
    assert not ready.has_stopped
    lost = ready.damaged("Gone.", LATER)
    assert lost.is_damaged
    assert lost.can_be_checked_again
    assert lost.resumed(LATER, deadline=WAIT).status is Status.GENERATING
    assert lost.mended(LATER) == replace(ready, updated_at=LATER)
