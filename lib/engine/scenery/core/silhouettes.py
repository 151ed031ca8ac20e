"""Silhouettes: what stands nearest to the viewer, painted from back to front as one dark picture."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.blur import blurred
from lib.engine.scenery.core.canvas import Field
from lib.engine.scenery.core.plate import CROWD_MARGIN, CROWD_ROWS
from lib.engine.scenery.core.sketch import reduced, rim
from lib.engine.show import WIDTH

CROWD_WIDTH: Final = WIDTH + 2 * CROWD_MARGIN


class Silhouettes:
    """alpha (h, w), light (h, w, 3), rim (h, w), painted from the balustrade to the nearest row.

    phones (h, w, 3) is the light of screens that are dark until the words can be read.
    """

    def __init__(self) -> None:
        self.alpha: Field = np.zeros((CROWD_ROWS, CROWD_WIDTH), np.float32)
        self.rim: Field = np.zeros((CROWD_ROWS, CROWD_WIDTH), np.float32)
        self.light: Field = np.zeros((CROWD_ROWS, CROWD_WIDTH, 3), np.float32)
        self.phones: Field = np.zeros((CROWD_ROWS, CROWD_WIDTH, 3), np.float32)
        self._screens, self._dark_screens = np.zeros_like(self.light), np.zeros_like(self.light)

    def stand(self, left: int, top: int, fine: Field, colour: Field, edge: float) -> None:
        """A silhouette in front of all that is there, in one colour or in (h, w, 3) of them.

        `edge` is the width in pixels of the rim that light from above draws; 0 for none.
        """
        outer, inner = _overlap(left, top, fine)
        cover = reduced(fine)[inner]
        kept = 1.0 - cover
        coat = colour[inner] if colour.ndim == 3 else colour
        self.light[outer] = self.light[outer] * kept[..., None] + cover[..., None] * coat
        self.alpha[outer] = self.alpha[outer] * kept + cover
        line = rim(fine, edge)[inner] if edge else 0.0
        self.rim[outer] = self.rim[outer] * kept + line
        for screens in (self._screens, self._dark_screens):
            screens[outer] *= kept[..., None]

    def shine(self, left: int, top: int, fine: Field, light: Field, *, waits: bool) -> None:
        """Part of a phone's screen; one that `waits` is dark at first."""
        outer, inner = _overlap(left, top, fine)
        cover = reduced(fine)[inner][..., None]
        screens = self._dark_screens if waits else self._screens
        screens[outer] = screens[outer] * (1.0 - cover) + cover * light

    def switch_on(self) -> None:
        """Add the screens and their glow, once everybody stands."""
        self.light = self.light + _glowing(self._screens)
        self.phones = _glowing(self._dark_screens)


def _glowing(screens: Field) -> Field:
    light: Field = screens + 0.22 * blurred(screens, 2.2) + 0.38 * blurred(screens, 6.5)
    return light


def _overlap(left: int, top: int, fine: Field) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The part of the crowd that a stencil lies on, and that part of the stencil."""
    rows, columns = reduced(fine).shape
    first, last = max(left, 0), min(left + columns, CROWD_WIDTH)
    upper, lower = max(top, 0), min(top + rows, CROWD_ROWS)
    outer = (slice(upper, lower), slice(first, max(last, first)))
    inner = (slice(upper - top, lower - top), slice(first - left, max(last, first) - left))
    return outer, inner
