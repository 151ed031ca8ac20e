"""Timeline: what happened to a generation, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.generation.generation import Generation
from lib.generation.status import Reason, Status
from lib.problem import Problem


@dataclass(frozen=True, slots=True)
class Event:
    """From `at` on it stood there."""

    status: Status
    at: datetime
    reason: Reason | None = None
    #: What its owner was told then.
    problem: Problem | None = None


def timeline(generation: Generation, noted: Sequence[Event]) -> list[Event]:
    """Return its events, the first first.

    For a generation of before moves were noted, what its row still says takes their place.
    """
    if noted and noted[0].status is Status.QUEUED:
        return list(noted)
    remembered = (
        (Status.QUEUED, generation.created_at),
        (Status.GENERATING, generation.submitted_at if generation.task_id else None),
        (Status.READY, generation.ready_at),
    )
    known = {each.status for each in noted}
    events = [Event(status, at) for status, at in remembered if at and status not in known]
    events += noted
    if events[-1].status is not generation.status:
        events.append(Event(generation.status, generation.updated_at, generation.reason))
    return events
