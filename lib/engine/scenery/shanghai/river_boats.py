"""What passes on the river: a cruiser with two decks, a pleasure boat with a pavilion roof, a junk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, rgb
from lib.engine.scenery.core.drifting import drifting
from lib.engine.scenery.core.plate import Boat, Plan
from lib.engine.scenery.core.sketch import Picture, Point

AMBER: Final = rgb(1.0, 0.58, 0.22)
CREAM: Final = rgb(1.0, 0.84, 0.60)
BLUE: Final = rgb(0.10, 0.45, 1.30)
ROSE: Final = rgb(1.20, 0.16, 0.50)
LANTERN: Final = rgb(1.5, 0.20, 0.08)
HULL: Final = rgb(0.010, 0.010, 0.016)


@dataclass(frozen=True, slots=True)
class _Berth:
    """Where on the river a kind of boat passes: x as a share of the frame's width, y in units."""

    kind: Callable[[float], Picture]
    x: float
    y: float
    speed: float
    gain: float


def afloat(plan: Plan) -> tuple[Boat, ...]:
    """Three boats, and more where the river is wider."""
    usual = (
        _Berth(_cruiser, 96 / 608, 931.0, 8.5, 0.55),
        _Berth(_pavilion, 505 / 608, 902.0, -5.5, 0.45),
        _Berth(_junk, 312 / 608, 886.0, -2.6, 0.35),
    )
    others = (
        _Berth(_junk, 0.30, 889.0, 2.2, 0.35),
        _Berth(_cruiser, 0.67, 936.0, -7.5, 0.55),
        _Berth(_pavilion, 0.40, 906.0, 4.5, 0.45),
        _Berth(_junk, 0.94, 884.0, -2.0, 0.35),
        _Berth(_pavilion, 0.05, 899.0, 5.0, 0.45),
        _Berth(_junk, 0.60, 882.0, 1.6, 0.30),
    )
    here = (*usual, *others[: round(2.8 * (plan.frame.spread - 1))])
    return tuple(
        drifting(
            berth.kind(plan.scale), x=plan.frame.width * berth.x, y=berth.y, speed=berth.speed,
            gain=berth.gain,
        )
        for berth in here
    )  # fmt: skip


def _deck(p: Picture, left: float, right: float, top: float, bottom: float, light: Field) -> None:
    """A cabin: dark walls, a row of lit windows, a line of light along the roof's edge."""
    p.paint(p.stencil().box(left, top, right, bottom).cover(), HULL * 1.6)
    panes = p.stencil()
    middle = 0.5 * (top + bottom) + 0.3
    for x in np.arange(left + 1.5, right - 3.2, 4.2):
        panes.box(float(x), middle - 1.5, float(x) + 2.9, middle + 1.3)
    p.paint(panes.cover(), light)


def _bulbs(
    p: Picture, points: tuple[Point, Point], count: int, colour: Field, size: float = 0.6
) -> None:
    (ax, ay), (bx, by) = points
    chain = p.stencil()
    for share in np.linspace(0.0, 1.0, count):
        sag = 1.6 * float(np.sin(np.pi * share))
        chain.ellipse(
            (ax + (bx - ax) * float(share), ay + (by - ay) * float(share) + sag), size, size
        )
    p.paint(chain.cover(), colour)


def _cruiser(scale: float) -> Picture:
    p = Picture(128, 46, scale)
    hull = [
        (10.0, 33.5),
        (116.0, 33.5),
        (121.0, 31.0),
        (112.0, 43.0),
        (106.0, 46.0),
        (18.0, 46.0),
        (13.0, 41.0),
    ]
    p.paint(p.stencil().polygon(hull).cover(), HULL)
    _deck(p, 17, 102, 25, 34, AMBER * 1.25)
    _deck(p, 24, 90, 16.5, 24.5, CREAM * 1.05)
    p.paint(p.stencil().polygon([(88, 16.5), (95, 16.5), (99, 24.5), (88, 24.5)]).cover(), HULL * 2)
    p.paint(p.stencil().polygon([(90, 18), (94.4, 18), (96.6, 22), (90, 22)]).cover(), BLUE * 0.5)
    p.paint(p.stencil().line([(12, 34), (120, 31.4)], 1.1).cover(), BLUE * 1.1)
    p.paint(p.stencil().line([(17, 25), (103, 25)], 1.0).cover(), ROSE * 0.9)
    p.paint(p.stencil().line([(23, 16.4), (96, 16.4)], 1.0).cover(), BLUE * 1.1)
    p.paint(p.stencil().line([(14, 42.4), (113, 42.4)], 0.9).cover(), BLUE * 0.65)
    p.paint(
        p.stencil().line([(40, 16), (40, 4)], 0.8).line([(82, 16), (82, 8)], 0.6).cover(), HULL * 3
    )
    _bulbs(p, ((24, 15.5), (40, 4.5)), 9, CREAM * 1.5)
    _bulbs(p, ((40, 4.5), (82, 8.5)), 17, CREAM * 1.5)
    _bulbs(p, ((82, 8.5), (117, 30.5)), 17, CREAM * 1.3)
    _guests(p, 16.0, (46, 54, 60, 66, 73))
    p.paint(p.stencil().ellipse((40, 4), 0.9, 0.9).cover(), LANTERN * 2)
    p.glow(1.6, 0.28)
    p.glow(5.0, 0.16)
    return p


def _guests(p: Picture, deck: float, places: tuple[float, ...]) -> None:
    people = p.stencil()
    for x in places:
        people.ellipse((x, deck - 3.6), 0.75, 0.85).limb([(x, deck - 2.4), (x, deck)], [1.9, 1.6])
    p.paint(people.cover(), HULL * 1.2)


def _roof(p: Picture, middle: float, top: float, half: float, colour: Field) -> None:
    """A Chinese roof: a ridge, slopes that curve, eaves that turn up."""
    left = [
        (middle - 0.42 * half, top),
        (middle - 0.62 * half, top + 2.6),
        (middle - half, top + 3.6),
        (middle - 1.12 * half, top + 2.4),
    ]
    right = [(2 * middle - x, y) for x, y in reversed(left)]
    p.paint(
        p.stencil()
        .polygon([*left, (middle - half, top + 4.8), (middle + half, top + 4.8), *right])
        .cover(),
        HULL * 2,
    )
    p.paint(
        p.stencil()
        .line(left, 0.9)
        .line(right, 0.9)
        .line([left[0], right[-1]], 0.9)
        .line([(middle - half, top + 4.6), (middle + half, top + 4.6)], 0.7)
        .cover(),
        colour,
    )


def _pavilion(scale: float) -> Picture:
    p = Picture(84, 38, scale)
    hull = [
        (6.0, 26.0),
        (14.0, 28.5),
        (70.0, 28.5),
        (79.0, 25.0),
        (74.0, 34.0),
        (68.0, 38.0),
        (15.0, 38.0),
        (10.0, 34.0),
    ]
    p.paint(p.stencil().polygon(hull).cover(), HULL)
    _deck(p, 16, 68, 21, 29, AMBER * 1.35)
    _roof(p, 42, 16.6, 28, AMBER * 1.3)
    _deck(p, 27, 57, 10.4, 16.8, AMBER * 1.2)
    _roof(p, 42, 5.6, 17, LANTERN * 0.9)
    p.paint(
        p.stencil().line([(8, 27.4), (14, 29), (70, 29), (78, 26)], 0.9).cover(), LANTERN * 0.75
    )
    lanterns = p.stencil()
    for x in (12.5, 19.0, 65.0, 71.5):
        lanterns.ellipse((x, 23.5), 1.1, 1.3)
    p.paint(lanterns.cover(), LANTERN * 1.2)
    p.glow(1.5, 0.28)
    p.glow(4.5, 0.15)
    return p


def _junk(scale: float) -> Picture:
    p = Picture(46, 40, scale)
    hull = [
        (5.0, 29.5),
        (12.0, 33.0),
        (32.0, 33.0),
        (40.0, 28.5),
        (37.0, 37.0),
        (33.0, 40.0),
        (13.0, 40.0),
        (8.0, 36.5),
    ]
    p.paint(p.stencil().polygon(hull).cover(), HULL)
    _sail(p, [(20.0, 3.0), (31.0, 9.0), (33.0, 19.0), (31.0, 29.0), (15.0, 31.0), (16.0, 14.0)])
    _sail(p, [(11.0, 10.0), (15.5, 13.0), (15.0, 28.0), (7.0, 29.0), (8.5, 17.0)])
    p.paint(p.stencil().line([(6, 30.5), (12, 33.6), (32, 33.6), (39, 29.6)], 0.8).cover(), AMBER)
    p.paint(
        p.stencil().ellipse((37, 27), 1.1, 1.3).ellipse((8, 28), 0.9, 1.1).cover(), LANTERN * 1.3
    )
    p.glow(1.4, 0.25)
    p.glow(4.0, 0.12)
    return p


def _sail(p: Picture, outline: list[Point]) -> None:
    """A battened sail, lit from the deck."""
    cloth = p.stencil().polygon(outline).cover()
    y = p.rows / p.height
    shade = (0.05 + 0.34 * y**2)[..., None] * rgb(1.0, 0.26, 0.12)
    p.paint(cloth, shade * np.ones((1, p.light.shape[1], 1), np.float32))
    top, bottom = min(y for _, y in outline), max(y for _, y in outline)
    battens = p.stencil()
    for level in np.linspace(top + 4, bottom - 1, 5):
        battens.line([(0, float(level) + 1.5), (p.width, float(level) - 1.5)], 0.5)
    p.paint(battens.cover() * cloth * 0.7, rgb(0.9, 0.42, 0.16) * 0.5)
