"""Canvas: many samples a pixel, painted back to front, in units of the frame and linear light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

Field = npt.NDArray[np.floating[Any]]

_NARROWEST: Final = 672  # units of the narrowest plate
SAMPLES: Final = 3  # a unit and axis: nine shades for the edge of a tower


def rgb(red: float, green: float, blue: float) -> Field:
    return np.array((red, green, blue), np.float32)


def tinted(amount: Field, colour: Field) -> Field:
    """(h, w) and one colour (3,) -> (h, w, 3)."""
    light: Field = amount[..., None] * colour
    return light


def smoothstep(low: float, high: float, value: Field) -> Field:
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    eased: Field = share * share * (3.0 - 2.0 * share)
    return eased


def bump(value: Field, centre: float | Field, width: float | Field) -> Field:
    """A Gaussian hill of height 1."""
    hill: Field = np.exp(-(((value - centre) / width) ** 2))
    return hill


def resized(
    field: Field, shape: tuple[int, int], how: Image.Resampling = Image.Resampling.BICUBIC
) -> Field:
    """One channel, (h, w) -> shape."""
    picture = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.asarray(picture.resize((shape[1], shape[0]), how), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of a canvas. x (1, w) and y (h, 1) are the samples' places in the frame, units."""

    rows: slice
    columns: slice
    x: Field
    y: Field

    @property
    def shape(self) -> tuple[int, int]:
        return (self.y.shape[0], self.x.shape[1])


class Canvas:
    """light (h, w, 3) premultiplied, cover (h, w), answer (h, w), in samples.

    width, height  pixels      left, top  units: where its corner lies in the frame
    scale          pixels a unit      samples  of each pixel, along either axis
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        left: float = 0,
        top: float = 0,
        scale: float = 1.0,
        samples: int = SAMPLES,
    ) -> None:
        self.left, self.top, self.width, self.height = left, top, width, height
        self.scale, self.samples = scale, samples
        self.right = left + width / scale
        shape = (height * samples, width * samples)
        self.light = np.zeros((*shape, 3), np.float32)
        self.cover = np.zeros(shape, np.float32)
        self.answer = np.zeros(shape, np.float32)

    def patch(self, left: float, top: float, right: float, bottom: float) -> Patch:
        """The samples within a rectangle of the frame, cut at the canvas's edges."""
        first, last = self._span(left - self.left, right - self.left, self.width)
        upper, lower = self._span(top - self.top, bottom - self.top, self.height)
        x = (np.arange(first, last, dtype=np.float32) + 0.5) / self.dense + self.left
        y = (np.arange(upper, lower, dtype=np.float32) + 0.5) / self.dense + self.top
        return Patch(slice(upper, lower), slice(first, last), x[None, :], y[:, None])

    def block(self, row: int, column: int, high: int, wide: int) -> Patch:
        """The samples of whole pixels: `high` rows and `wide` columns from a pixel of the canvas."""
        n = self.samples
        rows, columns = (
            np.arange(first * n, (first + size) * n, dtype=np.float32)
            for first, size in ((row, high), (column, wide))
        )
        return Patch(
            slice(row * n, (row + high) * n),
            slice(column * n, (column + wide) * n),
            ((columns + 0.5) / self.dense + self.left)[None, :],
            ((rows + 0.5) / self.dense + self.top)[:, None],
        )

    @property
    def dense(self) -> float:
        """Samples a unit."""
        return self.samples * self.scale

    def cells(self, across: int) -> int:
        """How many cells of noise fill the width, if `across` of them fill the narrowest format."""
        return round(across * (self.right - self.left) / _NARROWEST)

    def _span(self, start: float, end: float, size: int) -> tuple[int, int]:
        most = size * self.samples
        return (
            min(max(int(np.floor(start * self.dense)), 0), most),
            min(max(int(np.ceil(end * self.dense)), 0), most),
        )

    def paint(self, patch: Patch, cover: Field, light: Field, answer: Field | float = 0.0) -> None:
        """Lay light (h, w, 3) over what is there, as far as cover (h, w) says."""
        at = (patch.rows, patch.columns)
        left = 1.0 - cover
        self.light[at] = self.light[at] * left[..., None] + light * cover[..., None]
        self.cover[at] = self.cover[at] * left + cover
        self.answer[at] = self.answer[at] * left + answer * cover

    def shine(self, patch: Patch, light: Field) -> None:
        """Add light (h, w, 3) to what is there: lamps, beacons."""
        self.light[patch.rows, patch.columns] += light

    def pixels(self) -> tuple[Field, Field, Field]:
        """Return light (h, w, 3), cover and answer (h, w), averaged over each pixel's samples."""
        n = self.samples
        return averaged(self.light, n), averaged(self.cover, n), averaged(self.answer, n)


def averaged(samples: Field, n: int = SAMPLES) -> Field:
    """(h * n, w * n, ...) -> (h, w, ...)."""
    rows, columns, *rest = samples.shape
    lower = samples.reshape(rows // n, n, columns, *rest).sum(axis=1)
    sums: Field = lower.reshape(rows // n, columns // n, n, *rest).sum(axis=2)
    return sums / np.float32(n**2)


def edge(distance: Field) -> Field:
    """Units inside an outline (negative: outside) -> coverage, soft over one sample."""
    cover: Field = np.clip(distance * SAMPLES + 0.5, 0.0, 1.0)
    return cover
