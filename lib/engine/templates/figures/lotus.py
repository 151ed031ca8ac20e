"""A lotus in bloom."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import GOLDEN, Points, columns, figure


def lotus(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Three whorls of petals, each a pointed leaf outlined and veined, around a seed head."""
    whorls = ((9, 262.0, 0.18), (8, 215.0, 0.55), (6, 150.0, 1.05))  # petals, length, rise
    head = max(12, n // 14)
    weights = np.array([petals * length for petals, length, _ in whorls])
    counts = np.floor((n - head) * weights / weights.sum()).astype(int)
    counts[0] += n - head - counts.sum()
    parts: list[Points] = []
    hues: list[npt.NDArray[np.float64]] = []
    for whorl, ((petals, length, rise), count) in enumerate(zip(whorls, counts, strict=True)):
        points, along = _whorl(petals, length, rise, int(count), 0.5 * (whorl % 2))
        parts.append(points)
        hues.append(0.12 + 0.62 * along + 0.08 * whorl)
    k = np.arange(head) + 0.5
    radius = 34 * np.sqrt(k / head)
    parts.append(
        columns(radius * np.cos(GOLDEN * k), np.full(head, -40.0), radius * np.sin(GOLDEN * k))
    )
    hues.append(np.full(head, 0.98))
    return figure(
        np.concatenate(parts) + np.array([0.0, 70.0, 0.0]),
        np.concatenate(hues),
        centre,
        palette,
        spin=np.full(n, 0.38),
        tilt=0.34,
        gesture=Gesture(opens=0.75),
        shade=0.55,
    )


def _whorl(
    petals: int, length: float, rise: float, count: int, offset: float
) -> tuple[Points, npt.NDArray[np.float64]]:
    """`count` points on a ring of petals that curve up by `rise`; and how far out each lies."""
    i = np.arange(count)
    petal = i % petals
    step = (i // petals + 0.5) / np.ceil(count / petals)
    # the outline there and back takes three quarters of a petal's drones, its vein the last one
    along = np.where(step < 0.76, 1 - np.abs(step / 0.38 - 1), (step - 0.76) / 0.24 * 0.8 + 0.1)
    edge = np.where(step < 0.38, 1.0, np.where(step < 0.76, -1.0, 0.0))
    half = edge * (2.3 / petals) * np.sin(np.pi * along**0.85)
    turn = 2 * np.pi * (petal + offset) / petals + half
    out = 26 + (length - 26) * along * (1 - 0.34 * rise * along)
    up = -length * rise * 0.9 * along**1.6
    return columns(out * np.cos(turn), up, out * np.sin(turn)), along
