"""Grid: the pixels of a frame, its canvas, and the low buffers that glow and reflections live in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import Frame

#: Width and height of a low buffer's pixel, about, in units.
_COARSE: Final = 4
_GUARD: Final = 16


@dataclass(frozen=True, slots=True)
class Grid:
    frame: Frame

    @property
    def width(self) -> int:
        return self.frame.format.width

    @property
    def height(self) -> int:
        return self.frame.format.height

    @property
    def scale(self) -> np.float32:
        """Pixels a unit."""
        return np.float32(self.frame.scale)

    @property
    def low(self) -> int:
        """A low buffer has one pixel for `low` x `low` pixels of the frame, which it divides evenly."""
        return next(
            size
            for size in count(round(_COARSE * self.frame.scale))
            if self.width % size == 0 and self.height % size == 0
        )

    @property
    def fineness(self) -> float:
        """How many low pixels _COARSE units are wide: about 1, and 1 at one pixel a unit."""
        return _COARSE * self.frame.scale / self.low

    @property
    def guard(self) -> int:
        """Pixels around a canvas, on all sides, that kernels may draw on and nobody sees.

        A light on the edge needs no clipping: half a sprite lies outside, and half of its row.
        """
        return _GUARD if self.frame.scale == 1 else 2 * _GUARD

    def canvas(self, rows: int | None = None) -> Floats:
        """(3, rows + 2 guard, width + 2 guard) of linear light, all dark."""
        high = self.height if rows is None else rows
        return np.zeros((3, high + 2 * self.guard, self.width + 2 * self.guard), np.float32)

    def low_buffer(self, halvings: int = 0) -> Floats:
        """(3, height, width) of the frame over `low`, halved so many times; all dark."""
        size = self.low << halvings
        return np.zeros((3, self.height // size, self.width // size), np.float32)
