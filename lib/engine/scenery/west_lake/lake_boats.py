"""What floats on the lake: paper blossoms that carry a candle, and a rowed boat."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, rgb
from lib.engine.scenery.core.drifting import drifting
from lib.engine.scenery.core.plate import Boat, Plan
from lib.engine.scenery.core.sketch import Picture, Stencil
from lib.engine.scenery.west_lake.lotus_leaves import outside_in, petal

_ASIDE: Final = 45.0  # units from the frame's sides: none may drift across them
_GROUP: Final = 590.0  # units from one group of candles to the next
PAPER: Final = rgb(1.25, 0.36, 0.22)
CANDLE: Final = rgb(2.60, 1.55, 0.55)
WOOD: Final = rgb(0.012, 0.009, 0.010)
CLOTH: Final = rgb(0.060, 0.026, 0.014)
LAMP: Final = rgb(1.0, 0.50, 0.16)

#: Lanterns on the water: x, y, size, speed; larger towards the viewer.
CANDLES: Final = (
    (118, 829, 4.2, 1.1), (206, 836, 4.8, -0.9), (372, 832, 4.5, 1.0), (468, 841, 5.2, -1.2),
    (58, 850, 5.8, 1.5), (296, 853, 6.2, -1.4), (540, 858, 6.4, 1.6), (164, 872, 7.6, -1.7),
    (420, 880, 8.4, 1.8), (88, 905, 10.5, 2.2), (520, 912, 11.0, -2.3), (262, 926, 12.5, 2.0),
    (388, 956, 15.5, -2.6),
)  # fmt: skip
#: Rings of paper petals, the outer one first: how many, how long, how much they lean, how bright.
RINGS: Final = ((7, 1.05, 1.30, 0.42), (5, 1.0, 0.85, 0.72), (3, 0.86, 0.42, 1.05))


def candles(plan: Plan) -> tuple[Boat, ...]:
    """Paper blossoms, the far ones first; another such group beside them where the lake is wider."""
    return tuple(
        drifting(_paper_lotus(size, plan.scale), x=x + shift, y=y, speed=speed, gain=0.85)
        for x, y, size, speed in CANDLES
        for shift in plan.repeated(_GROUP)
        if _ASIDE < x + shift < plan.frame.width - _ASIDE
    )


def _paper_lotus(size: float, scale: float) -> Picture:
    p = Picture(int(4.4 * size) | 1, int(3.6 * size), scale)
    middle, foot = p.width / 2, p.height - 0.16 * size
    up = np.clip((foot - p.rows[..., None]) / size, 0.0, 1.3)
    lit = (1.25 - 0.75 * up) * np.ones((1, p.light.shape[1], 1), np.float32)
    raft = p.stencil().ellipse((middle, foot - 0.1 * size), size, 0.2 * size)
    p.paint(raft.cover(), 0.25 * PAPER)
    for count, long, spread, gain in RINGS:
        for lean in outside_in(count):
            outline = petal((middle, foot), long * size, lean * spread, 0.27)
            cover = p.stencil().polygon(outline).cover()
            p.paint(cover, gain * (1.0 - 0.18 * abs(lean)) * lit * PAPER)
            p.paint(0.5 * _upper_edge(cover), 0.75 * PAPER)
    flame = p.stencil().ellipse((middle, foot - 0.52 * size), 0.16 * size, 0.30 * size)
    p.paint(0.9 * flame.cover(), CANDLE)
    p.glow(0.30 * size, 0.30)
    p.glow(0.62 * size, 0.22)
    _end_glow(p)
    return p


def _upper_edge(cover: Field) -> Field:
    """A pixel wide."""
    below = np.vstack([np.zeros((1, cover.shape[1]), np.float32), cover[:-1]])
    edge: Field = np.clip(cover - below, 0.0, 1.0)
    return edge


def _end_glow(p: Picture) -> None:
    """Let the glow end before the picture does."""
    high, wide = p.alpha.shape
    x = np.abs(np.linspace(-1, 1, wide, dtype=np.float32))[None, :]
    y = np.linspace(1, 0, high, dtype=np.float32)[:, None]
    window = np.clip((1.0 - x) / 0.45, 0.0, 1.0) * np.clip((1.0 - y) / 0.45, 0.0, 1.0)
    p.light = p.light * np.maximum(window, np.clip(1.6 * p.alpha, 0.0, 1.0))[..., None]


def sampans(plan: Plan) -> tuple[Boat, ...]:
    """One rowed boat; more on a wider lake."""
    places = ((470 / 608, 893.0, -7.0), (0.20, 884.0, 5.5), (0.60, 900.0, -6.0))
    here = places[: 1 + round(0.9 * (plan.frame.spread - 1))]
    return tuple(
        drifting(_sampan(plan.scale), x=plan.frame.width * x, y=y, speed=speed, gain=0.7)
        for x, y, speed in here
    )


def _sampan(scale: float) -> Picture:
    """A rowed boat with a canopy, a lantern at its bow, and whoever rows it standing at the stern."""
    p = Picture(104, 52, scale)
    _canopy(p)
    p.paint(_hull(p).cover(), WOOD)
    board = p.stencil().line([(5, 39.6), (16, 43.8), (84, 43.8), (98, 38.2)], 0.8)
    p.paint(board.cover(), 0.35 * LAMP)
    p.paint(_rower(p).cover(), WOOD)
    lanterns = p.stencil().ellipse((13.0, 34.0), 3.0, 3.3)
    lanterns.ellipse((29.0, 33.0), 1.8, 2.1).ellipse((73.0, 33.0), 1.8, 2.1)
    p.paint(lanterns.cover(), PAPER * 1.35)
    p.paint(p.stencil().ellipse((13.0, 34.8), 1.3, 1.6).cover(), CANDLE)
    p.glow(1.8, 0.30)
    p.glow(5.5, 0.22)
    _end_glow(p)
    return p


def _hull(p: Picture) -> Stencil:
    bow, stern = [(4.0, 39.0), (16.0, 43.5)], [(84.0, 43.5), (99.0, 37.5)]
    keel = [(92.0, 48.0), (84.0, 52.0), (20.0, 52.0), (11.0, 48.0)]
    return p.stencil().polygon([*bow, *stern, *keel])


def _canopy(p: Picture) -> None:
    """Guests in lamplight under a cloth on posts."""
    p.paint(p.stencil().box(32, 27, 70, 44).cover(), 0.30 * LAMP)
    people = p.stencil()
    for x, tall in ((42.0, 9.0), (50.0, 8.0), (60.0, 9.5)):
        people.ellipse((x, 41.8 - tall), 1.9, 2.2).limb([(x, 45 - tall), (x, 45)], [4.2, 5.6])
    for x in (32.0, 51.0, 70.0):
        people.line([(x, 27), (x, 44)], 1.2)
    p.paint(people.cover(), WOOD)
    roof = p.stencil().polygon([(26.0, 29.0), (33.0, 23.0), (69.0, 23.0), (76.0, 29.0)])
    p.paint(roof.cover(), CLOTH)
    p.paint(p.stencil().line([(26, 29), (76, 29)], 0.9).cover(), 0.8 * LAMP)


def _rower(p: Picture) -> Stencil:
    """In a straw hat, with the long oar."""
    rower = p.stencil().ellipse((88, 17.5), 2.1, 2.4)
    rower.limb([(88, 20.5), (87, 30), (86, 40)], [4.6, 5.0, 4.2])
    rower.polygon([(82.5, 16.5), (88, 12.5), (93.5, 16.5)])
    return rower.line([(88, 24), (94, 30), (101, 51)], 1.3)
