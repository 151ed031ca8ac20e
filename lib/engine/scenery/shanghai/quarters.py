"""Quarters of Lujiazui: buildings that stand together stay together; a wider frame has room between.

A quarter is known by the x that its buildings have in the video API's own format.
"""

from __future__ import annotations

from typing import Final

from lib.engine.scenery.core.plate import MARGIN_X, Plan
from lib.format import PORTRAIT

#: x from and to, and the x that says how far the quarter moves; the outer two keep to the sides.
_QUARTERS: Final = ((50.0, 240.0, 150.0), (240.0, 360.0, 300.0), (360.0, 545.0, 430.0))
_APART: Final = 0.62  # how far they spread as the frame widens
_ROOM: Final = 16.0  # units left free beside a quarter


def quarter(x: float, plan: Plan) -> float:
    """How far a building at x moves to the right, units."""
    if x < _QUARTERS[0][0]:
        return 0.0
    for _, end, middle in _QUARTERS:
        if x < end:
            return plan.moved(middle, _APART) - middle
    return plan.frame.width - PORTRAIT.width


def gaps(plan: Plan) -> list[tuple[float, float]]:
    """X from and to between the quarters, where there is room for more than two towers."""
    starts = [start + quarter(start, plan) for start, _, _ in _QUARTERS]
    ends = [end + quarter(end - 1, plan) for _, end, _ in _QUARTERS]
    right = 545.0 + plan.frame.width - PORTRAIT.width
    free = zip((50.0, *ends), (*starts, right), strict=True)
    return [(left, end - _ROOM) for left, end in free if end - left > 2 * MARGIN_X]
