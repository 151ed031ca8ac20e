"""Particles: smoke that the show lights up, and what falls through the air: snow, confetti.

Each one's way is a pure function of time. Rain has a module of its own.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import HIGH
from lib.engine.particles import Fall, Smoke
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import HALF, ONE, ZERO, inlined, kernel
from lib.engine.raster.rain import chance

_FALL: Final = np.float32(HIGH + 60)  # units from where a flake comes to where it leaves
_RISE: Final = np.float32(9.0)  # units/s that smoke rises
_CATCH: Final = np.float32(0.10)  # how much of the glow around it a flake throws to the viewer


class Smoking:
    """The smoke of a show."""

    def __init__(self, smoke: Smoke, grid: Grid) -> None:
        self._grid = grid
        self._puffs = np.stack(
            [smoke.x, smoke.y, smoke.born, smoke.life, smoke.size, smoke.drift, smoke.thick]
        ).astype(np.float32)

    def rise(self, glow: Floats, t: float, moved: tuple[float, float]) -> None:
        """Add the smoke of second t to the glow, a low buffer, by whose light it is seen.

        moved  units by which the camera has moved, right and down
        """
        draw_puffs(
            glow, np.float32(self._grid.scale / self._grid.low), self._puffs, np.float32(t),
            np.float32(moved[0]), np.float32(moved[1]),
        )  # fmt: skip


class Falling:
    """The flakes of one fall: each has its place across, on its way, nearness and phase, 0 to 1."""

    def __init__(self, fall: Fall, seed: int, grid: Grid) -> None:
        self._grid, self._fall = grid, fall
        rng = np.random.default_rng([seed, fall.flakes])
        self._flakes = rng.random((fall.flakes, 4)).astype(np.float32)
        self._flakes[:, 2] **= 1.8  # most fall far away
        self._flakes = self._flakes[np.argsort(self._flakes[:, 2])]  # the nearest last
        self._order = rng.random(fall.flakes).astype(np.float32)
        self._colours = np.ascontiguousarray(fall.colours, np.float32)

    def fall(self, canvas: Floats, glow: Floats, t: float) -> None:
        fall = self._fall
        share = fall.share.at(t)
        if share > 0.0:
            draw_flakes(
                canvas, self._grid.guard, self._grid.scale, glow, self._grid.low,
                self._flakes, self._order, np.float32(share), self._colours, np.float32(t),
                np.float32(fall.speed), np.float32(fall.sway), np.float32(fall.size),
                np.float32(fall.light), int(fall.flips),
            )  # fmt: skip


@kernel
def draw_puffs(
    glow: Floats, share: np.float32, puffs: Floats, t: np.float32, dx: np.float32, dy: np.float32
) -> None:
    """Draw puffs (7, m): see Smoke; share: low pixels a unit."""
    h, w = glow.shape[1], glow.shape[2]
    light = np.empty(3, np.float32)
    for i in range(puffs.shape[1]):
        age = t - puffs[2, i]
        life = puffs[3, i]
        if age <= ZERO or age >= life:
            continue
        part = age / life
        x = (puffs[0, i] + puffs[5, i] * age - dx) * share
        y = (puffs[1, i] - _RISE * age - dy) * share
        radius = puffs[4, i] * (np.float32(0.25) + np.float32(0.75) * math.sqrt(part)) * share
        dense = puffs[6, i] * (ONE - part) * (ONE - part) * min(age * np.float32(6.0), ONE)
        column = min(max(int(x), 0), w - 1)
        row = min(max(int(y), 0), h - 1)
        for c in range(3):
            light[c] = dense * (np.float32(0.30) * glow[c, row, column] + np.float32(0.20))
        top, bottom = max(int(y - radius), 0), min(int(y + radius) + 2, h)
        begin, end = max(int(x - radius), 0), min(int(x + radius) + 2, w)
        for j in range(top, bottom):
            v = (np.float32(j) + HALF - y) / radius
            for k in range(begin, end):
                u = (np.float32(k) + HALF - x) / radius
                soft = max(ONE - u * u - v * v, ZERO)
                soft *= soft
                for c in range(3):
                    glow[c, j, k] += light[c] * soft


@inlined
def _edge(off: np.float32, half: np.float32) -> np.float32:
    """1 within `half` pixels, soft over one."""
    return min(max(half + HALF - abs(off), ZERO), ONE)


@kernel
def draw_flakes(
    canvas: Floats,
    guard: int,
    scale: np.float32,
    glow: Floats,
    low: int,
    flakes: Floats,
    order: Floats,
    share: np.float32,
    colours: Floats,
    t: np.float32,
    speed: np.float32,
    sway: np.float32,
    size: np.float32,
    ambient: np.float32,
    flips: int,
) -> None:
    """Draw flakes (n, 4), order (n,): see Falling; those fall whose order is below `share`."""
    height, width = canvas.shape[1] - 2 * guard, canvas.shape[2] - 2 * guard
    wide = np.float32(width) / scale
    for i in range(len(flakes)):
        if order[i] >= share:
            continue
        near, phase = flakes[i, 2], flakes[i, 3] * np.float32(6.283)
        pace = speed * (np.float32(0.40) + np.float32(0.60) * near)
        way = flakes[i, 1] * _FALL + pace * t
        time = math.floor(way / _FALL)
        y = (way - np.float32(time) * _FALL - np.float32(30.0)) * scale
        x = chance(i, time) * (wide + np.float32(40.0)) - np.float32(20.0)
        swing = math.sin(np.float32(1.7) * t + phase) + HALF * math.sin(np.float32(3.1) * t + phase)
        x = (x + sway * (HALF + near) * swing) * scale
        grown = min(np.float32(6.0) * (share - order[i]), ONE)  # none comes or goes at once
        half = size * (np.float32(0.30) + np.float32(0.70) * near) * scale * grown
        across, down, turn = half, half, np.float32(1.0)
        if flips:
            spin = np.float32(5.0) * t * (HALF + flakes[i, 3]) + phase
            turn = np.float32(math.cos(spin))
            across = half * (np.float32(0.35) + np.float32(0.65) * abs(math.cos(HALF * spin)))
            down = half * np.float32(0.55) * abs(turn) + np.float32(0.3)
        left, right = math.floor(x - across), math.ceil(x + across)
        top, bottom = math.floor(y - down), math.ceil(y + down)
        if right < 0 or left >= width or bottom < 0 or top >= height:
            continue
        row = min(max(int(y) // low, 0), glow.shape[1] - 1)
        column = min(max(int(x) // low, 0), glow.shape[2] - 1)
        gloss = np.float32(0.55) + np.float32(0.45) * abs(turn)
        kind = i % len(colours)
        for py in range(max(top, 0), min(bottom, height - 1) + 1):
            for px in range(max(left, 0), min(right, width - 1) + 1):
                cover = _edge(np.float32(py) - y, down) * _edge(np.float32(px) - x, across)
                if not flips:
                    u, v = (
                        (np.float32(px) - x) / (half + HALF),
                        (np.float32(py) - y) / (half + HALF),
                    )
                    cover = max(ONE - u * u - v * v, ZERO) * np.float32(0.75)
                for c in range(3):
                    lit = colours[kind, c] * gloss * (ambient + _CATCH * glow[c, row, column])
                    at = canvas[c, guard + py, guard + px]
                    canvas[c, guard + py, guard + px] = at + (lit - at) * cover
