"""A double helix."""

from __future__ import annotations

import numpy as np

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import columns, figure


def helix(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """A double helix with its rungs."""
    rungs = max(9, n // 60)
    crossing = int(0.36 * n)
    strand = n - crossing
    s = np.arange(strand)
    side = s % 2
    share = (s // 2 + 0.5) / np.ceil(strand / 2)
    radius, tall, turns = 118.0, 470.0, 2.25
    angle = 2 * np.pi * turns * share + np.pi * side
    backbone = columns(radius * np.cos(angle), tall * (0.5 - share), radius * np.sin(angle))
    c = np.arange(crossing)
    rung = c % rungs
    along = ((c // rungs + 0.5) / np.ceil(crossing / rungs)) * 2 - 1
    at = (rung + 0.5) / rungs
    angle = 2 * np.pi * turns * at
    bars = columns(
        0.86 * radius * along * np.cos(angle),
        tall * (0.5 - at),
        0.86 * radius * along * np.sin(angle),
    )
    hue = np.concatenate([np.where(side == 0, 0.1, 0.9), 0.5 + 0.35 * along])
    spin = np.full(n, 0.85)
    return figure(
        np.concatenate([backbone, bars]),
        hue,
        centre,
        palette,
        spin=spin,
        gesture=Gesture(swim=6.0),
        shade=0.7,
    )
