"""A square of squares that looks like a code to scan, and is not one."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import Points, columns, figure

_Modules = npt.NDArray[np.bool_]

#: Modules a side. Real codes have 21, 25, 29 …: every reader refuses these sizes, so
#: that no picture in the sky can send anybody's phone anywhere.
_SIDES: Final = (19, 23, 27, 31, 35, 39)
_DOTS: Final = (2, 3, 4)  # drones along a module's edge
_CORNER: Final = 7  # modules of a finder, the large square in three of the corners
_SIZE: Final = 430.0  # pixels, at most
_RAISED: Final = 42.0  # pixels: clear of the towers
_FULL: Final = 0.47  # the share of free modules that shine best


def code(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Three finders, two lines of timing, and modules by lot; flat, and turning to and fro."""
    side, dots = min(product(_SIDES, _DOTS), key=lambda grid: _misfit(n, *grid))
    fixed, free = _frame(side), _free(side)
    rng = np.random.default_rng(n)
    lit = fixed | _drawn(free, n // dots**2 - int(fixed.sum()), rng)
    pitch = min(_SIZE / (side * dots), 10.6)
    places = _filled(lit, free & ~lit, n, dots)
    rim = np.abs(places - (side * dots - 1) / 2).max(axis=1) / (side * dots / 2)
    x, y = ((places - (side * dots - 1) / 2) * pitch).T
    finder = fixed[tuple(np.flip(places // dots, axis=1).T.astype(int))]
    hue = np.where(finder, 0.02 + 0.06 * rim, 0.42 + 0.5 * (x + y + _SIZE) / (2 * _SIZE))
    return figure(
        columns(x, y - _RAISED, np.zeros(n)),
        hue,
        centre,
        palette,
        spin=np.zeros(n),  # edge-on it would be a line
        sway=0.5,
        gesture=Gesture(swim=5.0),
        shade=0.5,
        hover=4.0,
    )


def _misfit(n: int, side: int, dots: int) -> float:
    """How far from well filled a grid is with n drones; those of too few or too many are last."""
    free = int(_free(side).sum())
    wanted = n // dots**2 - int(_frame(side).sum())
    return abs(wanted / free - _FULL) + (10.0 if not 0 <= wanted < free else 0.02 * dots)


def _frame(side: int) -> _Modules:
    """The modules that shine in every code of this size: finders and timing."""
    square = np.ones((_CORNER, _CORNER), np.bool_)
    square[1:-1, 1:-1] = False
    square[2:-2, 2:-2] = True
    lit = np.zeros((side, side), np.bool_)
    lit[:_CORNER, :_CORNER] = lit[:_CORNER, -_CORNER:] = lit[-_CORNER:, :_CORNER] = square
    timing = np.arange(_CORNER + 1, side - _CORNER - 1, 2)
    lit[_CORNER - 1, timing] = lit[timing, _CORNER - 1] = True
    return lit


def _free(side: int) -> _Modules:
    """The modules that may shine or not: all but finders, what keeps them apart, and timing."""
    free = np.ones((side, side), np.bool_)
    apart = _CORNER + 1
    free[:apart, :apart] = free[:apart, -apart:] = free[-apart:, :apart] = False
    free[_CORNER - 1] = free[:, _CORNER - 1] = False
    return free


def _drawn(free: _Modules, count: int, rng: np.random.Generator) -> _Modules:
    lit = np.zeros_like(free)
    rows, columns = np.nonzero(free)
    chosen = rng.permutation(len(rows))[: max(count, 0)]
    lit[rows[chosen], columns[chosen]] = True
    return lit


def _filled(lit: _Modules, spare: _Modules, n: int, dots: int) -> Points:
    """(n, 2): column and row of each drone; what does not fill a module begins one more."""
    inside = np.array(list(product(range(dots), repeat=2)))
    corners = np.flip(np.concatenate([np.argwhere(lit), np.argwhere(spare)]), axis=1) * dots
    places: Points = (corners[:, None] + inside[None]).reshape(-1, 2)[:n].astype(np.float64)
    return places
