"""Shanghai Tower: a rounded triangle that turns and tapers as it rises, cut by one spiral notch.

Built as a solid: every storey's outline is turned and looked at from the river, and the nearest
point of its skin wins. So the notch curves, vanishes round the side, and breaks the silhouette.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import (
    Canvas,
    Field,
    Patch,
    bump,
    rgb,
    smoothstep,
    tinted,
)
from lib.engine.scenery.core.plate import WATERLINE
from lib.engine.scenery.shanghai.facades import GLASS, hazed, lines, rooms

TWIST: Final = math.radians(-118.0)  # from the ground to the top
TAPER: Final = 0.52  # what is left of the width at the top
POINTS: Final = 1400  # of an outline; more than the samples across, so that none is missed
FACING: Final = math.radians(84.0)  # where the notch stands at the ground, 0 towards the viewer
ZONES: Final = 9
LOOKING_UP: Final = 0.022  # the near side of a ring stands higher in the eye: tower over distance

ICE: Final = rgb(0.62, 0.92, 1.45)
BLUE: Final = rgb(0.05, 0.24, 0.72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """What the viewer sees at each sample, all (h, w).

    h: share of the height; up: pixels above the ground, along the tower;

    angle: place on the outline, radians from the notch; facing: 1 towards the viewer, 0 edge-on;
    there: 1 where the tower is; inside: 1 where one looks into the open crown.
    """

    h: Field
    up: Field
    angle: Field
    facing: Field
    there: Field
    inside: Field


def put_up_shanghai_tower(canvas: Canvas, *, axis: float, half: float, height: float) -> None:
    reach = half * 1.15
    patch = canvas.patch(axis - reach, WATERLINE - height - 1, axis + reach, WATERLINE)
    skin = seen(patch, axis, half, height, canvas.dense)
    light, answer = lit(skin, half)
    canvas.paint(patch, skin.there, hazed(light, 0.04), answer)


def radius(angle: Field) -> Field:
    """The outline, angles from the notch: three soft corners, one of them nicked."""
    around = np.arctan2(np.sin(angle), np.cos(angle))
    return 1.0 + 0.085 * np.cos(3.0 * around) - 0.15 * bump(around, 0.0, 0.13)


def seen(patch: Patch, axis: float, half: float, height: float, dense: float) -> Skin:
    """What of the skin each sample shows; `dense` samples a unit."""
    rows, columns = patch.shape
    up = WATERLINE - patch.y
    h = np.clip(up / height, 0.0, 1.0)
    angle = np.linspace(-np.pi, np.pi, POINTS, endpoint=False, dtype=np.float32)[None, :]
    toward = angle + FACING + TWIST * h  # 0 looks at the viewer, positive to the right
    size = half * (1.0 - (1.0 - TAPER) * h**0.92) * radius(angle)
    x, depth = size * np.sin(toward), size * np.cos(toward)
    level = h * (1.0 - LOOKING_UP * depth / half)
    # The parapet climbs once around: the open, sloping crown.
    parapet = 1.0 - 0.056 * (0.5 - 0.5 * np.cos(angle - 2.5))
    column = np.floor((x + axis - patch.x[0, 0]) * dense + 0.5).astype(np.int64)
    standing = (level <= parapet - LOOKING_UP) & (column >= 0) & (column < columns)
    nearest = np.full((rows, columns), -1, np.int64)
    # Depth in the high digits, the point in the low ones: the maximum is the nearest point.
    ranked = np.round((depth + 2 * half) * 1000).astype(np.int64) * POINTS + np.arange(POINTS)
    at_row, at_point = np.nonzero(standing)
    np.maximum.at(nearest, (at_row, column[at_row, at_point]), ranked[at_row, at_point])
    there = nearest >= 0
    point = np.where(there, nearest % POINTS, 0)
    facing = np.cos(np.take_along_axis(toward, point, axis=1))
    level = np.take_along_axis(level, point, axis=1) / (1.0 - LOOKING_UP)
    return Skin(
        h=level,
        up=level * height,
        angle=angle[0, point],
        facing=np.abs(facing),
        there=there.astype(np.float32),
        inside=(facing < -0.02).astype(np.float32),
    )


def lit(skin: Skin, half: float) -> tuple[Field, Field]:
    h = skin.h
    across = skin.angle * half * (1.0 - (1.0 - TAPER) * h)
    soft = 0.25 + 0.75 * skin.facing
    light = tinted(soft * (0.8 + 0.9 * h), GLASS * 1.15)
    inside = rooms(across + 500, skin.up, seed=501, pane=(2.6, 2.75), lit=0.27, warm=0.35)
    light = light + 0.40 * inside * soft[..., None]
    ramp = smoothstep(0.05, 1.0, h)
    storeys = lines(skin.up, 2.75, 0.8) * (0.25 + 0.75 * ramp)
    seams = lines(skin.angle + 0.05, 2 * np.pi / 42, 0.026) * (0.2 + 0.8 * ramp)
    light += tinted((0.15 * storeys + 0.17 * seams) * soft, BLUE)
    light += tinted(0.10 * ramp**2 * soft, BLUE)
    zone = (h * ZONES) % 1.0
    belt = np.maximum(bump(zone, 0.03, 0.026), bump(zone, 1.03, 0.026)) * (h > 0.04)
    light += tinted((0.22 + 0.34 * h) * belt * soft, rgb(0.62, 0.80, 1.0))
    ribbon = np.maximum(bump(skin.angle, 0.17, 0.045), bump(skin.angle, -0.17, 0.045))
    valley = bump(skin.angle, 0.0, 0.11)
    climb = 0.30 + 0.70 * smoothstep(0.0, 0.9, h)
    light = light * (1.0 - 0.75 * valley[..., None])
    light += tinted((1.25 * ribbon + 0.22 * valley) * climb, ICE)
    rim = bump(skin.facing, 0.0, 0.30)
    light += tinted(0.20 * rim * (0.3 + 0.7 * h), rgb(0.25, 0.55, 1.2))
    top = smoothstep(0.925, 0.965, h) * (0.5 + 0.5 * lines(skin.angle, 2 * np.pi / 42, 0.05))
    light += tinted(top * (0.45 + 0.85 * skin.inside), ICE * 0.72)
    drawn = 0.5 * (storeys + seams) * soft + 0.7 * belt + ribbon * climb + top
    return light, np.clip(drawn, 0.0, 1.0)
