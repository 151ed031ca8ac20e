"""A mast that passes close by: the boat below it is hidden by the people on the bank."""

from __future__ import annotations

from typing import Final

from lib.engine.scenery.core.canvas import Field, rgb, tinted
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.core.sketch import Picture, Point, Stencil

WIDE: Final = 66
HIGH: Final = 800
_MIDDLE: Final = WIDE / 2
_SPREADERS: Final = ((210.0, 17.0), (455.0, 24.0))  # y, half as wide as they are
_POLE: Final = rgb(0.010, 0.010, 0.015)
_WIRE: Final = rgb(0.016, 0.016, 0.022)
_BULB: Final = rgb(1.7, 1.05, 0.45)
_LAMP: Final = rgb(3.0, 2.8, 2.3)
_PENNANT: Final = rgb(0.26, 0.030, 0.022)


def mast(plan: Plan) -> tuple[Picture, Field]:
    """The picture, and the edge that takes the caption's colour."""
    picture = Picture(WIDE, HIGH, plan.scale)
    wires = picture.stencil()
    for side in (-1, 1):
        wires.line([(_MIDDLE, 40.0), *_ends(side), (_MIDDLE + 30.0 * side, HIGH)], 0.8)
    picture.paint(0.8 * wires.cover(), _WIRE)
    pole = _pole(picture)
    picture.paint(pole.cover(), _POLE)
    edge = pole.rim(1.2)
    picture.light = picture.light + tinted(edge, rgb(0.045, 0.034, 0.050))
    flag = [(_MIDDLE + 1.5, 22.0), (_MIDDLE + 26.0, 27.0), (_MIDDLE + 1.5, 33.0)]
    picture.paint(picture.stencil().polygon(flag).cover(), _PENNANT)
    _light_up(picture)
    return picture, edge


def _ends(side: int) -> list[Point]:
    return [(_MIDDLE + side * half, y) for y, half in _SPREADERS]


def _pole(picture: Picture) -> Stencil:
    pole = picture.stencil().limb(
        [(_MIDDLE, 10.0), (_MIDDLE, 330.0), (_MIDDLE, float(HIGH))], [3.0, 5.6, 7.6]
    )
    for y, half in _SPREADERS:
        pole.limb([(_MIDDLE - half, y), (_MIDDLE, y - 2), (_MIDDLE + half, y)], [1.6, 3.0, 1.6])
    return pole.ellipse((_MIDDLE, 340.0), 5.4, 3.4)


def _light_up(picture: Picture) -> None:
    """Bulbs along the wires, a white lamp at the top and one below the lower spreader."""
    bulbs = picture.stencil()
    for side in (-1, 1):
        (upper, y), (lower, end) = _ends(side)
        for step in range(11):
            share = step / 10
            bulbs.ellipse((upper + share * (lower - upper), y + share * (end - y)), 1.1, 1.1)
    picture.paint(bulbs.cover(), _BULB)
    lamps = picture.stencil().ellipse((_MIDDLE, 8.0), 1.9, 1.9).ellipse((_MIDDLE, 346.0), 2.2, 1.8)
    picture.paint(lamps.cover(), _LAMP)
    picture.glow(2.6, 0.55)
