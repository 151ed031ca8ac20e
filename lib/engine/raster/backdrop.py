"""Backdrop: the scenery as it stands in the frame: plate and boats."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.camera import View
from lib.engine.frame import HIGH
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import read_only
from lib.engine.raster.layers import Indices, Rows, lay_plate
from lib.engine.raster.overlay import Overlay
from lib.engine.scenery import Boat, Scenery
from lib.engine.scenery.core.blur import stretched

#: Light of a tower's pixel that answers fully, per unit of the caption's colour.
_ANSWER: Final = np.float32(0.62)
#: Radians a second: the wave of it climbs a facade in a few seconds.
_BEAT: Final = 1.7
_CLIMB: Final = 0.045  # radians a unit
#: Light of a boat's superstructure, per unit of the caption's colour.
_HULL: Final = np.float32(0.012)

_STRETCH: Final = 2  # a reflection in moving water is longer than what it reflects
_SOFT: Final = 3  # pixels around it that its softened edge needs
_HIDES: Final = np.float32(0.55)  # of the city's reflection, a boat's hides so much
_NEAR_BOATS: Final = 0.8  # how much more than the city a boat at the frame's lower edge moves


class Backdrop:
    """All of the scenery but water, searchlights and crowd. It reads the scenery's arrays in place.

    It never changes, so `backdrop_of` shares one between all who draw the same place.
    """

    def __init__(self, scenery: Scenery, grid: Grid) -> None:
        self._scenery, self._grid = scenery, grid
        self._scale = grid.frame.scale
        self.waterline = scenery.waterline
        self.margin_x = scenery.margin_x
        self._sky, self._city = read_only(scenery.sky), read_only(scenery.city)
        self._alpha, self._answer = read_only(scenery.alpha), read_only(scenery.answer)
        bare: Rows = np.any(self._alpha < np.float32(1.0), axis=1)
        self._sky_shows = bare | np.append(bare[1:], False)
        self._spans = _spans(self._alpha + self._answer + self._city.max(axis=0))
        self._boats = [(boat, Overlay.of(boat.rgb, boat.alpha)) for boat in scenery.boats]
        self._mirrored = [(boat, _upside_down(boat)) for boat in scenery.boats]

    def lay(
        self, canvas: Floats, sky: View, city: View, tint: Floats, answer: float, t: float
    ) -> None:
        """Draw sky and city down to the waterline, over whatever was on the canvas."""
        shore = self.shore(city)
        rows = min(max(math.floor(shore) + 1, 0), self._grid.height)
        lay_plate(
            canvas, self._grid.guard, self._sky, self._city, self._alpha, self._answer,
            self._sky_shows, self._spans, rows,
            np.array([self._on_plate(sky), self._on_plate(city)], np.float32),
            tint * _ANSWER, np.float32(answer), np.float32(_BEAT * t),
            np.float32(_CLIMB) / self._grid.scale,
        )  # fmt: skip

    def shore(self, city: View) -> float:
        """The frame's row where the water begins, in fractions of a pixel."""
        return (self.waterline - self._scale * city.top) / city.step

    def _on_plate(self, view: View) -> tuple[float, float, float]:
        """Left, top and step of a view in the plate's pixels."""
        margin_x, margin_y = self._scenery.margin_x, self._scenery.margin_y
        return margin_x + self._scale * view.left, margin_y + self._scale * view.top, view.step

    def lay_boats(self, canvas: Floats, city: View, tint: Floats, t: float) -> None:
        for boat, picture in self._boats:
            x, y = self._afloat(boat, city, t)
            left = x - picture.alpha.shape[1] / 2
            foot = y + self._scale * _bob(boat, t) + 1 - picture.alpha.shape[0]
            picture.lay(canvas, self._grid.guard, tint * _HULL, left, foot)

    def mirror_boats(self, picture: Floats, city: View, t: float) -> None:
        """Lay the boats' reflections on a picture whose first row is the waterline."""
        dark = np.zeros(3, np.float32)
        shore = self.shore(city)
        for boat, mirrored in self._mirrored:
            x, y = self._afloat(boat, city, t)
            left = x - mirrored.alpha.shape[1] / 2
            top = y - self._scale * _bob(boat, t) - 1 - shore
            mirrored.lay(picture, self._grid.guard, dark, left, top)

    def _afloat(self, boat: Boat, city: View, t: float) -> tuple[float, float]:
        """Where the boat's middle meets the water, pixels of the frame. Near boats move more."""
        shore = self.waterline / self._scale
        near = 1.0 + _NEAR_BOATS * (boat.y - shore) / (HIGH - shore)
        x = (boat.at(t) - near * city.left) / city.step
        y = (boat.y - city.top) / city.step
        return self._scale * x, self._scale * y


@lru_cache(maxsize=3)
def backdrop_of(scenery: Scenery, grid: Grid) -> Backdrop:
    """The boats' reflections take longer to make than a frame."""
    return Backdrop(scenery, grid)


def _spans(seen: Floats) -> Indices:
    """(h, 2): the columns from which to which anything of (h, w) is seen in a row or the next one."""
    there = seen > 0.0
    there[:-1] |= there[1:]
    wide = there.shape[1]
    some = there.any(axis=1)
    first, last = there.argmax(axis=1), wide - there[:, ::-1].argmax(axis=1)
    return np.stack([np.where(some, first, wide), np.where(some, last, 0)], axis=1).astype(np.int64)


def _bob(boat: Boat, t: float) -> float:
    return 0.6 * math.sin(1.1 * t + boat.x)


def _upside_down(boat: Boat) -> Overlay:
    """A boat's reflection: flipped, drawn out and softened, and fainter the deeper it lies."""
    light = np.stack([_in_water(plane) for plane in boat.rgb]) * boat.reflection_gain
    return Overlay.of(light.astype(np.float32), _in_water(boat.alpha) * _HIDES)


def _in_water(plane: Floats) -> Floats:
    drawn_out = np.repeat(np.pad(plane, ((_SOFT, 0), (_SOFT, _SOFT)))[::-1], _STRETCH, axis=0)
    fade = np.linspace(1, 0, len(drawn_out), dtype=np.float32)[:, None] ** np.float32(0.7)
    return (stretched(drawn_out, 0.8, 2.4) * fade).astype(np.float32)
