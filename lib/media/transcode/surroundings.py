"""Surroundings: the film's own surroundings, mirrored at its edges, blurred and darkened.

Mirroring keeps skyline and waterline at their heights, so the frame reads as one place. All of it
is linear: a picture's small copy times one matrix for its rows and one for its columns gives the
blurred, mirrored and darkened surroundings at full size, before a static dither hides the steps
of eight bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

#: A small copy's pixel stands for this many of the film, either way.
COARSE: Final = 16

_BLUR: Final = 0.024  # sigma as a share of the frame's longer inner side
_NEAR: Final = 0.80  # brightness beside the film's edge
_FAR: Final = 0.36  # and far away from it
_REACH: Final = 0.10  # of the frame's size: how fast it darkens


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the film stands in a frame: even pixels, never cropped, in the middle."""

    frame: tuple[int, int]  # width, height
    left: int
    top: int
    width: int
    height: int

    @classmethod
    def of(cls, film: tuple[int, int], frame: tuple[int, int]) -> Self:
        """Place the film as large as it fits. Stretch it by less than 2 % rather than leave a sliver."""
        scale = min(frame[0] / film[0], frame[1] / film[1])
        width, height = (
            whole if side * scale > 0.98 * whole else 2 * round(side * scale / 2)
            for side, whole in zip(film, frame, strict=True)
        )
        left, top = (
            (whole - side) // 4 * 2 for whole, side in zip(frame, (width, height), strict=True)
        )
        return cls(frame, left, top, width, height)

    @property
    def fills(self) -> bool:
        return (self.width, self.height) == self.frame

    def halved(self) -> Placement:
        """Return the same placement on a plane of chroma."""
        sides = self.frame[0] // 2, self.frame[1] // 2
        return Placement(sides, self.left // 2, self.top // 2, self.width // 2, self.height // 2)


class Surroundings:
    """One plane's surroundings. `neutral` is the plane's black: 16 for luma, 128 for chroma."""

    def __init__(self, place: Placement, small: tuple[int, int], neutral: int) -> None:
        """`small` is the (width, height) of the plane's small copy."""
        self._neutral = np.float32(neutral)
        sigma = _BLUR * max(place.width, place.height)
        width, height = place.frame
        rows = _spread(height, place.top, place.height, small[1], sigma)
        columns = _spread(width, place.left, place.width, small[0], sigma)
        rng = np.random.default_rng(7)
        self._strips = [
            _Strip(where, rows[where[0]], columns[where[1]].T, rng) for where in _around(place)
        ]

    def draw(self, small: Plane, out: Plane) -> None:
        """Write what lies around the film onto the plane `out`."""
        light = small.astype(np.float32) - self._neutral
        for strip in self._strips:
            strip.draw(light, self._neutral, out)


class _Strip:
    """A rectangle of the surroundings and the matrices that make it."""

    def __init__(
        self, where: tuple[slice, slice], rows: Floats, columns: Floats, rng: np.random.Generator
    ) -> None:
        self._where = where
        self._rows = rows
        self._columns = columns
        self._dither = rng.random((len(rows), columns.shape[1]), np.float32)

    def draw(self, light: Floats, neutral: np.float32, out: Plane) -> None:
        spread = self._rows @ (light @ self._columns)
        spread += self._dither
        spread += neutral
        out[self._where] = spread.astype(np.uint8)  # rounds down, after up to one of dither


def _around(place: Placement) -> list[tuple[slice, slice]]:
    """Return what the film leaves free of the frame, as rows and columns."""
    width, height = place.frame
    right, bottom = place.left + place.width, place.top + place.height
    strips = [
        (slice(0, height), slice(0, place.left)),
        (slice(0, height), slice(right, width)),
        (slice(0, place.top), slice(place.left, right)),
        (slice(bottom, height), slice(place.left, right)),
    ]
    return [
        (rows, columns)
        for rows, columns in strips
        if rows.start < rows.stop and columns.start < columns.stop
    ]


def _spread(whole: int, start: int, length: int, small: int, sigma: float) -> Floats:
    """Return (whole, small): each place's share of the small copy, mirrored, blurred and darkened.

    The film lies from `start` on, `length` long; all in pixels, `small` in pixels of the copy.
    """
    place = (np.arange(whole) + 0.5 - start) / length
    folded = np.abs((place + 1.0) % 2.0 - 1.0)  # 0 to 1, there and back
    knots = (np.arange(small) + 0.5) / small
    images = np.stack([knots, -knots, 2.0 - knots])
    distance = (folded[None, :, None] - images[:, None, :]) * (length / sigma)
    weights = np.exp(-0.5 * distance**2).sum(axis=0)
    weights /= weights.sum(axis=1, keepdims=True)
    away = np.maximum(np.maximum(-place, place - 1.0), 0.0) * length / whole
    dark = _FAR + (_NEAR - _FAR) * np.exp(-away / _REACH)
    dark[away == 0.0] = 1.0
    return np.asarray(weights * dark[:, None], np.float32)
