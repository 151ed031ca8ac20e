from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.raster.bloom import TRAIL_FRAMES, Bloom
from lib.engine.raster.pyramid import blur, enlarge_onto, gaussian, halve
from lib.engine.raster.water import smear
from tests.engine.portrait import GRID


def point(rows: int, columns: int, row: int, column: int) -> Floats:
    buffer = np.zeros((3, rows, columns), np.float32)
    buffer[:, row, column] = 1.0
    return buffer


def test_a_blur_keeps_energy_and_has_the_stated_width() -> None:
    buffer = point(41, 61, 20, 30)
    blur(buffer, np.empty_like(buffer), gaussian(2.2, 9))
    assert buffer[0].sum() == pytest.approx(1.0, rel=1e-5)
    away = np.arange(61) - 30
    assert np.sqrt((buffer[1].sum(axis=0) * away**2).sum()) == pytest.approx(2.2, rel=0.01)
    assert np.allclose(buffer[0], buffer[2])


def test_a_blur_does_not_reach_round_the_edges() -> None:
    buffer = point(20, 30, 0, 0)
    blur(buffer, np.empty_like(buffer), gaussian(2.2, 6))
    assert buffer[:, 10:].max() == 0
    assert buffer[:, :, 20:].max() == 0


@pytest.mark.parametrize(("rows", "columns"), [(67, 38), (135, 76)])
def test_halving_an_enlarged_buffer_keeps_what_is_even(rows: int, columns: int) -> None:
    even = np.full((3, rows, columns), 0.7, np.float32)
    large = np.zeros((3, 2 * rows + 1, 2 * columns), np.float32)
    enlarge_onto(even, large, np.float32(2.0))
    assert np.allclose(large, 1.4)
    small = np.zeros_like(even)
    halve(large, small)
    assert np.allclose(small, 1.4)


def test_an_enlarged_point_stays_where_it_was() -> None:
    large = np.zeros((3, 40, 60), np.float32)
    enlarge_onto(point(20, 30, 10, 15), large, np.float32(1.0))
    rows, columns = np.mgrid[0:40, 0:60]
    assert large[0].sum() == pytest.approx(4.0)
    assert (large[0] * rows).sum() / 4 == pytest.approx(20.5)
    assert (large[0] * columns).sum() / 4 == pytest.approx(30.5)


def test_a_trail_fades_and_is_gone_after_the_stated_frames() -> None:
    bloom = Bloom(GRID)
    bloom.sky[:, 100, 70] = 1.0
    bloom.follow()
    bloom.sky[:] = 0
    left = []
    for _ in range(TRAIL_FRAMES):
        bloom.follow()
        left.append(float(bloom.glow.sum()))
    assert left == sorted(left, reverse=True)
    assert left[-1] < 0.05 * left[0]
    bloom.forget()
    bloom.follow()
    assert bloom.glow.sum() == 0


def test_a_smear_is_long_and_vertical() -> None:
    lights = point(66, 40, 30, 20)
    smear(lights)
    assert lights[:, :, :20].max() == 0
    assert lights[:, :, 21:].max() == 0
    assert np.count_nonzero(lights[0, :, 20] > 0.02) > 10
