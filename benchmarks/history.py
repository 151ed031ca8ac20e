"""How long history takes to read: `python -m benchmarks.history [rows]`, 100,000 unless told.

Half of the rows are one owner's: nobody's history is likely to be longer. Prints milliseconds, the
middle and the worst of a number of reads, each as pages make it: count and page.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from lib.database.tables import generations
from lib.generation import Generation, Video
from lib.ledger import Ledger
from lib.ledger.rows import to_row
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.request import VideoRequest
from lib.template import SHANGHAI_DRONE_SHOW
from tests.viewers import ALL_SEEING, ANN

READS = 30
WORDS = ("Happy", "Friday", "Hello", "Shanghai", "Launch", "Grüße", "上海", "New", "Year", "100%")
VIDEO = Video(
    duration=11.0, width=608, height=1080, has_sound=True, size=5_000_000, sha256="0" * 64
)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(None, Path(folder))
        fill(ledger, rows)
        last = ledger.count(ANN, "") - 12
        cases: dict[str, Callable[[], object]] = {
            "first page": lambda: read(ledger, "", 0),
            "last page": lambda: read(ledger, "", last),
            "search, many found": lambda: read(ledger, "shanghai", 0),
            "search, one found": lambda: read(ledger, "number 777", 0),
            "search, none found": lambda: read(ledger, "no such words", 0),
            "everybody's first page": lambda: read(ledger, "", 0, viewer=ALL_SEEING),
            "what is under way": lambda: ledger.unfinished(Person("ann")),
            "the estimate": lambda: ledger.recent_seconds(
                SHANGHAI_DRONE_SHOW.name, Provider.BUILTIN, 20
            ),
        }
        print(
            f"{rows:,} rows, {ledger.count(ANN, ''):,} of one owner; ms, middle / worst of {READS}"
        )
        for name, case in cases.items():
            taken = [timed(case) for _ in range(READS)]
            print(f"{name:24} {statistics.median(taken):8.1f} / {max(taken):.1f}")
        ledger.close()


def fill(ledger: Ledger, rows: int) -> None:
    made = made_generations(rows)
    with ledger._engine.begin() as connection:  # noqa: SLF001  # one commit instead of 100,000
        while batch := [to_row(each) for each in islice(made, 5000)]:
            connection.execute(insert(generations), batch)


def made_generations(rows: int) -> Iterator[Generation]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(rows):
        now = start + timedelta(minutes=number)
        words = f"{WORDS[number % 10]} {WORDS[number // 10 % 10]} number {number}"
        queued = Generation.new(
            VideoRequest.parse(words), provider=Provider.BUILTIN, owner=Person("ann" if number % 2 else "bob"),
            idempotency_key=str(number), now=now,
        )  # fmt: skip
        second = timedelta(seconds=1)
        sent = queued.submitting(now).submitted(f"task {number}", now, poll=second, deadline=second)
        yield replace(
            sent.completed(0.0, now).ready(VIDEO, now + 5 * second), idempotency_key=str(number)
        )


def read(ledger: Ledger, words: str, offset: int, viewer: Viewer = ANN) -> None:
    ledger.count(viewer, words)
    ledger.page(viewer, words, offset=offset, limit=12)


def timed(case: Callable[[], object]) -> float:
    begun = time.perf_counter()
    case()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
