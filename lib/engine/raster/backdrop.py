"""Backdrop: the scenery as it stands in the frame: plate and boats; the crowd on the near bank."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.camera import View
from lib.engine.frame import HIGH
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import read_only
from lib.engine.raster.layers import Rows, lay_crowd, lay_over, lay_plate
from lib.engine.scenery import Boat, Scenery
from lib.engine.scenery.core.blur import stretched

#: Light of a tower's pixel that answers fully, per unit of the caption's colour.
_ANSWER: Final = np.float32(0.62)
#: Radians a second: the wave of it climbs a facade in a few seconds.
_BEAT: Final = 1.7
_CLIMB: Final = 0.045  # radians a unit
#: Light of the rim of a head, and of a boat's superstructure, per unit of the caption's colour.
_RIM: Final = np.float32(0.11)
_HULL: Final = np.float32(0.012)

_SWAY: Final = 6.0  # units the crowd moves to and fro: the camera's hand
_SINK: Final = 160.0  # units that it is lower when what flies looks twice as large
_NOD: Final = 0.55  # units that heads go up and down ...
_BOUNCE: Final = 0.75  # ... and how much more when all of them film
_WAVE: Final = 1.3  # units that raised hands go up and down
_HANDS: Final = 26  # units from one to the next
_DOWN: Final = 46.0  # units that arms are lower before they go up
_UNSEEN: Final = 4e-4  # light that no eye sees, even on black
_STRETCH: Final = 2  # a reflection in moving water is longer than what it reflects
_SOFT: Final = 3  # pixels around it that its softened edge needs
_HIDES: Final = np.float32(0.55)  # of the city's reflection, a boat's hides so much
_NEAR_BOATS: Final = 0.8  # how much more than the city a boat at the frame's lower edge moves


@dataclass(frozen=True, slots=True)
class _Picture:
    """A small picture for `lay_over`, with an empty pixel on all sides for its sub-pixel moves."""

    light: Floats
    alpha: Floats
    rim: Floats
    first: int = 0  # the first row that is not empty

    @classmethod
    def of(cls, light: Floats, alpha: Floats) -> Self:
        alpha = np.pad(alpha, 1)
        return cls(
            read_only(np.pad(light, ((0, 0), (1, 1), (1, 1)))), read_only(alpha), read_only(alpha)
        )

    def lay(self, canvas: Floats, guard: int, tint: Floats, left: float, top: float) -> None:
        lay_over(
            canvas, guard, self.light, self.alpha, self.rim, tint, np.float32(left), np.float32(top)
        )


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
        self._boats = [(boat, _Picture.of(boat.rgb, boat.alpha)) for boat in scenery.boats]
        self._mirrored = [(boat, _upside_down(boat)) for boat in scenery.boats]

    def lay(
        self, canvas: Floats, sky: View, city: View, tint: Floats, answer: float, t: float
    ) -> None:
        """Draw sky and city down to the waterline, over whatever was on the canvas."""
        shore = self.shore(city)
        rows = min(max(math.floor(shore) + 1, 0), self._grid.height)
        lay_plate(
            canvas, self._grid.guard, self._sky, self._city, self._alpha, self._answer,
            self._sky_shows, self._scenery.first_row, rows,
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


@dataclass(frozen=True, slots=True)
class _Nodding:
    """People side by side who nod, each at a pace of their own."""

    places: Floats  # where each stands, pixels
    pace: Floats  # rad/s
    phase: Floats  # radians
    wide: int

    @classmethod
    def of(cls, wide: int, stride: float) -> Self:
        count = math.ceil(wide / stride) + 2
        pace, phase = np.random.default_rng(wide).random((2, count))
        return cls(np.arange(count) * stride, 1.3 + 2.6 * pace, 2 * np.pi * phase, wide)

    def at(self, t: float) -> Floats:
        """(wide,) about -1.5 to 1.5 for each column, interpolated between neighbours."""
        way = self.pace * t + self.phase
        nod = np.sin(way) + 0.5 * np.sin(2.3 * way)
        lifted: Floats = np.interp(np.arange(self.wide), self.places, nod).astype(np.float32)
        return lifted


class Crowd:
    """The people on the near bank. Phones that wake change it, so each renderer has its own."""

    def __init__(self, scenery: Scenery, grid: Grid) -> None:
        self._grid = grid
        self._people, self._phones = scenery.crowd_light, scenery.phones
        self._filming = 0.0
        self._light = self._people if self._phones is None else self._people.copy()
        seen = scenery.crowd_alpha + (0.0 if self._phones is None else self._phones.max(axis=0))
        self._picture = _Picture(
            read_only(self._light), read_only(scenery.crowd_alpha), read_only(scenery.crowd_rim),
            _first_row(self._people.max(axis=0) + seen),
        )  # fmt: skip
        wide = scenery.crowd_alpha.shape[1]
        self._heads = _Nodding.of(wide, scenery.crowd_stride * grid.frame.scale)
        self._raised = _Nodding.of(wide, _HANDS * grid.frame.scale)
        self._arms = (
            None
            if scenery.arms_alpha is None or scenery.arms_light is None or scenery.arms_rim is None
            else _Picture(
                read_only(scenery.arms_light),
                read_only(scenery.arms_alpha),
                read_only(scenery.arms_rim),
                _first_row(scenery.arms_light.max(axis=0) + scenery.arms_alpha),
            )
        )

    def lay(
        self,
        canvas: Floats,
        tint: Floats,
        moved: tuple[float, float],
        nearer: float,
        t: float,
        filming: float,
    ) -> None:
        """Draw the people before everything else. They move against the camera, which has `moved`
        so many units, and sink below it as it comes `nearer` to what flies (a share, as in Camera).

        filming  0 to 1: how brightly the screens shine that were dark at first
        """
        self._wake_phones(filming)
        h, w = self._picture.alpha.shape
        width, scale = self._grid.width, self._grid.frame.scale
        left = (width - w) / 2 + scale * (_SWAY * math.sin(0.25 * t) - 0.4 * moved[0])
        left = min(max(left, width - w + 1), 0)
        top = (
            self._grid.height - h + max(scale * (4 + _SINK * max(nearer, 0.0) - 0.3 * moved[1]), 1)
        )
        nod = scale * (_NOD + _BOUNCE * filming)
        self._lay(self._picture, canvas, tint, left, top, nod * self._heads.at(t))
        if self._arms is not None and filming > 0.0:
            low = top + scale * _DOWN * (1.0 - filming)
            self._lay(self._arms, canvas, tint, left, low, scale * _WAVE * self._raised.at(1.4 * t))

    def _lay(
        self, picture: _Picture, canvas: Floats, tint: Floats, left: float, top: float, lift: Floats
    ) -> None:
        lay_crowd(
            canvas, self._grid.guard, picture.light, picture.alpha, picture.rim, tint * _RIM,
            np.float32(left), np.float32(top), lift, picture.first,
        )  # fmt: skip

    def _wake_phones(self, filming: float) -> None:
        if self._phones is not None and filming != self._filming:
            np.multiply(self._phones, np.float32(filming), out=self._light)
            self._light += self._people
            self._filming = filming


@lru_cache(maxsize=3)
def backdrop_of(scenery: Scenery, grid: Grid) -> Backdrop:
    """The boats' reflections take longer to make than a frame."""
    return Backdrop(scenery, grid)


def _first_row(seen: Floats) -> int:
    """The first row of (h, w) that shows more than an eye can see; the last one if none does."""
    rows = np.append(seen.max(axis=1) > _UNSEEN, True)
    return min(int(np.argmax(rows)), len(seen) - 1)


def _bob(boat: Boat, t: float) -> float:
    return 0.6 * math.sin(1.1 * t + boat.x)


def _upside_down(boat: Boat) -> _Picture:
    """A boat's reflection: flipped, drawn out and softened, and fainter the deeper it lies."""
    light = np.stack([_in_water(plane) for plane in boat.rgb]) * boat.reflection_gain
    return _Picture.of(light.astype(np.float32), _in_water(boat.alpha) * _HIDES)


def _in_water(plane: Floats) -> Floats:
    drawn_out = np.repeat(np.pad(plane, ((_SOFT, 0), (_SOFT, _SOFT)))[::-1], _STRETCH, axis=0)
    fade = np.linspace(1, 0, len(drawn_out), dtype=np.float32)[:, None] ** np.float32(0.7)
    return (stretched(drawn_out, 0.8, 2.4) * fade).astype(np.float32)
