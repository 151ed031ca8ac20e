"""Overlay: a small picture that is laid over the frame and moves by fractions of a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.jit import read_only
from lib.engine.raster.layers import lay_over


@dataclass(frozen=True, slots=True)
class Overlay:
    """light (3, h, w), alpha and rim (h, w), as `lay_over` takes them."""

    light: Floats
    alpha: Floats
    rim: Floats
    first: int = 0  # the first row that is not empty

    @classmethod
    def of(cls, light: Floats, alpha: Floats, rim: Floats | None = None) -> Self:
        """With an empty pixel on all sides, for its moves. All of it shines unless there is a rim."""
        alpha = np.pad(alpha, 1)
        return cls(
            read_only(np.pad(light, ((0, 0), (1, 1), (1, 1)))),
            read_only(alpha),
            read_only(alpha if rim is None else np.pad(rim, 1)),
        )

    def lay(self, canvas: Floats, guard: int, tint: Floats, left: float, top: float) -> None:
        """Put its corner at (left, top), pixels of the frame."""
        lay_over(
            canvas, guard, self.light, self.alpha, self.rim, tint, np.float32(left), np.float32(top)
        )
