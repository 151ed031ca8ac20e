"""Rain: streaks that take on the light they fall through, and rings where drops meet the water.

A drop's path is a pure function of time: it falls past the frame and starts again elsewhere.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import HIGH
from lib.engine.particles import Rain
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import ONE, ZERO, inlined, kernel

#: A camera's shutter: a streak is as long as a drop falls in so many seconds.
_SHUTTER: Final = np.float32(1 / 40)
#: Units from where a drop comes into being above the frame to where it leaves below it.
_FALL: Final = np.float32(HIGH + 160)
#: Share of the glow around a drop that it throws to the viewer.
_CATCH: Final = np.float32(0.030)
#: Seconds that a ring lives, its radius in units when it dies nearest to the viewer.
_RING_LIFE: Final = np.float32(0.8)
_RING: Final = np.float32(21.0)
_FLAT: Final = np.float32(0.30)  # height of a ring by its width: we look along the water
_CREST: Final = np.float32(1.15)  # how much a young ring brightens what the water shows
_STEEP: Final = np.float32(0.416)  # a crest is as wide at half its height as exp(-z²) ...
_END: Final = np.float32(1.55)  # ... and there it has come to nothing


class Rainfall:
    """The drops of one show, each with its place in the air from 0 far to 1 near."""

    def __init__(self, rain: Rain, seed: int, grid: Grid) -> None:
        self._grid = grid
        rng = np.random.default_rng(seed)
        self._streaks = rng.random((rain.streaks, 3)).astype(np.float32)
        self._streaks[:, 2] **= 1.6  # most fall far away
        self._rings = rng.random((rain.rings, 2)).astype(np.float32)
        self._light = np.array(rain.light, np.float32)
        self._speed, self._slant = np.float32(rain.speed), np.float32(rain.slant)

    def fall(self, canvas: Floats, glow: Floats, t: float) -> None:
        """Add the streaks of second t; `glow` is the bloom they fall through, a low buffer."""
        draw_streaks(
            canvas, self._grid.guard, self._grid.scale, glow, self._grid.low,
            self._streaks, np.float32(t), self._speed, self._slant, self._light,
        )  # fmt: skip

    def ring(self, canvas: Floats, waterline: float, t: float) -> None:
        """Draw the rings of second t onto the water on the canvas."""
        draw_rings(
            canvas, self._grid.guard, self._grid.scale,
            self._rings, np.float32(waterline), np.float32(t),
        )  # fmt: skip


@inlined
def chance(drop: int, time: int) -> np.float32:
    """0 to 1: a number for each time that a drop falls (the finaliser of MurmurHash3)."""
    key = np.uint32(drop * 374761393 + time * 668265263)
    key = np.uint32(key ^ (key >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    key = np.uint32(key)
    key = np.uint32(key ^ (key >> np.uint32(13)))
    return np.float32(key & np.uint32(0xFFFF)) * np.float32(1 / 65536)


@inlined
def _bump(z: np.float32) -> np.float32:
    """1 at 0, 0 from _END on to either side: a bell without an exponential."""
    low = max(ONE - _STEEP * z * z, ZERO)
    return low * low


@kernel
def draw_streaks(
    canvas: Floats,
    guard: int,
    scale: np.float32,
    glow: Floats,
    low: int,
    streaks: Floats,
    t: np.float32,
    speed: np.float32,
    slant: np.float32,
    light: Floats,
) -> None:
    """Draw streaks (n, 3): place across, place on its way, nearness, each 0 to 1."""
    height, width = canvas.shape[1] - 2 * guard, canvas.shape[2] - 2 * guard
    wide = np.float32(width) / scale
    for i in range(len(streaks)):
        near = streaks[i, 2]
        pace = speed * (np.float32(0.5) + np.float32(0.5) * near)
        way = streaks[i, 1] * _FALL + pace * t
        time = math.floor(way / _FALL)
        foot = way - np.float32(time) * _FALL - np.float32(80.0)
        across = chance(i, time) * (wide + np.float32(120.0)) - np.float32(60.0)
        foot, across = foot * scale, across * scale
        length = pace * _SHUTTER * scale
        shine = np.float32(0.35) + np.float32(0.65) * near
        first, last = max(math.floor(foot - length), 0), min(math.floor(foot), height - 1)
        for y in range(first, last + 1):
            share = (foot - np.float32(y)) / length
            fade = np.float32(4.0) * share * (ONE - share) * shine
            x = across + slant * np.float32(y)
            whole = math.floor(x)
            if fade <= ZERO or whole < 0 or whole >= width - 1:
                continue
            right = x - np.float32(whole)
            row, column = min(y // low, glow.shape[1] - 1), min(whole // low, glow.shape[2] - 1)
            for c in range(3):
                lit = fade * (light[c] + _CATCH * glow[c, row, column])
                canvas[c, guard + y, guard + whole] += lit * (ONE - right)
                canvas[c, guard + y, guard + whole + 1] += lit * right


@kernel
def draw_rings(
    canvas: Floats,
    guard: int,
    scale: np.float32,
    rings: Floats,
    waterline: np.float32,
    t: np.float32,
) -> None:
    """Draw rings (n, 2): how far from the viewer each falls and when first, 0 to 1.

    A ring is a crest with a trough inside: it brightens and darkens what the water shows.
    """
    height, width = canvas.shape[1] - 2 * guard, canvas.shape[2] - 2 * guard
    span = np.float32(height) - waterline
    gain = np.empty(width, np.float32)
    for i in range(len(rings)):
        way = t / _RING_LIFE + rings[i, 1]
        time = math.floor(way)
        age = way - np.float32(time)
        near = np.float32(0.04) + np.float32(0.92) * chance(i + 7919, time)
        x = chance(i, time) * np.float32(width)
        y = waterline + near * span
        across = (
            _RING
            * scale
            * (np.float32(0.2) + np.float32(0.8) * near)
            * (np.float32(0.12) + np.float32(0.88) * age)
        )
        down = across * _FLAT * (np.float32(0.6) + np.float32(0.4) * near)
        rise = _CREST * (ONE - age) * (ONE - age)
        thick = np.float32(0.9) * scale / across + np.float32(0.14)
        reach = ONE + _END * thick
        top, bottom = math.floor(y - reach * down), math.ceil(y + reach * down)
        begin = max(math.floor(x - reach * across), 0)
        end = min(math.ceil(x + reach * across), width - 1) + 1
        for py in range(max(top, math.ceil(waterline), 0), min(bottom, height - 1) + 1):
            v = (np.float32(py) - y) / down
            for px in range(begin, end):
                u = (np.float32(px) - x) / across
                off = (math.sqrt(u * u + v * v) - ONE) / thick
                wave = _bump(off) - np.float32(0.6) * _bump(off + np.float32(1.6))
                gain[px] = max(ONE + rise * wave, ZERO)
            for c in range(3):
                row = canvas[c, guard + py, guard : guard + width]
                for px in range(begin, end):
                    row[px] *= gain[px]
