"""A worker group gives its threads what is due, and rests when it is told to."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations

import pytest

from lib.generation import Generation, Status
from lib.provider import Provider
from lib.tracker.worker_group import WorkerGroup
from tests.workbench import Workbench, eventually

LONG, SHORT = timedelta(hours=1), timedelta(microseconds=1)


@pytest.mark.parametrize("rests", [*permutations([LONG, SHORT]), *permutations([LONG, None])])
def test_a_shorter_rest_never_undoes_a_longer_one(
    bench: Workbench, rests: tuple[timedelta | None, ...]
) -> None:
    """Two submits at once are put off: the longer wait counts, whichever answer comes last."""
    first, second = bench.ask("First"), bench.ask("Second")
    asked_for = dict(zip((first.id, second.id), rests, strict=True))
    turns = {first.id: threading.Event(), second.id: threading.Event()}
    waiting = threading.Barrier(3)

    def take(generation: Generation) -> timedelta | None:
        waiting.wait(10)
        assert turns[generation.id].wait(10)
        return asked_for[generation.id]

    group = WorkerGroup(
        bench.context.ledger, Provider.AIMLAPI, (Status.QUEUED,), threads=2, take=take,
        wake=lambda: None,
    )  # fmt: skip
    now = datetime.now(UTC)
    group.start_due(now)
    waiting.wait(10)
    for each in (first, second):
        turns[each.id].set()
        assert eventually(partial(_has_ended, group, each))
    group.start_due(now)
    assert group.in_flight == frozenset()
    rest = group.seconds_to_next(now)
    assert rest is not None
    assert rest > LONG.total_seconds() / 2


def _has_ended(group: WorkerGroup, generation: Generation) -> bool:
    return generation.id not in group.in_flight
