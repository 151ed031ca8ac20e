"""Foreground: what is nearer than all that flies: the people on the near bank, and what passes by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import read_only
from lib.engine.raster.layers import lay_crowd
from lib.engine.raster.overlay import Overlay
from lib.engine.scenery import Scenery
from lib.engine.show import Passage

#: Light of the rim of a head, per unit of the caption's colour.
_RIM: Final = np.float32(0.11)
_SWAY: Final = 6.0  # units the crowd moves to and fro: the camera's hand
_SINK: Final = 160.0  # units that it is lower when what flies looks twice as large
_NOD: Final = 0.55  # units that heads go up and down ...
_BOUNCE: Final = 0.75  # ... and how much more when all of them film
_WAVE: Final = 1.3  # units that raised hands go up and down
_HANDS: Final = 26  # units from one to the next
_DOWN: Final = 46.0  # units that arms are lower before they go up
_UNSEEN: Final = 4e-4  # light that no eye sees, even on black
_CLOSE: Final = 1.7  # how much more than the city what passes close by moves against the camera


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
        self._picture = Overlay(
            read_only(self._light), read_only(scenery.crowd_alpha), read_only(scenery.crowd_rim),
            _first_row(self._people.max(axis=0) + seen),
        )  # fmt: skip
        wide = scenery.crowd_alpha.shape[1]
        self._heads = _Nodding.of(wide, scenery.crowd_stride * grid.frame.scale)
        self._raised = _Nodding.of(wide, _HANDS * grid.frame.scale)
        self._arms = (
            None
            if scenery.arms_alpha is None or scenery.arms_light is None or scenery.arms_rim is None
            else Overlay(
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
        self, picture: Overlay, canvas: Floats, tint: Floats, left: float, top: float, lift: Floats
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


class Front:
    """What stands in front of the words for a moment; see Passage."""

    def __init__(self, scenery: Scenery, passage: Passage | None, grid: Grid) -> None:
        self._grid, self._passage = grid, passage
        light, alpha = scenery.front_light, scenery.front_alpha
        self._picture = (
            None
            if passage is None or light is None or alpha is None
            else Overlay.of(light, alpha, scenery.front_rim)
        )

    def lay(
        self,
        canvas: Floats,
        tint: Floats,
        moved: tuple[float, float],
        t: float,
        *,
        before_people: bool,
    ) -> None:
        """Draw it, if it is its turn: some pass before the people and some behind them.

        moved  units by which the camera has moved, right and down
        """
        if self._picture is None or self._passage is None:
            return
        if self._passage.before_people != before_people:
            return
        x, y = self._passage.at(t)
        high, wide = self._picture.alpha.shape
        scale = self._grid.frame.scale
        self._picture.lay(
            canvas, self._grid.guard, tint * _RIM,
            scale * (x - _CLOSE * moved[0]) - wide / 2, scale * (y - moved[1]) - high / 2,
        )  # fmt: skip


def _first_row(seen: Floats) -> int:
    """The first row of (h, w) that shows more than an eye can see; the last one if none does."""
    rows = np.append(seen.max(axis=1) > _UNSEEN, True)
    return min(int(np.argmax(rows)), len(seen) - 1)
