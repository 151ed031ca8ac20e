"""The three planes of a frame, and what tests read in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster import Plane

Planes = tuple[Plane, Plane, Plane]
#: show, scenery, second -> the planes of that frame (a fixture of conftest)
Draw = Callable[..., Planes]

BLACK: Final = 16
GREY: Final = 128
SURELY_WATER: Final = 880  # a row below the waterline, wherever the camera is


def brightness(frame: Planes) -> Floats:
    """Return its light above black, in levels."""
    return frame[0].astype(np.float32) - BLACK
