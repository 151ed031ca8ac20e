"""How long history takes to read: `python -m benchmarks.history [rows]`, 100,000 unless told.

Half of the rows are one owner's: nobody's history is likely to be longer. Prints milliseconds of
CPU, the middle and the worst of a number of reads, each as pages make it: count and page. DATABASE_URL,
of an empty database, reads from that instead of SQLite; then it is milliseconds on the clock.
"""

from __future__ import annotations

import os
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
from lib.generation import Generation, Reason, Video
from lib.ledger import Ledger
from lib.ledger.rows import to_row
from lib.person import Person, Viewer
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.search import Search
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW
from tests.database.raw import raw
from tests.viewers import ALL_SEEING, ANN

READS = 15
WORDS = ("Happy", "Friday", "Hello", "Shanghai", "Launch", "Grüße", "上海", "New", "Year", "100%")
VIDEO = Video(
    duration=11.0, width=608, height=1080, has_sound=True, size=5_000_000, sha256="0" * 64
)
NOW = datetime(2026, 3, 1, tzinfo=UTC)

FIRST, MIDDLE, LAST = range(3)

#: What stands in the address, and how far one has turned the pages.
SEARCHES: dict[str, tuple[dict[str, str], int]] = {
    "first page": ({}, FIRST),
    "middle page": ({}, MIDDLE),
    "last page": ({}, LAST),
    "by words": ({"sort": "words"}, FIRST),
    "by words, middle page": ({"sort": "words"}, MIDDLE),
    "by words, last page": ({"sort": "words"}, LAST),
    "one word, many found": ({"q": "launch"}, FIRST),
    "the same, middle page": ({"q": "launch"}, MIDDLE),
    "the same, last page": ({"q": "launch"}, LAST),
    "the same, by words": ({"q": "launch", "sort": "words"}, FIRST),
    "one word, one found": ({"q": "77777"}, FIRST),
    "one word, none found": ({"q": "nothing"}, FIRST),
    "two words, many found": ({"q": "launch friday"}, FIRST),
    "two Chinese characters": ({"q": "上海"}, FIRST),
    "one letter": ({"q": "q"}, FIRST),
    "a template's name": ({"q": "neon"}, FIRST),
    "template": ({"template": "neon-alley"}, FIRST),
    "template, last page": ({"template": "neon-alley"}, LAST),
    "state, many": ({"state": "ready"}, FIRST),
    "state, few": ({"state": "failed"}, FIRST),
    "state, none": ({"state": "making"}, FIRST),
    "starred": ({"starred": "yes"}, FIRST),
    "provider, none": ({"provider": "aimlapi"}, FIRST),
    "format, all": ({"format": "608x1080"}, FIRST),
    "a month": ({"when": "2026-02"}, FIRST),
    "everything at once": (
        {"q": "launch 上海", "template": "neon-alley", "state": "ready", "starred": "yes",
         "format": "608x1080", "when": "2026", "sort": "words"}, FIRST,
    ),
}  # fmt: skip


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL")
        ledger = Ledger.open(url, Path(folder))
        fill(url, Path(folder), rows)
        whole = ledger.count(ANN, Search())
        print(f"{rows:,} rows, {whole:,} of one owner; ms, middle / worst of {READS}")
        print(f"{'':28} {'hers':>16} {'everybody’s':>16}")
        for name, (query, turned) in SEARCHES.items():
            taken = [measured(ledger, query, turned, viewer) for viewer in (ANN, ALL_SEEING)]
            print(f"{name:28} {taken[0]:>16} {taken[1]:>16}")
        for name, case in others(ledger).items():
            print(f"{name:28} {in_words([timed(case) for _ in range(READS)]):>16}")
        ledger.close()
        url = os.environ.get("DATABASE_URL")
        starts = [timed(lambda: Ledger.open(url, Path(folder)).close()) for _ in range(5)]
        print(f"{'to open it, looked over':28} {in_words(starts):>16}")


def others(ledger: Ledger) -> dict[str, Callable[[], object]]:
    search = Search.parse({"q": "launch"}, NOW)
    (film,) = ledger.page(ANN, search, offset=500, limit=1, total=9999)
    return {
        "neighbours of a film": lambda: ledger.place(ANN, search, film),
        "what is under way": lambda: ledger.unfinished(Person("ann")),
        "the estimate": lambda: ledger.recent_runs(SHANGHAI_DRONE_SHOW.name, Provider.BUILTIN, 20),
    }


def measured(ledger: Ledger, query: dict[str, str], turned: int, viewer: Viewer) -> str:
    search = Search.parse(query, NOW)
    total = ledger.count(viewer, search)
    offset = {FIRST: 0, MIDDLE: total // 2, LAST: max(0, total - 12)}[turned]
    return in_words([timed(lambda: read(ledger, search, offset, viewer)) for _ in range(READS)])


def in_words(taken: list[float]) -> str:
    return f"{statistics.median(taken):.1f} / {max(taken):.1f}"


def fill(url: str | None, folder: Path, rows: int) -> None:
    """One commit instead of 100,000."""
    made = made_generations(rows)
    with raw(url, folder) as connection:
        while batch := [to_row(each) for each in islice(made, 5000)]:
            connection.execute(insert(generations), batch)


def made_generations(rows: int) -> Iterator[Generation]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(rows):
        now = start + timedelta(minutes=number)
        words = f"{WORDS[number * 7 // 3 % 10]} {WORDS[number * 3 // 7 % 10]} number {number}"
        queued = Generation.new(
            VideoRequest.parse(words, template=CATALOGUE[number % 3].name), provider=Provider.BUILTIN,
            owner=Person("ann" if number % 2 else "bob"), idempotency_key=str(number), now=now,
        )  # fmt: skip
        second = timedelta(seconds=1)
        sent = queued.submitting(now).submitted(f"task {number}", now, poll=second, deadline=second)
        if number % 50 == 1:
            yield sent.failed(Reason.NOT_MADE, Problem.told("It failed."), now)
        else:
            ready = sent.completed(0.0, now).ready(VIDEO, now + 5 * second)
            yield replace(ready, starred_at=now if number % 20 == 3 else None)


def read(ledger: Ledger, search: Search, offset: int, viewer: Viewer) -> None:
    total = ledger.count(viewer, search)
    ledger.page(viewer, search, offset=offset, limit=12, total=total)


def timed(case: Callable[[], object]) -> float:
    clock = time.perf_counter if os.environ.get("DATABASE_URL") else time.process_time
    begun = clock()
    case()
    return 1000 * (clock() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
