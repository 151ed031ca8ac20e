"""A globe in counter-rotating rings."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import GOLDEN, columns, figure

_RINGS: Final = (205.0, 222.0, 239.0, 256.0)


def globe(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """A Fibonacci sphere (Swinbank & Purser, 2006) in four counter-rotating rings."""
    ringed = int(0.42 * n)
    ball = n - ringed
    radius = 150.0
    k = np.arange(ball) + 0.5
    height = 1 - 2 * k / ball
    around = GOLDEN * k
    level = np.sqrt(1 - height**2)
    sphere = radius * columns(level * np.cos(around), -height, level * np.sin(around))
    j = np.arange(ringed)
    ring = np.array(_RINGS)[j % len(_RINGS)]
    turn = 2 * np.pi * j / max(ringed, 1)
    rings = columns(ring * np.cos(turn), np.zeros(ringed), ring * np.sin(turn))
    hue = np.concatenate([0.45 * (height + 1) / 2, 0.5 + 0.49 * (j % len(_RINGS)) / 3])
    return figure(
        np.concatenate([sphere, rings]),
        hue,
        centre,
        palette,
        spin=np.concatenate([np.full(ball, 0.75), np.full(ringed, -0.42)]),
        tilt=0.30,
        gesture=Gesture(beat=0.035),
        shade=0.72,
        ball=radius,
    )
