"""A palace lantern."""

from __future__ import annotations

import numpy as np

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import columns, figure


def palace_lantern(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """A round lantern of ribs between two caps, with a tassel below."""
    caps, tassel = int(0.10 * n), int(0.12 * n)
    ribs = 14
    body = n - 2 * caps - tassel
    i = np.arange(body)
    turn = 2 * np.pi * (i % ribs) / ribs
    share = (i // ribs + 0.5) / np.ceil(body / ribs) * 2 - 1
    level, height = 190 * np.sqrt(1 - 0.90 * share**2), 150 * share
    skin = columns(level * np.cos(turn), height, level * np.sin(turn))
    c = np.arange(2 * caps)
    side = np.where(c % 2 == 0, -1.0, 1.0)
    angle, tier = 2 * np.pi * (c // 6 + 0.5 * (c // 2 % 2)) / np.ceil(caps / 3), c // 2 % 3
    rings = columns(68 * np.cos(angle), side * (158 + 8.0 * tier), 68 * np.sin(angle))
    t = np.arange(tassel)
    thread, along = t % 9, (t // 9 + 0.5) / np.ceil(tassel / 9)
    swing = 2 * np.pi * thread / 9
    fringe = (6 + 13 * along) * np.stack([np.cos(swing), np.sin(swing)])
    threads = columns(fringe[0], 186 + 84 * along, fringe[1])
    hue = np.concatenate([0.75 - 0.55 * np.abs(share), 0.05 + 0 * side, 0.15 + 0.5 * along])
    return figure(
        np.concatenate([skin, rings, threads]) - np.array([0.0, 22.0, 0.0]),
        hue,
        centre,
        palette,
        spin=np.full(n, 0.42),
        tilt=0.10,
        gesture=Gesture(beat=0.03),
        shade=0.9,
    )
