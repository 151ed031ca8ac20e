"""One table says what may become of a generation; the diagram is drawn from it."""

from __future__ import annotations

import pytest

import lib.generation
from lib.generation import REASONS, TRANSITIONS, Move, Reason, Status
from lib.generation.transitions import diagram, leads_to


def test_the_packages_diagram_is_the_one_drawn_from_the_table() -> None:
    assert diagram() in (lib.generation.__doc__ or "")


def test_every_move_has_its_line_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Move)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_reached_and_left_unless_it_is_where_all_begins(status: Status) -> None:
    others = [other for other in Status if other is not status]
    assert any(leads_to(other, status) for other in others)
    assert any(leads_to(status, other) for other in others)


def test_the_right_to_send_is_taken_from_the_queue_alone() -> None:
    assert [
        each
        for each in Status
        if leads_to(each, Status.SUBMITTING) and each is not Status.SUBMITTING
    ] == [Status.QUEUED]


def test_what_never_was_saved_is_never_ready() -> None:
    assert not leads_to(Status.FAILED, Status.READY)
    assert not leads_to(Status.CANCELLED, Status.READY)


def test_every_reason_belongs_to_a_status_and_every_end_but_ready_has_one() -> None:
    assert set().union(*REASONS.values()) == {None, *Reason}
    for status in (Status.FAILED, Status.CANCELLED, Status.UNCONFIRMED):
        assert None not in REASONS[status]
