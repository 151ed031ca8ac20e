"""Smoke and flakes: where they are, when, and by whose light they are seen."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.particles import Fall, Smoke
from lib.engine.raster.particles import Falling, Smoking
from lib.engine.track import FULL, Track
from tests.engine.portrait import GRID, GUARD, HEIGHT, WIDTH

SEEN = (slice(None), slice(GUARD, GUARD + HEIGHT), slice(GUARD, GUARD + WIDTH))


def puff(x: float, y: float) -> Smoking:
    one = np.ones(1, np.float32)
    smoke = Smoke(
        x=x * one, y=y * one, born=one, life=2 * one, size=80 * one, drift=10 * one, thick=0.2 * one
    )
    return Smoking(smoke, GRID)


def smoke_at(t: float, glow: float = 1.0) -> Floats:
    buffer = GRID.low_buffer()
    buffer[:] = glow
    puff(300.0, 400.0).rise(buffer, t, (0.0, 0.0))
    return buffer - np.float32(glow)


def test_smoke_is_there_from_its_birth_to_its_end() -> None:
    assert smoke_at(0.9).max() == 0.0
    assert smoke_at(1.5).max() > 0.0
    assert smoke_at(3.1).max() == 0.0


def test_smoke_drifts_rises_and_swells() -> None:
    early, late = smoke_at(1.3)[0], smoke_at(2.6)[0]
    (y0, x0), (y1, x1) = (np.argwhere(seen == seen.max()).mean(axis=0) for seen in (early, late))
    assert x1 > x0
    assert y1 < y0
    assert np.count_nonzero(late) > 1.5 * np.count_nonzero(early)


def test_smoke_is_seen_by_the_light_around_it() -> None:
    assert smoke_at(1.5, glow=4.0).max() > 2 * smoke_at(1.5, glow=0.5).max()


def flakes(t: float, share: Track = FULL, *, flips: bool = False) -> Floats:
    fall = Fall(
        flakes=120, speed=100.0, sway=10.0, size=2.5, colours=np.ones((1, 3), np.float32),
        light=0.5, flips=flips, share=share,
    )  # fmt: skip
    canvas = GRID.canvas()
    Falling(fall, 3, GRID).fall(canvas, GRID.low_buffer(), t)
    return canvas[SEEN]


@pytest.mark.parametrize("flips", [False, True])
def test_flakes_are_everywhere_and_the_same_whenever_they_are_asked_for(*, flips: bool) -> None:
    now = flakes(3.3, flips=flips)
    lit = np.argwhere(now[0] > 0.02)
    assert np.ptp(lit[:, 0]) > 0.8 * HEIGHT
    assert np.ptp(lit[:, 1]) > 0.8 * WIDTH
    assert np.array_equal(now, flakes(3.3, flips=flips))


def test_as_many_fall_as_the_show_says() -> None:
    few = flakes(3.3, Track(((0.0, 0.2),)))
    assert 0 < np.count_nonzero(few) < 0.4 * np.count_nonzero(flakes(3.3))
    assert not flakes(3.3, Track(((0.0, 0.0),))).any()
