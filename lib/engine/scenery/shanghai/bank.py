"""The far bank: the convention centre's globe, low halls, trees lit from below, lamps, the quay."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, bump, edge, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import WATERLINE, Plan
from lib.engine.scenery.core.value_noise import clouds, hashed
from lib.engine.scenery.shanghai.facades import hazed, lines, rooms
from lib.engine.scenery.shanghai.quarters import gaps, quarter

LAMP_SPACING: Final = 8.5
#: left, right, height: restaurants and piers along the promenade
HALLS: Final = (
    (-30, 30, 13),
    (46, 112, 15),
    (196, 250, 12),
    (262, 330, 16),
    (392, 446, 12),
    (520, 610, 15),
)


def lay_out_bank(canvas: Canvas, plan: Plan) -> None:
    for number, (left, right, height) in enumerate(_more_halls(plan)):
        _hall(canvas, left, right, height, seed=400 + number)
    for number, (left, right, height) in enumerate(HALLS):
        moved = quarter(left, plan)
        _hall(canvas, left + moved, right + moved, height, seed=300 + number)
    _globe(canvas, 96.0 + quarter(96.0, plan), 17.0)
    _trees(canvas)
    _quay(canvas)


def _more_halls(plan: Plan) -> list[tuple[float, float, float]]:
    """Where a wider frame has room between the quarters: left, right, height."""
    rng = np.random.default_rng(31)
    halls = []
    for begin, end in gaps(plan):
        left = begin
        while left < end - 50:
            right = left + float(rng.uniform(44, 76))
            halls.append((left, right, float(rng.uniform(11, 16))))
            left = right + float(rng.uniform(8, 34))
    return halls


def _globe(canvas: Canvas, axis: float, size: float) -> None:
    """The convention centre: a glass globe with meridians of light."""
    middle = WATERLINE - size * 0.86
    patch = canvas.patch(axis - size - 1, middle - size - 1, axis + size + 1, WATERLINE)
    x, y = (patch.x - axis) / size, (patch.y - middle) / size
    off = np.hypot(x, y)
    depth = np.sqrt(np.clip(1.0 - off * off, 0.0, 1.0))
    latitude, longitude = np.arcsin(np.clip(y, -1.0, 1.0)), np.arctan2(x, depth)
    grid = np.maximum(lines(latitude, 0.33, 0.065), lines(longitude, 0.42, 0.075) * (0.3 + depth))
    land = smoothstep(0.50, 0.60, clouds(off.shape, (4, 4), 4, 8))
    body = tinted(0.03 + 0.07 * depth + 0.16 * land * depth, rgb(0.25, 0.50, 1.0))
    light = (
        body
        + tinted(0.34 * grid, rgb(0.45, 0.72, 1.0))
        + tinted(0.5 * bump(off, 1.0, 0.08), rgb(0.3, 0.6, 1.1))
    )
    canvas.paint(patch, edge((1.0 - off) * size), hazed(light, 0.04), 0.6 * grid)


def _hall(canvas: Canvas, left: float, right: float, height: float, seed: int) -> None:
    patch = canvas.patch(left, WATERLINE - height - 4, right, WATERLINE)
    share = np.clip((patch.x - left) / (right - left), 0.0, 1.0)
    roof = WATERLINE - height - 3.0 * np.maximum(np.sin(np.pi * share), 0.0) ** 0.7
    up = WATERLINE - patch.y
    inside = rooms(patch.x, up + 0 * patch.x, seed=seed, pane=(2.4, 3.4), lit=0.75, warm=0.9)
    eaves = bump(patch.y - roof, 0.8, 0.9)
    light = 0.62 * inside + tinted(0.5 * eaves, rgb(1.0, 0.66, 0.34)) + rgb(0.012, 0.010, 0.012)
    canvas.paint(patch, edge(patch.y - roof), light, 0.35 * eaves)


def _trees(canvas: Canvas) -> None:
    """Crowns of many sizes in front of the halls, with lamps shining up into them."""
    patch = canvas.patch(canvas.left, WATERLINE - 24, canvas.right, WATERLINE)
    rows, columns = patch.shape
    profile = clouds((8, columns), (1, canvas.cells(46)), 5, 3, 0.6)[4]
    gaps = smoothstep(0.36, 0.56, clouds((8, columns), (1, canvas.cells(9)), 3, 5)[4])
    crest = (
        WATERLINE - 3.0 - (4.0 + 18.0 * np.clip(profile - 0.18, 0.0, 1.0)) * (0.35 + 0.65 * gaps)
    )
    leaves = clouds((rows, columns), (10, canvas.cells(330)), 3, 8, 0.7)
    lamp = clouds((8, columns), (1, canvas.cells(60)), 2, 9)[4]
    depth = np.clip((patch.y - crest[None, :]) / 9.0, 0.0, 1.0)
    uplight = (
        smoothstep(0.46, 0.72, lamp)[None, :] * (0.25 + depth) * smoothstep(0.35, 0.75, leaves)
    )
    light = tinted(0.6 + 0.8 * leaves, rgb(0.006, 0.011, 0.009))
    light = light + tinted(0.60 * uplight, rgb(0.34, 0.72, 0.20))
    cover = edge(patch.y - crest[None, :] + 1.6 * (leaves - 0.5))
    canvas.paint(patch, cover, light)


def _quay(canvas: Canvas) -> None:
    patch = canvas.patch(canvas.left, WATERLINE - 9, canvas.right, WATERLINE)
    wall = edge(patch.y - (WATERLINE - 3.2)) * np.ones(patch.shape, np.float32)
    strip = bump(patch.y, WATERLINE - 2.9, 0.75) * (
        0.55 + 0.30 * np.sin(patch.x * 0.05) * np.sin(patch.x * 0.013)
    )
    light = tinted(strip, rgb(1.0, 0.62, 0.26)) + rgb(0.020, 0.014, 0.016)
    canvas.paint(patch, wall, light, 0.35 * strip)
    post = np.floor(patch.x / LAMP_SPACING)
    offset = patch.x - (post + 0.5) * LAMP_SPACING
    strength = 0.25 + 0.9 * hashed(post, post * 0, 5) ** 2
    lamp = bump(offset, 0.0, 0.85) * bump(patch.y, WATERLINE - 6.2, 0.95) * strength
    canvas.shine(patch, tinted(lamp, rgb(3.4, 2.3, 1.15)))


def light_beacons(canvas: Canvas, places: tuple[tuple[float, float], ...]) -> None:
    """Red lamps that warn aircraft, at x, y in the frame."""
    for x, y in places:
        patch = canvas.patch(x - 4, y - 4, x + 4, y + 4)
        lamp = np.exp(-((patch.x - x) ** 2 + (patch.y - y) ** 2) / 1.1)
        canvas.paint(patch, 0.8 * lamp, tinted(np.ones_like(lamp), rgb(3.2, 0.30, 0.20)))
