"""Memory-mapped arrays: read from a file when they are used, and shared by all processes."""

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
    """Map what `array.tofile(path)` wrote. Raise ValueError if it differs, OSError if it is missing.

    Copy-on-write: changes stay private to this process.
    """
    if 0 in shape:  # an empty file cannot be mapped
        return np.zeros(shape, np.float32)
    if zlib.crc32(path.read_bytes()) != checksum:  # reading through the map would keep it in memory
        raise ValueError(path.name)
    with path.open("rb") as file:
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    _mapped.add(pages)
    return np.frombuffer(pages, np.float32).reshape(shape)


def release() -> None:
    """Give the memory of all mapped arrays back until they are used again; no array may be changed."""
    for pages in list(_mapped):  # another thread may map one meanwhile
        if hasattr(pages, "madvise"):
            pages.madvise(mmap.MADV_DONTNEED)
