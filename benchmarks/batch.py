"""A batch on the built-in engine: its throughput, and how soon somebody who wants one film is served.

    python -m benchmarks.batch [rows] [single films]

The yardstick is what two cores could do if they drew films and never waited: 2 / CPU seconds of a film.
While the batch runs, somebody else asks for one film now and then; measured is when the engine begins it
and when it is ready. Everything is real: ledger, tracker, engine, archive. Needs Linux, and quiet cores.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.cost import cpu_of
from lib.batch import Plan, Table, Wording
from lib.bootstrap import open_studio
from lib.generation import Generation, Status
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.settings import Settings
from lib.studio import BatchOrder, Studio

CORES: Final = 2
TEAM: Final = Viewer(Person("benchmark:team"))
SOMEBODY: Final = Viewer(Person("benchmark:somebody"))
LOOK: Final = 0.05  # seconds between two looks
REST: Final = 5.0  # seconds between two single films


def main(rows: int, singles: int) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with (
        tempfile.TemporaryDirectory() as folder,
        open_studio(Settings(data_dir=Path(folder), submits_per_minute=100_000)) as studio,
    ):
        for number in range(2):
            single(studio, f"Warm {number}")
        alone = [single(studio, f"Alone {number}") for number in range(5)]
        told = batch(studio, rows, singles)
    usual = statistics.median(each.ready for each in alone)
    print(f"{rows} films as one batch, {CORES} cores")
    print(f"  of a film               {told.wall / rows:5.2f} s wall  {told.cpu / rows:5.2f} s CPU")
    share = told.cpu / CORES / told.wall
    print(
        f"  throughput              {share:5.0%} of 2 / CPU seconds, {told.own:.0f} s CPU for Skylit"
    )
    print(f"  one film alone          {usual:5.2f} s to ready (median of {len(alone)})")
    begun = [each.begun for each in told.served]
    ready = [each.ready for each in told.served]
    for what, seconds in (("begun", begun), ("ready", ready)):
        if seconds:
            middle, most = statistics.median(seconds), max(seconds)
            print(f"  one film meanwhile      {middle:5.2f} s to {what} (at most {most:.2f} s)")


@dataclass(frozen=True, slots=True)
class Served:
    """Seconds from asked until the engine had begun it, and until it was ready."""

    begun: float
    ready: float


@dataclass(frozen=True, slots=True)
class Told:
    """`cpu` are seconds of the engine, films alone; `own` those of everything around it."""

    wall: float
    cpu: float
    own: float
    served: list[Served]


def batch(studio: Studio, rows: int, singles: int) -> Told:
    table = Table(("name",), tuple((f"Store {number:03}",) for number in range(1, rows + 1)))
    wording = Wording.parse("Welcome, {name}!", table)
    plan = Plan.of(table, wording, Provider.BUILTIN)
    order = BatchOrder(
        plan=plan, provider=Provider.BUILTIN, name="stores.csv", wording=wording.text
    )
    began, engine, own = time.perf_counter(), engines_cpu(), cpu_of(os.getpid())
    begun = studio.start_batch(TEAM, order, idempotency_key="benchmark")
    served, rest = list[Served](), began + REST
    while not studio.standing(TEAM, begun.id).is_over:
        if len(served) < singles and time.perf_counter() > rest:
            served.append(single(studio, f"Meanwhile {len(served)}"))
            rest = time.perf_counter() + REST
        time.sleep(4 * LOOK)
    wall = time.perf_counter() - began
    standing = studio.standing(TEAM, begun.id)
    if standing.ready != rows:
        raise RuntimeError(f"Not every film was made: {standing}")
    films = (rows + len(served)) / rows  # what somebody else's films took is not the batch's
    return Told(wall / films, (engines_cpu() - engine) / films, cpu_of(os.getpid()) - own, served)


def single(studio: Studio, words: str) -> Served:
    asked, begun = time.perf_counter(), 0.0
    made = studio.create(
        SOMEBODY, VideoRequest.parse(words), provider=Provider.BUILTIN, idempotency_key=words
    )
    while (now := studio.get(SOMEBODY, made.id)).status is not Status.READY:
        if not begun and has_begun(now):
            begun = time.perf_counter() - asked
        if now.status.is_final:
            raise RuntimeError(f"A film failed: {now.problem}")
        time.sleep(LOOK)
    ready = time.perf_counter() - asked
    return Served(begun or ready, ready)


def has_begun(generation: Generation) -> bool:
    """The engine says how far it is, and says nothing of one that waits."""
    return generation.status is Status.SAVING or bool(generation.progress)


def engines_cpu() -> float:
    """Seconds of all processes below this one."""
    return sum(map(cpu_of, below(os.getpid())))


def below(process: int) -> Iterator[int]:
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            yield int(child)
            yield from below(int(child))


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:3])) if sys.argv[2:] else (500, 10))
