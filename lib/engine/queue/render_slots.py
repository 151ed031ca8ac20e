"""Render slots: how many workers may draw at a time. There are fewer slots than workers.

A film keeps two cores busy while it is drawn, and one while its show and its sound are composed or
its last frames leave the encoder. So one worker more than there are slots has the next film ready
when a slot comes free, and no film is slowed down by another that is drawn beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from lib.errors import Cancelled
from lib.problem import Problem

#: Seconds between two attempts to take a slot.
_LOOK: Final = 0.005

#: File locks: the system releases them when their holder dies.
_slots: Final[list[FileLock]] = []


def sharing_render_slots(
    folder: Path, count: int, prepare: Callable[[], None]
) -> Callable[[], None]:
    """`prepare` for workers that share `count` render slots, whose locks stand in `folder`."""
    return partial(_share, folder, count, prepare)


@contextmanager
def render_slot(cancelled: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Block until a shared render slot is free; without sharing, return at once.

    Raise Cancelled if the film is cancelled meanwhile.
    """
    taken = _free()
    while taken is None and _slots:
        if cancelled():
            raise Cancelled(Problem.told("The video was cancelled before it was begun."))
        time.sleep(_LOOK)
        taken = _free()
    try:
        yield
    finally:
        if taken is not None:
            taken.release()


def _share(folder: Path, count: int, prepare: Callable[[], None]) -> None:
    _slots[:] = [FileLock(folder / f"render-slot-{number}.lock") for number in range(count)]
    prepare()


def _free() -> FileLock | None:
    for place in _slots:
        try:
            place.acquire(blocking=False)
        except Timeout:
            continue
        return place
    return None
