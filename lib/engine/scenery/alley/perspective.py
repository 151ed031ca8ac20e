"""The street's geometry: one vanishing point, two walls, wet ground, as seen by one who stands in it.

Lengths are in half widths of the street in the video API's own format. z runs along it, away from us;
h upwards from the ground. A wider frame opens the street: its walls stand farther apart, and what is
in it keeps its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, Field, Patch, rgb
from lib.engine.scenery.core.plate import Plan

_EYE_X: Final = 314.0  # the vanishing point in the API's own format
EYE_Y: Final = 742.0
FOCUS: Final = 300.0  # units of a half width at z = 1
_NEAREST: Final = 0.8  # z where the walls begin: there they must have left the frame
_BEYOND: Final = 44.0  # units beside the frame that the plate has, and a little more
STANDS: Final = 0.42  # how high our eyes are

AIR: Final = rgb(0.034, 0.024, 0.052)  # what the rain fades everything to

LEFT: Final = -1
RIGHT: Final = 1


@dataclass(frozen=True, slots=True)
class Street:
    """The street in one format. `reach` is how far from the middle something is; a wall stands at 1."""

    plan: Plan

    @property
    def eye(self) -> tuple[float, float]:
        """The vanishing point in the frame, units."""
        return self.plan.moved(_EYE_X, 0.0), EYE_Y

    @property
    def open(self) -> float:
        """How many times as far from the middle each wall stands as in the API's own format."""
        return max(_NEAREST * (self.plan.frame.middle + _BEYOND) / FOCUS - 1, 0.0)

    def project(self, side: int, reach: float, z: float, h: float) -> tuple[float, float]:
        """Where a point in the frame is: `reach` from the middle towards that side."""
        x, y = self.eye
        return x + side * FOCUS * (reach + self.open) / z, y - FOCUS * (h - STANDS) / z

    def along(self, patch: Patch, side: int, reach: float = 1.0) -> tuple[Field, Field]:
        """What each sample shows of the upright plane at `reach`: z (1, w) and h (h, w)."""
        away = np.maximum(side * (patch.x - self.eye[0]), 0.5)
        far = reach + self.open
        return FOCUS * far / away, (EYE_Y - patch.y) * (far / away) + STANDS

    def stretch(
        self,
        canvas: Canvas,
        side: int,
        reach: float,
        near: float,
        far: float,
        low: float,
        high: float,
    ) -> Patch:
        """The patch that holds the part of that plane between near and far, low and high."""
        corners = [self.project(side, reach, z, h) for z in (near, far) for h in (low, high)]
        xs, ys = zip(*corners, strict=True)
        return canvas.patch(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)

    def nearness(self, patch: Patch) -> Field:
        """0 to 1: how much of the sign's light falls on a place."""
        frame = self.plan.frame
        x, y = (patch.x - frame.middle) / (330.0 * frame.spread), (patch.y - 300.0) / 380.0
        near: Field = np.exp(-(x * x + y * y))
        return near


def within(value: Field, low: float, high: float) -> Field:
    """1 where a value lies between, 0 elsewhere; samples are many, so edges come out soft."""
    inside: Field = ((value >= low) & (value < high)).astype(np.float32)
    return inside


def hazed(light: Field, z: Field | float) -> Field:
    """Return the light (h, w, 3) as it looks through that much rain."""
    share = np.asarray(1.0 - np.exp(-np.maximum(np.asarray(z, np.float32) - 0.9, 0.0) / 8.0))
    faded: Field = light * (1.0 - share[..., None]) + AIR * share[..., None]
    return faded
