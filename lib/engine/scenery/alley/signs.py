"""What hangs in the alley: signs of shops and kitchens, bulbs on strings, cables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.alley.perspective import (
    FOCUS,
    LEFT,
    RIGHT,
    STANDS,
    Street,
    hazed,
    within,
)
from lib.engine.scenery.core.canvas import Canvas, Field, bump, edge, rgb, tinted
from lib.engine.scenery.core.writing import written

ROSE: Final = rgb(1.0, 0.10, 0.42)
TEAL: Final = rgb(0.05, 0.80, 0.85)
AMBER: Final = rgb(1.0, 0.50, 0.10)
SCARLET: Final = rgb(1.0, 0.10, 0.06)
GREEN: Final = rgb(0.12, 0.95, 0.35)
VIOLET: Final = rgb(0.50, 0.20, 1.0)
BULB: Final = rgb(1.0, 0.62, 0.24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A box that stands out from the wall, its face towards us; `box` where its face is lit."""

    side: int
    z: float
    foot: float
    head: float
    wide: float
    colour: Field
    box: bool
    words: str


# fmt: off
SIGNS: Final = (
    Sign(side=LEFT, z=9.0, foot=1.1, head=3.0, wide=0.42, colour=AMBER, box=True, words="上海小吃"),
    Sign(side=RIGHT, z=8.2, foot=1.0, head=2.4, wide=0.46, colour=TEAL, box=False, words="咖啡馆"),
    Sign(side=LEFT, z=6.6, foot=1.2, head=2.7, wide=0.40, colour=ROSE, box=False, words="牛肉面馆"),
    Sign(side=RIGHT, z=5.9, foot=1.3, head=3.0, wide=0.36, colour=SCARLET, box=True, words="中医诊所"),
    Sign(side=LEFT, z=4.9, foot=0.9, head=1.5, wide=0.50, colour=GREEN, box=False, words="茶"),
    Sign(side=RIGHT, z=4.3, foot=0.95, head=1.55, wide=0.44, colour=VIOLET, box=False, words="酒"),
    Sign(side=LEFT, z=3.6, foot=1.15, head=2.5, wide=0.30, colour=SCARLET, box=True, words="四川火锅"),
    Sign(side=RIGHT, z=3.1, foot=1.1, head=2.3, wide=0.30, colour=ROSE, box=False, words="手工饺子"),
    Sign(side=LEFT, z=2.45, foot=0.90, head=1.32, wide=0.40, colour=TEAL, box=False, words="面"),
    Sign(side=RIGHT, z=2.1, foot=0.88, head=1.75, wide=0.24, colour=AMBER, box=True, words="理发店"),
    Sign(side=LEFT, z=1.62, foot=0.86, head=1.50, wide=0.20, colour=ROSE, box=False, words="照相馆"),
    Sign(side=RIGHT, z=1.38, foot=0.84, head=1.14, wide=0.30, colour=TEAL, box=False, words="药"),
)
#: Bulbs on a string across the alley: z, height at the walls, how far it sags, bulbs.
STRINGS: Final = ((5.2, 2.30, 0.30, 15), (3.3, 1.85, 0.26, 15), (2.3, 1.62, 0.20, 13))
#: Cables: x and y where each is fixed left and right in the API's own format, and how far it sags.
CABLES: Final = (
    (-34.0, 58.0, 642.0, 22.0, 46.0), (-34.0, 66.0, 642.0, 96.0, 60.0),
    (-34.0, 204.0, 480.0, 60.0, 40.0), (120.0, 150.0, 642.0, 236.0, 52.0),
    (-34.0, 470.0, 440.0, 372.0, 34.0), (176.0, 420.0, 642.0, 486.0, 40.0),
    (60.0, 520.0, 520.0, 498.0, 26.0),
)  # fmt: skip
# fmt: on


def hang_out(canvas: Canvas, street: Street) -> None:
    for sign in SIGNS:
        _hang(canvas, street, sign)


def string_up(canvas: Canvas, street: Street) -> None:
    plan = street.plan
    for x0, y0, x1, y1, sag in CABLES:
        wide = plan.frame.spread**0.5
        _cable(canvas, street, plan.moved(x0, 1.0), y0, plan.moved(x1, 1.0), y1, sag * wide)
    for z, height, sag, count in STRINGS:
        wide = 1 + street.open
        _bulbs(canvas, street, z, height, sag * wide**0.5, round(count * wide))


def _hang(canvas: Canvas, street: Street, sign: Sign) -> None:
    inner, outer = (
        street.project(sign.side, 0.985 - sign.wide, sign.z, sign.head),
        street.project(sign.side, 0.985, sign.z, sign.foot),
    )
    left, right = sorted((inner[0], outer[0]))
    top, bottom = inner[1], outer[1]
    patch = canvas.patch(left - 1, top - 1, right + 1, bottom + 1)
    inset = np.minimum(
        np.minimum(patch.x - left, right - patch.x), np.minimum(patch.y - top, bottom - patch.y)
    )
    scale = FOCUS / sign.z / 100.0
    tube = bump(inset, 2.6 * scale + 0.8, 0.55 + 0.75 * scale)
    strokes = written(patch, (left, top, right, bottom), sign.words)
    if sign.box:
        face = (0.42 + 0.10 * np.cos((patch.y - top) * 0.09)) * (1.0 - 0.88 * strokes)
        light = tinted(face, sign.colour) + 0.10 * face[..., None]
    else:
        light = tinted(1.15 * strokes + 0.95 * tube, sign.colour) + rgb(0.004, 0.004, 0.006)
        light = light + tinted(0.45 * strokes**2, np.ones(3, np.float32))
    canvas.paint(patch, edge(inset), hazed(light, 0.6 * sign.z), 0.0)


def _bulbs(canvas: Canvas, street: Street, z: float, height: float, sag: float, count: int) -> None:
    (x0, y0), (x1, _) = street.project(LEFT, 1.0, z, height), street.project(RIGHT, 1.0, z, height)
    drop = FOCUS * sag / z
    _cable(canvas, street, x0, y0, x1, y0, drop)
    size = 0.6 + 2.6 / z
    for number in range(count):
        share = (number + 0.5) / count
        x, y = x0 + (x1 - x0) * share, y0 + 4 * drop * share * (1 - share) + 1.6 * size
        patch = canvas.patch(x - 5 * size, y - 5 * size, x + 5 * size, y + 5 * size)
        lamp = np.exp(-((patch.x - x) ** 2 + (patch.y - y) ** 2) / size**2)
        canvas.shine(patch, tinted(lamp, 2.2 * BULB))


def _cable(
    canvas: Canvas, street: Street, x0: float, y0: float, x1: float, y1: float, sag: float
) -> None:
    """A parabola, dark, with what the sign leaves on its upper side."""
    patch = canvas.patch(x0, min(y0, y1) - 3, x1, max(y0, y1) + sag + 3)
    share = (patch.x - x0) / (x1 - x0)
    way = y0 + (y1 - y0) * share + 4 * sag * share * (1 - share)
    off = patch.y - way
    light = tinted(np.full(patch.shape, 1.0, np.float32), rgb(0.0030, 0.0028, 0.0045))
    canvas.paint(patch, edge(0.75 - np.abs(off)), light, 0.22 * (off < 0) * street.nearness(patch))


def far_end(canvas: Canvas, street: Street) -> None:
    """Where the alley meets a street: glare in the rain, lamps of cars, somebody's red light."""
    (x, y), wide = street.eye, 1 + street.open
    patch = canvas.patch(x - 60 * wide, y - 150, x + 60 * wide, y + FOCUS * STANDS / 9)
    glare = np.exp(-(((patch.x - x) / (22 * wide)) ** 2) - ((patch.y - y + 6) / 34) ** 2)
    high = np.exp(-(((patch.x - x) / (24 * wide)) ** 2) - ((patch.y - y + 60) / 80) ** 2)
    light = tinted(0.40 * glare, rgb(1.0, 0.66, 0.42)) + tinted(0.10 * high, rgb(0.55, 0.45, 1.0))
    canvas.shine(patch, light * within(patch.y, y - 150, y + 14)[..., None])
    for aside, dy, size, colour in (
        (-8.0, 4.0, 1.7, rgb(3.2, 2.8, 2.2)), (-2.0, 4.2, 1.7, rgb(3.2, 2.8, 2.2)),
        (9.0, 3.4, 1.3, rgb(2.6, 0.22, 0.10)), (13.0, 3.4, 1.3, rgb(2.6, 0.22, 0.10)),
        (16.0, -22.0, 1.6, rgb(0.3, 2.2, 1.0)), (-15.0, -14.0, 1.5, rgb(2.4, 1.2, 0.3)),
    ):  # fmt: skip
        dx = aside * wide
        spot = canvas.patch(x + dx - 8, y + dy - 8, x + dx + 8, y + dy + 8)
        lamp = np.exp(-((spot.x - x - dx) ** 2 + (spot.y - y - dy) ** 2) / size**2)
        canvas.shine(spot, tinted(lamp, colour))
