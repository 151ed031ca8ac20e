"""A hundred captions in a row, through the engine's own line and workers.

    python -m benchmarks.hundred [films]

Every template, captions of all lengths and of many scripts. On two cores throughput shall be
within a tenth of what they could do if neither ever waited, 2 / CPU seconds of a film; a worker's
memory shall stay below 350 MB, and not grow. Needs Linux, and quiet cores.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Final, Self

from benchmarks.cost import Cost, cpu_of, memory_of
from lib.engine.cli.serve import RENDER_SLOTS, WORKERS
from lib.engine.queue.executor import WarmPool
from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.render_backend import BUILTIN
from lib.engine.queue.render_slots import sharing_render_slots
from lib.engine.queue.task_store import TaskStatus, TaskStore
from lib.engine.request import RenderRequest
from lib.template import CATALOGUE

CORES: Final = 2
FIRST: Final = 10  # films after which a worker is as large as it should ever be
CAPTIONS: Final = (
    "Hi",
    "开业大吉 Grand Opening",
    "I ♥ Shanghai",
    "शंघाई में आपका स्वागत है जहाँ नदी चमकती है और हर रात रोशन होती है",
    "🚀🐉🎉",
    "Welcome to Shanghai where the river shines and every night is a little brighter",
    "上海欢迎您共赴一场灯光与江水的盛会新年快乐万事如意开业大吉前程似锦未来可期" * 2,
    "مرحبا بكم في شنغهاي حيث يضيء النهر وتصبح كل ليلة أكثر إشراقا من قبل",
    "W" * 80,
    "Добро пожаловать в Шанхай",
    "サクラ咲く",
    "สวัสดีปีใหม่",
    "🎆" * 20,
)


def main(films: int) -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    first, second = islice(orders(), FIRST), islice(orders(), FIRST, films)
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder)) as engine:
        engine.draw(list(islice(orders(), 2)))
        after_few = (engine.draw(list(first)), engine.memory())
        after_all = (engine.draw(list(second)), engine.memory())
    total = Cost(*(few + rest for few, rest in zip(after_few[0], after_all[0], strict=True)))
    print(
        f"{films} films, {WORKERS} workers, {RENDER_SLOTS} drawn at a time, {CORES} cores: {total}"
    )
    print(
        f"  of a film               {total.wall / films:5.2f} s wall  {total.cpu / films:5.2f} s CPU"
    )
    print(f"  throughput              {total.cpu / CORES / total.wall:5.0%} of 2 / CPU seconds")
    for count, (_, (now, peak)) in ((FIRST, after_few), (films, after_all)):
        print(f"  a worker after {count:4} films {now:5.0f} MB, at most {peak:.0f} MB")


def orders() -> Iterator[RenderRequest]:
    """Endless; each template has each caption, and no two orders are the same."""
    names = [template.name for template in CATALOGUE]
    captions = cycle(CAPTIONS)
    for seed, name in enumerate(cycle(names)):
        yield RenderRequest.parse(next(captions), name, seed=seed)


class Engine:
    """What serves the API, but for the HTTP."""

    def __init__(self, folder: Path) -> None:
        self._folder = TaskStore(folder)
        self._pool = WarmPool(WORKERS, sharing_render_slots(folder, RENDER_SLOTS, BUILTIN.prepare))
        self._workers = {
            future.result() for future in [self._pool.submit(os.getpid) for _ in range(WORKERS)]
        }
        self._line = TaskQueue(
            self._folder, BUILTIN, self._pool,
            width=WORKERS, room=1000, clock=lambda: datetime.now(UTC),
        )  # fmt: skip

    def __enter__(self) -> Self:
        self._line.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def draw(self, orders: list[RenderRequest]) -> Cost:
        """All of them, asked for at once."""
        began, spent = time.perf_counter(), self._cpu()
        tasks = [
            self._line.accept(order, request_id="", client_request_id=None) for order in orders
        ]
        while waiting := [task for task in tasks if not self._is_done(task.id)]:
            tasks = waiting
            time.sleep(0.05)
        return Cost(time.perf_counter() - began, self._cpu() - spent)

    def memory(self) -> tuple[float, float]:
        """The largest worker's megabytes, now and at most."""
        both = [memory_of(process) for process in self._workers]
        return max(now for now, _ in both), max(peak for _, peak in both)

    def _is_done(self, task_id: str) -> bool:
        task = self._line.find(task_id)
        if task is None or task.status is TaskStatus.ERROR:
            raise RuntimeError(f"A film failed: {task and task.failure}")
        return task.status is TaskStatus.COMPLETED

    def _cpu(self) -> float:
        return sum(map(cpu_of, self._workers))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
