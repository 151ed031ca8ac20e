"""Spares: what drones do that write no letter. One way is drawn for each film; one is to be gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.lettering import Lettering

_ASIDE: Final = 32.0  # units at the frame's sides that they leave free
_Values = npt.NDArray[np.float64]
_Floating = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spares:
    """m drones around the words.

    points  (m, 2) units from the words' middle
    chase   (m,) radians: where each stands on the light that runs through them
    shine   how bright they are; 0: they go dark and are not missed
    rest, run  what each keeps between two passes of that light, and what it adds (see Temper)
    """

    points: Floats
    chase: Floats
    shine: float = 1.0
    rest: float = 0.22
    run: float = 0.95


#: (words, frame, drones at least) -> what they do
Way = Callable[[Lettering, Frame, int], Spares]


def arcs(words: Lettering, frame: Frame, least: int) -> Spares:
    """Three mirrored lines above and below the words, with a light that runs."""
    widest = _half_width(words, frame)
    spares = _count(widest, least)
    i = np.arange(spares)
    below, row = i % 2, (i // 2) % 3
    columns = max(1, spares // 6)
    across = np.clip((i // 6 + 0.5 * (row == 1) + 0.5) / (columns + 0.5) * 2 - 1, -1, 1)
    drop = max(words.height / 2, 70) + 26 + row * 11
    bow = (20 + 8 * row) * (1 - across**2) - 20 * np.abs(across) ** 3
    side = np.where(below == 1, 1.0, -1.0)
    x, y = across * widest * (1 - 0.10 * row), side * (drop + bow)
    return _flat(x, y, x * -side * 0.011)


def frame_of_lights(words: Lettering, frame: Frame, least: int) -> Spares:
    """A double frame with round corners; lights run around it."""
    widest = min(_half_width(words, frame), frame.middle - 20.0)
    spares = _count(widest, least)
    high = max(words.height / 2, 60) + 42
    i = np.arange(spares)
    inner = i % 2
    turn = 2 * np.pi * (i // 2 + 0.5 * inner) / np.ceil(spares / 2)
    x, y = _rounded(turn, widest - 9.0 * inner, high - 9.0 * inner)
    return _flat(x, y, 4 * turn * np.where(inner == 1, -1.0, 1.0))


def comets(words: Lettering, frame: Frame, least: int) -> Spares:
    """An orbit around the words that is dark but for comets with long tails."""
    widest = min(_half_width(words, frame) + 4, frame.middle - 14.0)
    spares = _count(widest, least)
    high = max(words.height / 2, 60) + 58
    turn = 2 * np.pi * (np.arange(spares) + 0.5) / spares
    wobble = 1 + 0.025 * np.sin(5 * turn)
    x, y = _rounded(turn, widest, high * wobble)
    return _flat(x, y, 3 * turn, rest=0.03, run=1.5)


def rings(words: Lettering, frame: Frame, least: int) -> Spares:
    """Two double rings like crowns, above and below the words; lights run around them."""
    widest = _half_width(words, frame)
    spares = _count(widest, least)
    i = np.arange(spares)
    below, row = i % 2, (i // 2) % 2
    turn = 2 * np.pi * (i // 4 + 0.5 * row) / np.ceil(spares / 4)
    side = np.where(below == 1, 1.0, -1.0)
    high = max(words.height / 2, 60) + 58 + 3.0 * row
    x = (0.92 - 0.08 * row) * widest * np.cos(turn)
    y = side * high + (22.0 - 6.0 * row) * np.sin(turn)
    return _flat(x, y, 2 * turn * side, rest=0.45, run=0.9)


def gone(words: Lettering, frame: Frame, least: int) -> Spares:
    """They fly up and away: nothing but words is left."""
    spares = _count(_half_width(words, frame), least)
    across = (np.arange(spares) + 0.5) / spares * 2 - 1
    x, y = across * 0.47 * frame.width, -words.height / 2 - 30 - 40 * np.abs(np.sin(29 * across))
    return _flat(x, y, 0 * across, shine=0.0)


WAYS: Final[tuple[Way, ...]] = (arcs, frame_of_lights, comets, rings, gone)


def _half_width(words: Lettering, frame: Frame) -> float:
    return min(max(words.width / 2, 170) + 34, frame.middle - _ASIDE)


def _count(widest: float, least: int) -> int:
    longer = max(widest / (Frame().middle - _ASIDE), 1.0)  # than the API's own format allows
    return max(round(140 * longer), least)


def _rounded(
    turn: _Values, across: _Floating | float, down: _Floating
) -> tuple[_Floating, _Floating]:
    """A rectangle with round corners: a superellipse (Lamé) of exponent 6."""
    c, s = np.cos(turn), np.sin(turn)
    size = (np.abs(c) ** 6 + np.abs(s) ** 6) ** (-1 / 6)
    return across * size * c, down * size * s


def _flat(
    x: _Floating,
    y: _Floating,
    chase: _Floating,
    *,
    shine: float = 1.0,
    rest: float = 0.22,
    run: float = 0.95,
) -> Spares:
    return Spares(
        points=np.stack([x, y], axis=1).astype(np.float32),
        chase=chase.astype(np.float32),
        shine=shine, rest=rest, run=run,
    )  # fmt: skip
