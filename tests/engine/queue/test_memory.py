from __future__ import annotations

import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from lib.engine import scenery
from lib.engine.queue import memory


def test_scenery_that_was_given_back_is_there_when_it_is_needed_again() -> None:
    place = scenery.load("shanghai")
    before = place.sky.copy(), place.mirror.copy()
    memory.give_back()
    assert np.array_equal(place.sky, before[0])
    assert np.array_equal(place.mirror, before[1])


def test_a_compiler_that_was_put_away_compiles_all_the_same() -> None:
    memory.put_compiler_away()
    doubled = numba.njit(lambda x: 2 * x)
    assert doubled(21) == 42


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_compiler_that_was_put_away_takes_next_to_no_memory() -> None:
    numba.njit(lambda x: 3 * x)(7)
    before = megabytes_of("llvmlite")
    memory.put_compiler_away()
    assert before > 20.0
    assert megabytes_of("llvmlite") < 5.0


def megabytes_of(library: str) -> float:
    """What this process has of a library in memory."""
    mapping, kilobytes = "", 0
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if not line.partition(" ")[0].endswith(":"):
            mapping = line
        elif line.startswith("Rss:") and library in mapping:
            kilobytes += int(line.split()[1])
    return kilobytes / 1024


def test_large_arrays_live_on_under_the_other_rules() -> None:
    memory.return_large_arrays()
    arrays = [np.full(2**20, k) for k in range(4)]
    del arrays[::2]
    assert [int(array.sum()) for array in arrays] == [2**20, 3 * 2**20]
