"""What the engine does beside answering: it forgets what is old, and draws ahead while nothing is to do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Final

from starlette.concurrency import run_in_threadpool

from lib.engine.api.previews import Previews
from lib.engine.queue.queue import TaskQueue

_SWEEP_SECONDS: Final = 60.0
#: Seconds after a start before places are drawn ahead, and between two looks at the machine.
_SETTLED_SECONDS: Final = 120.0
_LOOK_SECONDS: Final = 10.0
_AT_REST: Final = 0.3  # processes that run on each core, the mean over a minute


@asynccontextmanager
async def housekeeping(
    queue: TaskQueue, previews: Previews, keep: timedelta
) -> AsyncIterator[None]:
    """Sweep the queue now and then, and draw places ahead, until the block ends. `keep`: as in Engine."""
    tasks = [
        asyncio.create_task(_sweep_now_and_then(queue, keep)),
        asyncio.create_task(_furnish_ahead(queue, previews)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def _sweep_now_and_then(queue: TaskQueue, keep: timedelta) -> None:
    while True:
        await run_in_threadpool(queue.sweep, keep)
        await asyncio.sleep(_SWEEP_SECONDS)


async def _furnish_ahead(queue: TaskQueue, previews: Previews) -> None:
    """Draw the places of other formats before anybody wants them, if the machine has nothing to do."""
    await asyncio.sleep(_SETTLED_SECONDS)
    await previews.furnish_ahead(partial(_idle, queue))


async def _idle(queue: TaskQueue) -> None:
    while True:
        if _is_idle(queue):
            return
        await asyncio.sleep(_LOOK_SECONDS)


def _is_idle(queue: TaskQueue) -> bool:
    """Nothing is to be rendered, and for a minute the machine has been at rest."""
    at_work = any(not task.status.is_final for task in queue.newest_first())
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("inf")
    return not at_work and load < _AT_REST * (os.cpu_count() or 1)
