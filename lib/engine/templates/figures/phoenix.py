"""A phoenix with spread wings and a train of long feathers."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import Points, figure
from lib.engine.templates.figures.strokes import (
    Stroke,
    resampled,
    sideways,
    smooth,
    stroke,
    strung,
    total_length,
)

#: The right wing's bone from the shoulder to the tip; the left one mirrors it. x, y, z.
_ARM: Final = ((20, -70, 0), (58, -128, 14), (106, -162, 26), (150, -166, 34), (182, -182, 40))
_PRIMARIES: Final = 9
_COVERTS: Final = 7
#: The train, right half: each a line from the rump outwards, with an eye at its end.
_TRAIN: Final = (
    ((0, 62, 0), (-10, 120, 10), (8, 178, 14), (0, 232, 10)),
    ((6, 62, 0), (22, 122, 6), (54, 172, 12), (82, 204, 16), (112, 206, 16)),
    ((12, 56, 0), (44, 104, 0), (94, 134, 8), (148, 136, 14), (182, 112, 14)),
    ((16, 46, 0), (66, 72, -8), (124, 72, 0), (178, 48, 6), (204, 14, 8)),
)
_EYE_SIZE: Final = 16.0
_MOST_BARBS: Final = 13

_BODY: Final = (
    (13, -146), (21, -118), (26, -86), (36, -44), (31, 12), (10, 62), (-10, 62), (-31, 12),
    (-36, -46), (-30, -84), (-20, -112), (-24, -146),
)  # fmt: skip
_SKULL: Final = (
    (13, -146), (22, -160), (16, -182), (-4, -192), (-26, -182), (-32, -162), (-24, -146),
)  # fmt: skip
_BEAK: Final = ((19, -178), (44, -176), (58, -160), (50, -156), (34, -162), (19, -160))
_EYE: Final = ((4, -173), (-1, -178), (-6, -173), (-1, -168), (4, -173))
_CREST: Final = (
    ((-4, -192), (-4, -222), (16, -248)),
    ((-13, -190), (-30, -220), (-22, -256)),
    ((-23, -184), (-54, -208), (-62, -240)),
)

_HOT, _PALE = 0.98, 0.80  # hues


def phoenix(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Feathers are outlined leaves with a quill; with more drones they get barbs, too."""
    room = n * 6.0 * (900 / n) ** 0.25
    outline = [*_outlined(_both(_primaries)), *_train(), *_bird()]
    points, hue, brightness = strung(outline + _finery(room - total_length(outline)), n)
    return figure(
        points + np.array([0.0, 6.0, 0.0]),
        hue,
        centre,
        palette,
        spin=np.zeros(n),  # from the side its wings would hide one another
        sway=0.34,
        gesture=Gesture(flap=46.0),
        shade=0.5,
        hover=8.0,
        brightness=brightness,
    )


class _Feather:
    """A leaf around a quill: `quill` (k, 3), half as wide as `width` pixels where it is widest."""

    def __init__(self, quill: Points, width: float, hue: tuple[float, float]) -> None:
        self.quill, self.hue = quill, np.linspace(*hue, len(quill))
        share = np.linspace(0, 1, len(quill))
        swell = np.sin(np.pi * share**1.25) ** 0.8
        self._half = 0.5 * width * swell[:, None] * sideways(quill)

    def outline(self) -> list[Stroke]:
        around = np.concatenate([self.quill + self._half, (self.quill - self._half)[::-1]])
        return [stroke(around, np.concatenate([self.hue, self.hue[::-1]]))]

    def barbs(self, count: int) -> list[Stroke]:
        """Short lines from the quill forwards to both edges, and the quill itself."""
        last = len(self.quill) - 1
        lines = [stroke(self.quill[: round(0.9 * last)], self.hue[: round(0.9 * last)])]
        for k in np.linspace(0.10, 0.72, count) * last:
            root, end = round(float(k)), min(round(float(k) + 0.14 * last), last)
            lines.extend(
                stroke(
                    np.array([self.quill[root], self.quill[end] + side * 0.8 * self._half[end]]),
                    float(self.hue[root]),
                    brightness=0.55,
                )
                for side in (-1.0, 1.0)
            )
        return lines


def _finery(room: float) -> list[Stroke]:
    """What extra drones draw, as much as there is room for, in pixels: coverts, then barbs."""
    steps = range(_MOST_BARBS + 2)
    return _step(max(bisect(steps, room, key=lambda step: total_length(_step(step))) - 1, 0))


@cache
def _step(step: int) -> list[Stroke]:
    """The next step: nothing, then coverts, then coverts with ever more barbs."""
    if step == 0:
        return []
    coverts = _outlined(_both(_coverts))
    if step == 1:
        return coverts
    return coverts + [line for feather in _both(_primaries) for line in feather.barbs(step - 2)]


def _outlined(feathers: list[_Feather]) -> list[Stroke]:
    return [line for feather in feathers for line in feather.outline()]


def _both(rows: Callable[[float], list[_Feather]]) -> list[_Feather]:
    return [*rows(1.0), *rows(-1.0)]


def _primaries(side: float) -> list[_Feather]:
    """They fan out from the bone. `side` 1 is the right wing."""
    return [_feather(u, 86 + 22 * u, side) for u in np.linspace(0, 1, _PRIMARIES)]


def _coverts(side: float) -> list[_Feather]:
    """They lie over the primaries' roots."""
    return [_feather(u, 42 + 14 * u, side) for u in np.linspace(0.05, 0.85, _COVERTS)]


def _feather(u: float, length: float, side: float) -> _Feather:
    arm = resampled(smooth(_ARM), 100)
    root = arm[round((0.10 + 0.88 * u) * (len(arm) - 1))]
    angle = np.radians(84 - 112 * u)
    out = np.array([np.cos(angle), np.sin(angle), 0.15])
    droop = np.array([0.0, 1.0, 0.0])
    quill = smooth([root, root + 0.5 * length * out, root + length * out + 0.13 * length * droop])
    return _Feather(quill * np.array([side, 1.0, 1.0]), 0.17 * length + 5, (0.06 + 0.1 * u, 0.62))


def _train() -> list[Stroke]:
    strokes = []
    for side in (1.0, -1.0):
        for number, knots in enumerate(_TRAIN):
            if number == 0 and side < 0:
                continue  # the middle one is its own mirror image
            quill = smooth(knots) * np.array([side, 1.0, 1.0])
            feather = _Feather(quill, 13.0, (0.3, 0.8))
            strokes.extend(feather.outline())
            strokes.extend(_eye(quill))
    return strokes


def _eye(quill: Points) -> list[Stroke]:
    """Rings of a peacock's eye around the end of a feather."""
    along = quill[-1] - quill[-3]
    middle = quill[-1] + _EYE_SIZE * along / np.linalg.norm(along)
    turn = np.linspace(0, 2 * np.pi, 25)
    ring = np.stack([np.cos(turn), np.sin(turn), np.zeros(25)], axis=1)
    return [
        stroke(middle + _EYE_SIZE * ring, _PALE),
        stroke(middle + 0.58 * _EYE_SIZE * ring, _HOT, brightness=1.1),
        stroke(middle + 0.20 * _EYE_SIZE * ring, 0.1, brightness=1.2),
    ]


def _bird() -> list[Stroke]:
    """Body, head, crest, and rows of small feathers on the breast."""
    crest = [stroke(smooth(plume), _HOT) for plume in _CREST]
    tips = [
        stroke(np.array(plume[-1] + (0,)) + 4.5 * ring, _HOT)
        for plume in _CREST
        for ring in [_circle()]
    ]
    breast = [
        stroke(smooth([(-w, y - 5), (0, y + 8), (w, y - 5)], 6), 0.30, brightness=0.7)
        for w, y in ((20, -92), (27, -66), (30, -40), (29, -14), (25, 12), (18, 36))
    ]
    return [
        stroke(smooth(_BODY), 0.12),
        stroke(smooth(_SKULL, 6), 0.12),
        stroke(smooth(_BEAK, 4), _HOT),
        stroke(smooth(_EYE, 3), _HOT, weight=1.3, brightness=1.2),
        *breast, *crest, *tips,
    ]  # fmt: skip


def _circle() -> Points:
    turn = np.linspace(0, 2 * np.pi, 13)
    return np.stack([np.cos(turn), np.sin(turn), np.zeros(13)], axis=1)
