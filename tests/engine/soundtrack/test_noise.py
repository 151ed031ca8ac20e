from __future__ import annotations

import numpy as np
import pytest

from lib.engine.soundtrack.noise import looped


@pytest.mark.parametrize(("start", "count"), [(0, 5), (3, 7), (3, 8), (25, 4), (9, 1), (8, 33)])
def test_a_loop_goes_round_and_round_from_anywhere(start: int, count: int) -> None:
    noise = np.arange(10, dtype=np.float32)
    assert looped(noise, start, count).tolist() == [float((start + i) % 10) for i in range(count)]
