"""The street's geometry: one vanishing point, two walls, wet ground, as seen by one who stands in it.

Lengths are in half widths of the street. z runs along it, away from us; h upwards from the ground.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, Field, Patch, rgb

EYE: Final = (314.0, 742.0)  # the vanishing point in the frame
FOCUS: Final = 300.0  # pixels of a half width at z = 1
STANDS: Final = 0.42  # how high our eyes are

AIR: Final = rgb(0.034, 0.024, 0.052)  # what the rain fades everything to

LEFT: Final = -1
RIGHT: Final = 1


def project(side: int, reach: float, z: float, h: float) -> tuple[float, float]:
    """Where a point in the frame is: `reach` from the middle towards that side."""
    return EYE[0] + side * FOCUS * reach / z, EYE[1] - FOCUS * (h - STANDS) / z


def along(patch: Patch, side: int, reach: float = 1.0) -> tuple[Field, Field]:
    """What each sample shows of the upright plane at `reach`: z (1, w) and h (h, w)."""
    away = np.maximum(side * (patch.x - EYE[0]), 0.5)
    return FOCUS * reach / away, (EYE[1] - patch.y) * (reach / away) + STANDS


def stretch(
    canvas: Canvas, side: int, reach: float, near: float, far: float, low: float, high: float
) -> Patch:
    """The patch that holds the part of that plane between near and far, low and high."""
    corners = [project(side, reach, z, h) for z in (near, far) for h in (low, high)]
    xs, ys = zip(*corners, strict=True)
    return canvas.patch(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)


def within(value: Field, low: float, high: float) -> Field:
    """1 where a value lies between, 0 elsewhere; samples are many, so edges come out soft."""
    inside: Field = ((value >= low) & (value < high)).astype(np.float32)
    return inside


def hazed(light: Field, z: Field | float) -> Field:
    """As it looks through so much rain: (h, w, 3)."""
    share = np.asarray(1.0 - np.exp(-np.maximum(np.asarray(z, np.float32) - 0.9, 0.0) / 8.0))
    faded: Field = light * (1.0 - share[..., None]) + AIR * share[..., None]
    return faded
