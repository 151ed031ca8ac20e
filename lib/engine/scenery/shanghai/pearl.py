"""The Oriental Pearl Tower: spheres on three columns and three slanting legs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, Field, bump, edge, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import WATERLINE
from lib.engine.scenery.shanghai.facades import hazed, lines

ROSE: Final = rgb(1.0, 0.13, 0.50)
VIOLET: Final = rgb(0.42, 0.22, 1.25)
BLUSH: Final = rgb(1.0, 0.62, 0.74)
SHAFT: Final = rgb(0.85, 0.26, 0.555)
HAZE: Final = 0.025


@dataclass(frozen=True, slots=True)
class Column:
    """From foot to head (across, up), half as wide as `foot_half` and `head_half`."""

    foot: tuple[float, float]
    head: tuple[float, float]
    foot_half: float
    head_half: float
    colour: Field


@dataclass(frozen=True, slots=True)
class Sphere:
    """On the axis, `rows` parallels of lamps, one colour below and one above."""

    up: float
    radius: float
    rows: int
    below: Field
    above: Field


#: Back to front. All measures are shares of the tower's height; the spheres are a fifth larger
#: than surveyed, as one remembers them.
PARTS: Final[tuple[Column | Sphere, ...]] = (
    Column((-0.148, 0.0), (-0.012, 0.255), 0.0115, 0.0085, ROSE * 0.62),
    Column((0.148, 0.0), (0.012, 0.255), 0.0115, 0.0085, ROSE * 0.62),
    Column((-0.031, 0.0), (-0.031, 0.60), 0.0092, 0.0092, SHAFT * 0.75),
    Column((0.031, 0.0), (0.031, 0.60), 0.0092, 0.0092, SHAFT * 0.75),
    Column((0.0, 0.0), (0.0, 0.60), 0.0092, 0.0092, SHAFT),
    *(Sphere(0.325 + 0.043 * step, 0.0112, 5, ROSE, VIOLET) for step in range(5)),
    Sphere(0.068, 0.024, 6, VIOLET, ROSE),
    Sphere(0.230, 0.076, 13, ROSE, VIOLET),
    Column((0.0, 0.63), (0.0, 0.74), 0.0125, 0.0085, ROSE * rgb(1.0, 1.6, 1.0)),
    Sphere(0.595, 0.058, 11, ROSE, VIOLET),
    Column((0.0, 0.74), (0.0, 0.80), 0.0085, 0.0065, BLUSH),
    Sphere(0.745, 0.0215, 6, BLUSH, ROSE),
    Column((0.0, 0.765), (0.0, 0.86), 0.0056, 0.0042, BLUSH * rgb(1.2, 0.8, 0.9)),
    Column((0.0, 0.86), (0.0, 1.0), 0.0036, 0.0016, BLUSH * rgb(1.3, 0.75, 0.75)),
)


def put_up_oriental_pearl(canvas: Canvas, *, axis: float, height: float) -> None:
    for part in PARTS:
        match part:
            case Column():
                _column(canvas, part, axis, height)
            case Sphere():
                _sphere(canvas, part, axis, height)


def _column(canvas: Canvas, column: Column, axis: float, height: float) -> None:
    """Round, lit from within, with rings of lamps."""
    foot, head = axis + column.foot[0] * height, axis + column.head[0] * height
    ground, top = WATERLINE - column.foot[1] * height, WATERLINE - column.head[1] * height
    reach = max(column.foot_half, column.head_half) * height + 1
    patch = canvas.patch(min(foot, head) - reach, top, max(foot, head) + reach, ground)
    share = (ground - patch.y) / (ground - top)
    off = patch.x - (foot + (head - foot) * share)
    wide = (column.foot_half + (column.head_half - column.foot_half) * share) * height
    u = np.clip(off / wide, -1.0, 1.0)
    drawn = (0.12 + 0.88 * (1.0 - u * u)) * (0.34 + 0.85 * lines(patch.y, 3.9, 0.9))
    light = hazed(tinted(drawn, column.colour), HAZE)
    canvas.paint(patch, edge(wide - np.abs(off)), light, 0.45 * drawn)


def _sphere(canvas: Canvas, sphere: Sphere, axis: float, height: float) -> None:
    """Set with lamps along its parallels, a lit gallery around its middle."""
    size, middle = sphere.radius * height, WATERLINE - sphere.up * height
    reach = size + 1
    patch = canvas.patch(axis - reach, middle - reach, axis + reach, middle + reach)
    x, y = (patch.x - axis) / size, (patch.y - middle) / size
    off = np.hypot(x, y)
    depth = np.sqrt(np.clip(1.0 - off * off, 0.0, 1.0))
    dots = _lamps(np.arcsin(np.clip(y, -1.0, 1.0)), np.arctan2(x, depth), sphere.rows)
    share = smoothstep(-0.9, 0.7, y)[..., None]
    colour = sphere.above * (1.0 - share) + sphere.below * share
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
