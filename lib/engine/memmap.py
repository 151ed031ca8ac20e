"""Mapped: arrays kept in files, of which only what is used just now takes memory.

All processes share the pages; none can change the file.
"""

from __future__ import annotations

import mmap
import weakref
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from lib.engine.arrays import Floats

_mapped: Final[weakref.WeakSet[mmap.mmap]] = weakref.WeakSet()


def checksum(array: Floats) -> int:
    return zlib.crc32(np.ascontiguousarray(array).data)


def load(path: Path, shape: Sequence[int], checksum: int) -> Floats:
    """What `array.tofile(path)` has written. Raise ValueError if it is not that, OSError if not there.

    It may be written on: that changes this process's own copy of a page.
    """
    if 0 in shape:  # nothing cannot be mapped
        return np.zeros(shape, np.float32)
    if zlib.crc32(path.read_bytes()) != checksum:  # mapped, all of it would stay in memory
        raise ValueError(path.name)
    with path.open("rb") as file:
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    _mapped.add(pages)
    return np.frombuffer(pages, np.float32).reshape(shape)


def rest() -> None:
    """Give the memory of all of them back, until they are used again. None must have been changed."""
    for pages in _mapped:
        if hasattr(pages, "madvise"):
            pages.madvise(mmap.MADV_DONTNEED)
