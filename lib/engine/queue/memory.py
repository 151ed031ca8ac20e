"""Memory: how a worker, which lives long and draws one film after another, stays small.

Nothing here changes what is computed; where the system has no such calls, nothing happens.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import mmap
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: glibc's mallopt numbers. Left alone, it raises both thresholds to tens of megabytes.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_AFTER: Final = 0.1  # seconds: by then the answer is on its way
_ARRAY: Final = 2**20  # bytes: arrays from here on go straight back to the system when they end


def return_large_arrays() -> None:
    """From now on. Else glibc holds on to what a film's sound took, until the next one's."""
    with _if_there_is():
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, _ARRAY)
        libc.mallopt(_M_TRIM_THRESHOLD, 2 * _ARRAY)


def settle() -> None:
    """Once all is loaded: it stays for good, so no later collection need look through it.

    Else each film would be followed by a search of 60 ms while the next one waits.
    """
    gc.collect()
    gc.freeze()
    give_back()
    put_compiler_away()


def give_back() -> None:
    """What a film leaves: cycles that hold its buffers, fragments, mapped scenery and sounds."""
    from lib.engine.cache import memmap  # noqa: PLC0415  # loads numpy: for workers alone

    gc.collect()
    memmap.release()
    with _if_there_is():
        ctypes.CDLL(None).malloc_trim(0)


def give_back_soon() -> None:
    """Like `give_back`, but a moment later: whoever waits for the film need not wait for this."""
    later = threading.Timer(_AFTER, give_back)
    later.daemon = True
    later.start()


def put_compiler_away() -> None:
    """LLVM is needed to load the kernels and, if nothing is compiled, never again: 50 MB and more.

    Whatever is needed all the same, the system reads again from the file.
    """
    with _if_there_is():
        for start, length in _untouched_pages_of("llvmlite"):
            ctypes.CDLL(None).madvise(
                ctypes.c_void_p(start), ctypes.c_size_t(length), mmap.MADV_DONTNEED
            )


def _untouched_pages_of(library: str) -> Iterator[tuple[int, int]]:
    """Where this process has code and constants of a library as its file has them: start, length.

    What the process has written on, the file does not have.
    """
    mapping = ""
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if not line.partition(" ")[0].endswith(":"):
            mapping = line
        elif line.startswith("Private_Dirty:") and library in mapping:
            span, permissions, _ = mapping.split(maxsplit=2)
            if "w" not in permissions and line.split()[1] == "0":
                start, end = (int(edge, 16) for edge in span.split("-"))
                yield start, end - start


@contextlib.contextmanager
def _if_there_is() -> Iterator[None]:
    with contextlib.suppress(OSError, TypeError, AttributeError):
        yield
