"""The glow of what moves: trails."""

from __future__ import annotations

from lib.engine.frame import Frame
from lib.engine.raster.bloom import Bloom
from lib.engine.raster.grid import Grid


def test_a_moving_light_leaves_a_trail_and_a_resting_one_none() -> None:
    moving, resting = Bloom(Grid(Frame())), Bloom(Grid(Frame()))
    for frame in range(12):
        for bloom, row in ((moving, 200 - 3 * frame), (resting, 167)):
            bloom.sky[:] = 0
            bloom.sky[:, row, 50] = 1
            bloom.follow()
    behind = slice(171, None)
    assert moving.glow[:, behind].sum() > 0.05 * moving.glow.sum()
    assert resting.glow[:, behind].sum() == 0


def test_a_trail_fades_and_can_be_forgotten() -> None:
    bloom = Bloom(Grid(Frame()))
    bloom.sky[:, 100, 50] = 1
    bloom.follow()
    bloom.sky[:] = 0
    bloom.follow()
    first = bloom.glow.sum()
    bloom.follow()
    assert 0 < bloom.glow.sum() < first
    bloom.forget()
    bloom.follow()
    assert bloom.glow.sum() == 0
