"""A river of lights."""

from __future__ import annotations

import numpy as np

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import columns, figure


def stream(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """A ribbon of many strands that climbs in widening turns, like a river of lights."""
    strands = min(max(n // 130, 5), 16)
    i = np.arange(n)
    across = (i % strands) / (strands - 1) * 2 - 1
    share = (i // strands + 0.5 * (i % 2) + 0.5) / (np.ceil(n / strands) + 0.5)
    turn = 2 * np.pi * 1.9 * share**0.85
    width = 20 + 34 * share
    radius = 40 + 165 * share + 0.35 * width * across
    height = 215 - 370 * share + width * across
    return figure(
        columns(radius * np.cos(turn), height, radius * np.sin(turn)),
        share,
        centre,
        palette,
        spin=np.full(n, 0.40),
        tilt=0.22,
        gesture=Gesture(swim=10.0),
        shade=0.9,
    )
