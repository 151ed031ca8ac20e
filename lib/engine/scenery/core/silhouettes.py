"""Silhouettes: what stands nearest to the viewer, painted from back to front as one dark picture."""

from __future__ import annotations

import math

import numpy as np

from lib.engine.scenery.core.blur import blurred
from lib.engine.scenery.core.canvas import Field
from lib.engine.scenery.core.plate import CROWD_HIGH, Plan
from lib.engine.scenery.core.sketch import Stencil, reduced, rim


class Silhouettes:
    """alpha (h, w), light (h, w, 3), rim (h, w), painted from the balustrade to the nearest row.

    phones (h, w, 3) is the light of screens that are dark until the words can be read.
    """

    def __init__(self, plan: Plan) -> None:
        shape = plan.crowd_rows, plan.crowd_width
        self.plan, self.scale = plan, plan.scale
        self.wide = plan.crowd_width / plan.scale  # units
        self.alpha: Field = np.zeros(shape, np.float32)
        self.rim: Field = np.zeros(shape, np.float32)
        self.light: Field = np.zeros((*shape, 3), np.float32)
        self.phones: Field = np.zeros((*shape, 3), np.float32)
        self._screens, self._dark_screens = np.zeros_like(self.light), np.zeros_like(self.light)

    def stand(self, left: float, top: float, fine: Field, colour: Field, edge: float) -> None:
        """Put a silhouette before all that is there, in one colour or in (h, w, 3) of them.

        left, top  units: its corner      edge  units: how wide a rim light
        from above draws; 0 for none.
        """
        outer, inner = self._overlap(left, top, fine)
        cover = reduced(fine)[inner]
        kept = 1.0 - cover
        coat = colour[inner] if colour.ndim == 3 else colour
        self.light[outer] = self.light[outer] * kept[..., None] + cover[..., None] * coat
        self.alpha[outer] = self.alpha[outer] * kept + cover
        line = rim(fine, edge * self.scale)[inner] if edge else 0.0
        self.rim[outer] = self.rim[outer] * kept + line
        for screens in (self._screens, self._dark_screens):
            screens[outer] *= kept[..., None]

    def shine(self, left: float, top: float, fine: Field, light: Field, *, waits: bool) -> None:
        """Add part of a phone's screen. A screen that `waits` is dark at first."""
        outer, inner = self._overlap(left, top, fine)
        cover = reduced(fine)[inner][..., None]
        screens = self._dark_screens if waits else self._screens
        screens[outer] = screens[outer] * (1.0 - cover) + cover * light

    def switch_on(self) -> None:
        """Add the screens and their glow, once everybody stands."""
        self.light = self.light + _glowing(self._screens, self.scale)
        self.phones = _glowing(self._dark_screens, self.scale)

    def stencil(self, width: int | None = None, height: int | None = None) -> Stencil:
        """Return an empty stencil. Units; it is as large as the picture unless told otherwise."""
        whole = math.ceil(self.wide), CROWD_HIGH
        return Stencil(width or whole[0], height or whole[1], self.scale)

    def _overlap(
        self, left: float, top: float, fine: Field
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        """The part of the picture that a stencil lies on, and that part of the stencil."""
        (rows, columns), (high, wide) = reduced(fine).shape, self.alpha.shape
        x, y = round(left * self.scale), round(top * self.scale)
        first, last = max(x, 0), min(x + columns, wide)
        upper, lower = max(y, 0), min(y + rows, high)
        outer = (slice(upper, lower), slice(first, max(last, first)))
        inner = (slice(upper - y, lower - y), slice(first - x, max(last, first) - x))
        return outer, inner


def _glowing(screens: Field, scale: float) -> Field:
    near, far = blurred(screens, 2.2 * scale), blurred(screens, 6.5 * scale)
    light: Field = screens + 0.22 * near + 0.38 * far
    return light
