from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.particles import Rain
from lib.engine.raster.rain import Rainfall
from lib.engine.scenery import Scenery
from lib.engine.show import Show
from tests.engine.portrait import GRID, GUARD, HEIGHT, WIDTH
from tests.engine.raster.planes import Draw

DRIZZLE = Rain(streaks=40, rings=0, speed=900.0, slant=-0.05, light=(0.2, 0.2, 0.2))
PUDDLES = replace(DRIZZLE, streaks=0, rings=12)
NO_GLOW = np.zeros((3, HEIGHT // 4, WIDTH // 4), np.float32)


def streaks(rain: Rain, t: float, glow: Floats = NO_GLOW) -> Floats:
    canvas = GRID.canvas()
    Rainfall(rain, seed=1, grid=GRID).fall(canvas, glow, t)
    return canvas


def middles(canvas: Floats) -> dict[int, float]:
    """The column of each streak -> the middle of its rows, for those wholly in the picture."""
    light = canvas[0, GUARD:-GUARD]
    rows = np.arange(len(light))
    columns = np.nonzero(light.any(axis=0) & ~light[:2].any(axis=0) & ~light[-2:].any(axis=0))[0]
    return {int(x): float((light[:, x] * rows).sum() / light[:, x].sum()) for x in columns}


def test_drops_fall() -> None:
    """One frame later, each streak is as much lower as its drop falls in that time, or as half."""
    few = replace(DRIZZLE, streaks=12, slant=0.0)
    before, after = (middles(streaks(few, t)) for t in (0.4, 0.4 + 1 / 30))
    both = before.keys() & after.keys()
    assert len(both) >= 8
    for x in both:
        assert 900.0 / 60 - 1 <= after[x] - before[x] <= 900.0 / 30 + 1


def test_rain_stays_in_the_picture_however_long_it_falls() -> None:
    for t in (0.0, 7.3, 500.0):
        canvas = streaks(replace(DRIZZLE, slant=0.4), t)
        inside = canvas[:, GUARD:-GUARD, GUARD:-GUARD]
        assert inside.sum() > 0
        assert np.count_nonzero(canvas) == np.count_nonzero(inside)


def test_a_drop_takes_on_the_glow_it_falls_through() -> None:
    red = NO_GLOW.copy()
    red[0] = 10.0
    dark = replace(DRIZZLE, light=(0.0, 0.0, 0.0))
    canvas = streaks(dark, 1.0, red)
    assert canvas[0].max() > 0
    assert canvas[1:].max() == 0
    assert streaks(dark, 1.0).max() == 0


def test_rings_are_on_the_water_only_and_shine_with_what_it_shows() -> None:
    canvas = GRID.canvas()
    Rainfall(PUDDLES, seed=1, grid=GRID).ring(canvas, 868.3, 2.0)
    assert canvas.max() == 0
    canvas[:] = 0.1
    Rainfall(PUDDLES, seed=1, grid=GRID).ring(canvas, 868.3, 2.0)
    assert (canvas[:, : GUARD + 869] == np.float32(0.1)).all()
    assert canvas.max() > 0.11
    assert canvas.min() >= 0.0


def test_the_same_rain_falls_at_the_same_time(show: Show, dark: Scenery, frame: Draw) -> None:
    wet = replace(show, rain=replace(DRIZZLE, rings=5))
    for one, other in zip(frame(wet, dark, 1.1), frame(wet, dark, 1.1), strict=True):
        assert np.array_equal(one, other)


def test_it_rains_only_where_a_show_says_so(unlit: Show, dark: Scenery, frame: Draw) -> None:
    dry, wet = (frame(one, dark, 1.0)[0] for one in (unlit, replace(unlit, rain=DRIZZLE)))
    assert dry.max() == 16
    assert wet.max() > 40
