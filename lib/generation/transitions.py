"""The one table of what may become of a generation.

The moves of `Generation` obey it, the ledger's compare-and-swap refuses what is not in it, the
diagram in this package's docstring and the tests are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lib.generation.status import Status


class Move(StrEnum):
    """One change of a generation."""

    APPROVE = "approve"  # somebody says yes
    DECLINE = "decline"  # somebody says no
    SUBMIT = "submit"  # take the right to send
    PUT_BACK = "put back"  # surely not arrived, or put off
    ACCEPT = "accept"  # the API gave an id
    LOSE_ANSWER = "lose answer"  # a paid POST without an answer
    WAIT = "wait"  # it cannot be sent yet
    HOLD_BACK = "hold back"  # it may have been sent before this database knew
    FIND = "find"  # its id was found or given
    LOOK_UP = "look up"  # search the log, once more
    ASK_OWNER = "ask owner"  # not found: a person decides
    PROGRESS = "progress"  # a look: not done yet
    DELAY = "delay"  # a look failed for now
    DISOWN = "disown"  # the API never knew the id
    COMPLETE = "complete"  # the API is done
    STORE = "store"  # the file is in the archive
    FAIL = "fail"  # somebody said no, or it is too late
    KEEP = "keep"  # a lost file could not be fetched again: still ready, still damaged
    CANCEL = "cancel"  # its owner does not want it any more
    ACCEPT_LATE = "accept late"  # the answer came after the cancel
    DROP = "drop"  # tell the API to stop
    DAMAGE = "damage"  # the archive lost or altered its file
    MEND = "mend"  # the file is there again
    RESUME = "resume"  # follow its task again
    SEND_AGAIN = "send again"  # back in line, as if it had never left


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of `sources` to `target`; None: the status stays."""

    sources: frozenset[Status]
    target: Status | None


def _from(*sources: Status, to: Status | None = None) -> Transition:
    return Transition(frozenset(sources), to)


_UNFINISHED: Final = tuple(status for status in Status if not status.is_final)

TRANSITIONS: Final[dict[Move, Transition]] = {
    Move.APPROVE: _from(Status.QUEUED),
    Move.DECLINE: _from(Status.QUEUED, to=Status.CANCELLED),
    Move.SUBMIT: _from(Status.QUEUED, to=Status.SUBMITTING),
    Move.PUT_BACK: _from(Status.SUBMITTING, to=Status.QUEUED),
    Move.ACCEPT: _from(Status.SUBMITTING, to=Status.GENERATING),
    Move.LOSE_ANSWER: _from(Status.SUBMITTING, to=Status.UNCONFIRMED),
    Move.WAIT: _from(Status.QUEUED),
    Move.HOLD_BACK: _from(Status.QUEUED, to=Status.UNCONFIRMED),
    Move.FIND: _from(Status.UNCONFIRMED, Status.QUEUED, to=Status.GENERATING),
    Move.LOOK_UP: _from(Status.UNCONFIRMED, Status.CANCELLED, to=Status.UNCONFIRMED),
    Move.ASK_OWNER: _from(Status.UNCONFIRMED),
    Move.PROGRESS: _from(Status.GENERATING),
    Move.DELAY: _from(Status.GENERATING, Status.SAVING, Status.UNCONFIRMED),
    Move.DISOWN: _from(Status.GENERATING, to=Status.UNCONFIRMED),
    Move.COMPLETE: _from(Status.GENERATING, to=Status.SAVING),
    Move.STORE: _from(Status.SAVING, to=Status.READY),
    Move.FAIL: _from(*_UNFINISHED, to=Status.FAILED),
    Move.KEEP: _from(*_UNFINISHED, to=Status.READY),
    Move.CANCEL: _from(*_UNFINISHED, to=Status.CANCELLED),
    Move.ACCEPT_LATE: _from(Status.CANCELLED),
    Move.DROP: _from(Status.CANCELLED),
    Move.DAMAGE: _from(Status.READY),
    Move.MEND: _from(Status.READY),
    Move.RESUME: _from(Status.FAILED, Status.CANCELLED, Status.READY, to=Status.GENERATING),
    Move.SEND_AGAIN: _from(Status.UNCONFIRMED, Status.GENERATING, Status.SAVING, to=Status.QUEUED),
}


def leads_to(before: Status, after: Status) -> bool:
    """Return whether some move leads from one status to the other."""
    return any(
        before in each.sources and (each.target or before) is after for each in TRANSITIONS.values()
    )


def diagram() -> str:
    """Draw the table: for each status, where its moves lead. Moves that stay are left out."""
    return "\n".join(line for status in Status for line in _lines(status))


def _lines(status: Status) -> list[str]:
    ways: dict[Status, list[str]] = {}
    for move, each in TRANSITIONS.items():
        if status in each.sources and each.target not in {None, status}:
            ways.setdefault(each.target, []).append(move.value)
    return [f"    {status:<11} ──> {target:<11}  {', '.join(ways[target])}" for target in ways]
