"""Ink: a layout as a picture of its filled outlines, drawn by HarfBuzz's own rasteriser.

It fills by nonzero winding, which variable fonts need: their contours overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, pi
from typing import Final

import numpy as np
import numpy.typing as npt
import uharfbuzz as hb

from lib.engine.lettering.layout import Layout

_MARGIN: Final = 2  # empty samples on each side, so that neighbours may be read without a check


@dataclass(frozen=True, slots=True)
class Ink:
    """`cover` (rows, columns) uint8, 255 where all ink. A sample is 1 / scale pixels wide.

    The centre of the ink lies `centre` (x, y) samples from the upper left corner.
    """

    cover: npt.NDArray[np.uint8]
    scale: float
    centre: tuple[float, float]

    @property
    def area(self) -> float:
        """Square pixels."""
        return float(self.cover.sum(dtype=np.int64)) / 255.0 / self.scale**2

    @property
    def outline(self) -> float:
        """Pixels: how long the edge of the ink is, by how often rows and columns cross it (Cauchy)."""
        inside = self.cover >= 128
        crossings = sum(
            np.count_nonzero(one != other)
            for one, other in ((inside[1:], inside[:-1]), (inside[:, 1:], inside[:, :-1]))
        )
        return crossings * pi / 4 / self.scale


def fill(layout: Layout, scale: float) -> Ink:
    """Draw the outlines with so many samples to a pixel."""
    columns = ceil(layout.width * scale) + 2 * _MARGIN
    rows = ceil(layout.height * scale) + 2 * _MARGIN
    centre = columns / 2, rows / 2
    raster = hb.RasterDraw()
    raster.extents = hb.RasterExtents(0, 0, columns, rows, columns)
    for placed in layout.glyphs:
        unit = placed.glyph.em * layout.font_size * scale
        x, y = centre[0] + placed.x * scale, centre[1] + placed.y * scale
        raster.transform = (unit, 0.0, 0.0, -unit, x, y)
        raster.draw_glyph(placed.glyph.font, placed.glyph.id)
    image = raster.render()
    if image is None:
        raise MemoryError("No room for a picture of the caption.")
    cover = np.frombuffer(image.buffer, np.uint8).reshape(rows, -1)[:, :columns]
    return Ink(cover, scale, centre)
