from __future__ import annotations

import numba
import numpy as np

from lib.engine import scenery
from lib.engine.tasks import memory


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


def test_large_arrays_live_on_under_the_other_rules() -> None:
    memory.return_large_arrays()
    arrays = [np.full(2**20, k) for k in range(4)]
    del arrays[::2]
    assert [int(array.sum()) for array in arrays] == [2**20, 3 * 2**20]
