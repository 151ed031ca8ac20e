"""A Chinese dragon that chases a flaming pearl."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import GOLDEN, Points, Values, columns, figure
from lib.engine.templates.figures.strokes import (
    Stroke,
    resampled,
    sideways,
    smooth,
    stroke,
    strung,
    total_length,
)

#: The spine from the neck to the tip of the tail: x, y, z.
_SPINE: Final = (
    (78, -142, 40), (30, -196, 25), (-60, -222, 0), (-150, -196, -30), (-192, -118, -40),
    (-138, -48, -10), (-30, -36, 30), (84, -20, 45), (168, 36, 20), (166, 126, -25),
    (80, 170, -40), (-30, 142, -20), (-128, 148, 10), (-186, 200, 30), (-226, 170, 40),
)  # fmt: skip
#: Share of the way down the spine -> half the body's width, pixels.
_GIRTH: Final = ((0.0, 0.08, 0.35, 0.62, 0.85, 1.0), (22.0, 28.0, 33.0, 27.0, 15.0, 3.0))
#: Where the back is: 1 is to the left of the way down the spine, -1 to its right. It winds.
_BACK: Final = ((0.0, 0.22, 0.36, 0.58, 0.70, 1.0), (-1.0, -1.0, 1.0, 1.0, -1.0, -1.0))
#: Legs: share down the spine, which side (as above), how far it leans forward.
_LEGS: Final = ((0.13, 1.0, 0.5), (0.20, 1.0, -0.3), (0.555, -1.0, 0.3), (0.77, 1.0, -0.4))

_HORN, _MANE, _BODY = 0.97, 0.80, 0.04  # hues

# The head in profile: x forward, y down, from the hinge of the jaw, about a hundred units long.
_HEAD_SIZE: Final = 1.42
_HEAD_AT: Final = (92.0, -150.0, 46.0)
_UPPER: Final = (
    (-34, 2), (-30, -22), (-8, -36), (12, -39), (27, -31), (44, -27), (58, -38), (74, -38),
    (84, -25), (82, -13), (66, -11), (48, -12), (28, -8), (8, 4),
)  # fmt: skip
_LOWER: Final = (
    (8, 4), (28, 15), (48, 19), (64, 10), (70, 18), (60, 32), (36, 36), (8, 32), (-22, 26),
)  # fmt: skip
_TEETH: Final = (
    (74, -11, 3, 12),
    (58, -11, 2, 8),
    (44, -11, 2, 7),
    (58, 15, -2, -10),
    (40, 18, 0, -8),
)
_EYE: Final = ((25, -22), (19, -27), (12, -22), (18, -17), (25, -22))
_BROW: Final = ((2, -27), (12, -34), (26, -29), (34, -22))
_HORNS: Final = (
    ((-4, -37), (-22, -62), (-52, -78), (-86, -78)),
    ((-34, -70), (-44, -90), (-66, -100)),
    ((10, -40), (0, -68), (-20, -92), (-50, -106)),
)
_WHISKERS: Final = (
    ((80, -16), (100, -24), (116, -48), (108, -78), (86, -92), (70, -84)),
    ((74, -10), (94, 4), (104, 30), (94, 58), (72, 70)),
)
_BEARD: Final = (
    ((56, 33), (56, 48), (46, 62)),
    ((40, 37), (38, 56), (24, 72)),
    ((22, 36), (18, 54), (2, 68)),
)
_LOCKS: Final = (
    ((-26, -26), (-48, -38), (-74, -34)),
    ((-34, -10), (-60, -18), (-90, -6)),
    ((-34, 6), (-62, 6), (-88, 24)),
    ((-30, 18), (-54, 26), (-74, 48)),
    ((-20, 28), (-38, 44), (-50, 68)),
)
_PEARL: Final = (238.0, -120.0, 40.0)
_PEARL_RADIUS: Final = 17.0


def dragon(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Scaled rings on a winding spine; head, mane, legs and fin as lines. A wave runs through it."""
    spine = resampled(smooth(_SPINE), 420)
    outline = [*_flanks(spine), *_head(), *_legs(spine), *_tail(spine)]
    pearl = max(16, n // 32)
    strokes = outline + _scales(spine, _room_for_scales(n - pearl, outline))
    points, hue, brightness = strung(strokes, n - pearl)
    return figure(
        np.concatenate([points, _pearl(pearl)]) + np.array([0.0, 14.0, 0.0]),
        np.concatenate([hue, np.full(pearl, 1.0)]),
        centre,
        palette,
        spin=np.zeros(n),  # it looks where it flies: it sways, and never turns its back
        sway=0.30,
        gesture=Gesture(swim=15.0),
        shade=0.45,
        hover=9.0,
        brightness=np.concatenate([brightness, np.full(pearl, 1.25)]),
    )


def _room_for_scales(n: int, outline: list[Stroke]) -> float:
    """Pixels of scales: the more drones there are, the closer they stand and the more it has."""
    apart = 6.7 * (900 / n) ** 0.22
    left: float = n * apart - total_length(outline)
    return max(left, 1300.0)


def _girth(share: Values) -> Values:
    girth: Values = np.interp(share, *_GIRTH)
    return girth


def _flanks(spine: Points) -> list[Stroke]:
    """Both edges of the body; the one that is the back carries a fin."""
    share = np.linspace(0, 1, len(spine))
    across = sideways(spine) * _girth(share)[:, None]
    back = np.interp(share, *_BACK)[:, None]
    teeth = 1.0 + 0.42 * np.abs((share * 46) % 1 * 2 - 1)[:, None] * (1 - 0.4 * share)[:, None]
    depth = np.array([0.0, 0.0, 1.0]) * (np.sqrt(1 - back**2) * _girth(share)[:, None])
    fin = spine + across * back * teeth + depth
    return [
        stroke(spine + across, _BODY + 0.40 * share, weight=0.8),
        stroke(spine - across, _BODY + 0.40 * share, weight=0.8),
        stroke(fin, _MANE - 0.2 * share),
    ]


def _scales(spine: Points, room: float) -> list[Stroke]:
    """Half rings over the side that is seen, each bent towards the tail, as many as fit in."""
    mean = float(np.mean(_girth(np.linspace(0, 1, 50)))) * np.pi * 0.75
    at = (np.arange(max(round(room / mean), 6)) + 0.5) / max(round(room / mean), 6)
    angle = np.linspace(-1.35, 1.35, 9)
    last = len(spine) - 1
    side = sideways(spine)
    rings = []
    for share in at:
        k = round(share * last)
        along = spine[min(k + 2, last)] - spine[max(k - 2, 0)]
        along = along / (np.linalg.norm(along) + 1e-9)
        wide = float(_girth(np.array(share)))
        points = (
            spine[k]
            + wide * np.sin(angle)[:, None] * side[k]
            + 0.40 * wide * np.cos(angle)[:, None] * along
            + wide * np.cos(angle)[:, None] * np.array([0.0, 0.0, 1.0])
        )
        rings.append(stroke(points, 0.10 + 0.42 * share, brightness=0.62))
    return rings


def _head() -> list[Stroke]:
    def line(knots: tuple[tuple[float, ...], ...], hue: float, weight: float = 1.15) -> Stroke:
        points = smooth(knots, 8)[:, :2] * _HEAD_SIZE
        flat = np.concatenate([points, np.zeros((len(points), 1))], axis=1)
        return stroke(flat + np.array(_HEAD_AT), hue, weight=weight)

    teeth = [line(((x, y), (x + dx, y + dy)), 1.0) for x, y, dx, dy in _TEETH]
    return [
        line(_UPPER, 0.34, 1.3), line(_LOWER, 0.34, 1.3), line(_BROW, _HORN), line(_EYE, 1.0, 1.4),
        *teeth,
        *(line(horn, _HORN) for horn in _HORNS),
        *(line(whisker, _HORN, 1.0) for whisker in _WHISKERS),
        *(line(hair, _MANE) for hair in (*_BEARD, *_LOCKS)),
    ]  # fmt: skip


def _legs(spine: Points) -> list[Stroke]:
    """Thigh, shank and four claws each."""
    share = np.linspace(0, 1, len(spine))
    side, girth = sideways(spine), _girth(share)
    strokes = []
    for at, way, lean in _LEGS:
        k = round(at * (len(spine) - 1))
        out = side[k] * way
        ahead = np.array([out[1], -out[0], 0.0])
        ahead = ahead * (1.0 if ahead[0] >= 0 else -1.0)
        hip = spine[k] + out * girth[k] * 0.7
        knee = hip + 30 * out + (lean * 34 - 12) * ahead
        foot = knee + 26 * out + (lean * 20 + 22) * ahead
        for shift in (-7.0, 7.0):
            leg = [
                hip + 1.5 * shift * ahead,
                knee + 0.8 * shift * ahead,
                foot + 0.4 * shift * ahead,
            ]
            strokes.append(stroke(smooth(leg, 6), 0.3))
        for spread in (-0.9, -0.25, 0.4, 1.05):
            toe = foot + 19 * (np.cos(spread) * out + np.sin(spread + 0.5) * ahead)
            strokes.append(stroke(np.array([foot, toe]), _HORN))
    return strokes


def _tail(spine: Points) -> list[Stroke]:
    """A tuft like flames."""
    tip, before = spine[-1], spine[-14]
    along = (tip - before) / np.linalg.norm(tip - before)
    across = np.array([along[1], -along[0], 0.0])
    return [
        stroke(
            smooth([tip, tip + 22 * along + 16 * s * across, tip + 46 * along + 10 * s * across]),
            _MANE,
        )
        for s in (-1.0, -0.35, 0.35, 1.0)
    ]


def _pearl(count: int) -> Points:
    k = np.arange(count) + 0.5
    height = 1 - 2 * k / count
    level = np.sqrt(1 - height**2)
    ball = columns(level * np.cos(GOLDEN * k), height, level * np.sin(GOLDEN * k))
    pearl: Points = _PEARL_RADIUS * ball + np.array(_PEARL)
    return pearl
