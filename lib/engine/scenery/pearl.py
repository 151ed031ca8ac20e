"""The Oriental Pearl Tower: spheres on three columns and three slanting legs."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.canvas import Canvas, Field, bump, edge, rgb, smoothstep, tinted
from lib.engine.scenery.facades import hazed, lines
from lib.engine.scenery.plate import WATERLINE

ROSE: Final = rgb(1.0, 0.13, 0.50)
VIOLET: Final = rgb(0.42, 0.22, 1.25)
BLUSH: Final = rgb(1.0, 0.62, 0.74)
HAZE: Final = 0.025


def put_up_oriental_pearl(canvas: Canvas, *, axis: float, height: float) -> None:
    """All measures are shares of the height; the spheres a fifth larger than surveyed, as one
    remembers them.
    """
    ground = WATERLINE

    def place(share: float) -> float:
        return ground - share * height

    legs = 0.255
    for side in (-1, 1):
        _beam(
            canvas,
            (axis + side * 0.148 * height, ground),
            (axis + side * 0.012 * height, place(legs)),
            (0.0115 * height, 0.0085 * height),
            ROSE * 0.62,
        )
    _beam(canvas, (axis, ground), (axis, place(legs)), (0.011 * height, 0.010 * height), ROSE * 0.5)
    for offset, gain in ((-0.031, 0.75), (0.031, 0.75), (0.0, 1.0)):
        _beam(
            canvas,
            (axis + offset * height, ground),
            (axis + offset * height, place(0.60)),
            (0.0092 * height,) * 2,
            BLUSH * rgb(0.85, 0.42, 0.75) * gain,
        )
    for step in range(5):
        _pearl(canvas, (axis, place(0.325 + 0.043 * step)), 0.0112 * height, ROSE, VIOLET, rows=5)
    _pearl(canvas, (axis, place(0.068)), 0.024 * height, VIOLET, ROSE, rows=6)
    _pearl(canvas, (axis, place(0.230)), 0.076 * height, ROSE, VIOLET, rows=13)
    _beam(
        canvas,
        (axis, place(0.63)),
        (axis, place(0.74)),
        (0.0125 * height, 0.0085 * height),
        ROSE * rgb(1.0, 1.6, 1.0),
    )
    _pearl(canvas, (axis, place(0.595)), 0.058 * height, ROSE, VIOLET, rows=11)
    _beam(
        canvas, (axis, place(0.74)), (axis, place(0.80)), (0.0085 * height, 0.0065 * height), BLUSH
    )
    _pearl(canvas, (axis, place(0.745)), 0.0215 * height, BLUSH, ROSE, rows=6)
    _beam(
        canvas,
        (axis, place(0.765)),
        (axis, place(0.86)),
        (0.0056 * height, 0.0042 * height),
        BLUSH * rgb(1.2, 0.8, 0.9),
    )
    _beam(
        canvas,
        (axis, place(0.86)),
        (axis, place(1.0)),
        (0.0036 * height, 0.0016 * height),
        BLUSH * rgb(1.3, 0.75, 0.75),
    )


def _beam(
    canvas: Canvas,
    foot: tuple[float, float],
    head: tuple[float, float],
    half: tuple[float, float],
    colour: Field,
) -> None:
    """A round, lit column from foot to head, with rings of lamps."""
    reach = max(half) + 1
    patch = canvas.patch(
        min(foot[0], head[0]) - reach, head[1], max(foot[0], head[0]) + reach, foot[1]
    )
    share = (foot[1] - patch.y) / (foot[1] - head[1])
    middle = foot[0] + (head[0] - foot[0]) * share
    wide = half[0] + (half[1] - half[0]) * share
    u = np.clip((patch.x - middle) / wide, -1.0, 1.0)
    roundness = 0.12 + 0.88 * (1.0 - u * u)
    rings = 0.34 + 0.85 * lines(patch.y, 3.9, 0.9)
    drawn = roundness * rings
    light = hazed(tinted(drawn, colour), HAZE)
    canvas.paint(patch, edge(wide - np.abs(patch.x - middle)), light, 0.45 * drawn)


def _pearl(
    canvas: Canvas, centre: tuple[float, float], size: float, low: Field, high: Field, rows: int
) -> None:
    """A sphere set with LEDs along its parallels, a lit gallery around its middle."""
    patch = canvas.patch(
        centre[0] - size - 1, centre[1] - size - 1, centre[0] + size + 1, centre[1] + size + 1
    )
    x, y = (patch.x - centre[0]) / size, (patch.y - centre[1]) / size
    off = np.hypot(x, y)
    depth = np.sqrt(np.clip(1.0 - off * off, 0.0, 1.0))
    dots = _lamps(np.arcsin(np.clip(y, -1.0, 1.0)), np.arctan2(x, depth), rows)
    share = smoothstep(-0.9, 0.7, y)[..., None] * np.ones_like(off)[..., None]
    colour = high * (1.0 - share) + low * share
    body = 0.05 + 0.08 * depth + 0.13 * bump(y, -0.55, 0.5) * depth
    light = colour * (body + 1.35 * dots * (0.25 + 0.75 * depth))[..., None]
    gallery = (bump(y, 0.10, 0.055) + 0.75 * bump(y, 0.30, 0.04)) * (0.35 + 0.65 * depth)
    light = light + tinted(gallery, rgb(1.15, 0.80, 0.85))
    light += tinted(0.55 * bump(off, 1.0, 0.10), ROSE)
    answer = np.clip(0.75 * dots + 0.35 * gallery + 0.3 * body, 0.0, 1.0)
    canvas.paint(patch, edge((1.0 - off) * size), hazed(light, HAZE), answer)


def _lamps(latitude: Field, longitude: Field, rows: int) -> Field:
    """Dots on a sphere: `rows` parallels, as many to each as keeps them evenly apart."""
    place = latitude / np.pi * rows + 0.5 * rows
    row = np.floor(place)
    around = np.maximum(np.round(2.0 * rows * np.cos((row + 0.5 - 0.5 * rows) * np.pi / rows)), 1.0)
    turn = (longitude / (2 * np.pi) + 0.5) * around
    return bump(place - row, 0.5, 0.27) * bump(turn - np.floor(turn), 0.5, 0.30)
