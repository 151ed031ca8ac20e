"""Sketch: shapes drawn by Pillow onto float light, for small things such as people and boats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from lib.engine.scenery.core.blur import blurred
from lib.engine.scenery.core.canvas import Field

FINE: Final = 5  # samples a pixel and axis

Point = tuple[float, float]


class Stencil:
    """A silhouette in the making: shapes in units, united, on a picture of width x height units."""

    def __init__(self, width: int, height: int, scale: float = 1.0) -> None:
        self.scale = scale
        self._fine = FINE * scale
        size = math.ceil(width * scale) * FINE, math.ceil(height * scale) * FINE
        self._picture = Image.new("L", size, 0)
        self._draw = ImageDraw.Draw(self._picture)

    def ellipse(self, centre: Point, across: float, down: float) -> Stencil:
        (x, y), f = centre, self._fine
        self._draw.ellipse(
            ((x - across) * f, (y - down) * f, (x + across) * f, (y + down) * f), fill=255
        )
        return self

    def polygon(self, points: Sequence[Point]) -> Stencil:
        self._draw.polygon([(x * self._fine, y * self._fine) for x, y in points], fill=255)
        return self

    def limb(self, points: Sequence[Point], widths: Sequence[float]) -> Stencil:
        """A chain of round joints and the tapering pieces between them."""
        for point, width in zip(points, widths, strict=True):
            self.ellipse(point, width / 2, width / 2)
        for (a, wa), (b, wb) in zip(
            list(zip(points, widths, strict=True))[:-1],
            list(zip(points, widths, strict=True))[1:],
            strict=True,
        ):
            self.polygon(_piece(a, wa, b, wb))
        return self

    def line(self, points: Sequence[Point], width: float) -> Stencil:
        return self.limb(points, [width] * len(points))

    def box(self, left: float, top: float, right: float, bottom: float) -> Stencil:
        return self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)])

    def rim(self, width: float) -> Field:
        """(h, w) 0 to 1: the edge that light from above catches, `width` units wide."""
        return rim(self.fine(), width * self.scale)

    def fine(self) -> Field:
        """(h * FINE, w * FINE) 0 or 1."""
        return np.asarray(self._picture, dtype=np.float32) / np.float32(255)

    def cover(self) -> Field:
        """(h, w) 0 to 1."""
        return reduced(self.fine())


def _piece(a: Point, wa: float, b: Point, wb: float) -> list[Point]:
    along = np.array((b[0] - a[0], b[1] - a[1]))
    across = np.array((-along[1], along[0])) / max(float(np.hypot(*along)), 1e-6) / 2
    corners = (a + across * wa, b + across * wb, b - across * wb, a - across * wa)
    return [(float(x), float(y)) for x, y in corners]


def reduced(fine: Field) -> Field:
    rows, columns = fine.shape[0] // FINE, fine.shape[1] // FINE
    means: Field = fine.reshape(rows, FINE, columns, FINE).mean(axis=(1, 3), dtype=np.float32)
    return means


def rim(fine: Field, width: float) -> Field:
    """The edge of a silhouette that light from above catches, `width` pixels: (h, w) 0 to 1."""
    shift = max(round(width * FINE), 1)
    lower = np.zeros_like(fine)
    lower[shift:] = fine[:-shift]
    return reduced(fine * np.clip(1.0 - blurred(lower, 0.45 * width * FINE), 0.0, 1.0))


class Picture:
    """light (h, w, 3) premultiplied and alpha (h, w), painted back to front. Lengths are units."""

    def __init__(self, width: int, height: int, scale: float = 1.0) -> None:
        self.width, self.height, self.scale = width, height, scale
        shape = math.ceil(height * scale), math.ceil(width * scale)
        self.light: Field = np.zeros((*shape, 3), np.float32)
        self.alpha: Field = np.zeros(shape, np.float32)

    def stencil(self) -> Stencil:
        return Stencil(self.width, self.height, self.scale)

    @property
    def rows(self) -> Field:
        """(h, 1): where each row of pixels lies, units from the top."""
        rows: Field = np.arange(self.light.shape[0], dtype=np.float32)[:, None]
        return rows / np.float32(self.scale)

    def paint(self, cover: Field, colour: Field) -> None:
        """Colour (3,) or (h, w, 3)."""
        left = 1.0 - cover
        self.light = self.light * left[..., None] + cover[..., None] * colour
        self.alpha = self.alpha * left + cover

    def glow(self, sigma: float, weight: float) -> None:
        """Let what is bright spill over."""
        self.light = self.light + np.float32(weight) * blurred(
            np.minimum(self.light, 4.0), sigma * self.scale
        )
