"""A painted picture as a Boat: what drifts along by itself, on water or in a street."""

from __future__ import annotations

import numpy as np

from lib.engine.scenery.core.plate import Boat, planar, plane
from lib.engine.scenery.core.sketch import Picture


def drifting(
    picture: Picture, *, x: float, y: float, speed: float, gain: float, stops: float = 1e6
) -> Boat:
    """Return it where it is at t = 0; `gain` is its `reflection_gain`, the rest is as Boat has it."""
    return Boat(
        x=x,
        y=y,
        speed=speed,
        rgb=planar(picture.light),
        alpha=plane(np.clip(picture.alpha, 0.0, 1.0)),
        reflection_gain=gain,
        stops=stops,
    )
