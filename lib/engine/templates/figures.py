"""Opening figures: what the drones show before they write. Each fits any number of drones.

Ordered figures look like a drone show; random ones look like dirt. All are some 300 to 520 pixels
wide, turn slowly about the vertical axis, and are coloured from foot to head.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.palette import Palette
from lib.engine.show import Formation

Figure = Callable[[int, tuple[float, float], Palette], Formation]
_Points = npt.NDArray[np.float64]

_GOLDEN: Final = np.pi * (1 + 5**0.5)
_RINGS: Final = (205.0, 222.0, 239.0, 256.0)


def globe(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """A Fibonacci sphere (Swinbank & Purser, 2006) in four counter-rotating rings."""
    ringed = int(0.42 * n)
    ball = n - ringed
    radius = 150.0
    k = np.arange(ball) + 0.5
    height = 1 - 2 * k / ball
    around = _GOLDEN * k
    level = np.sqrt(1 - height**2)
    sphere = radius * _columns(level * np.cos(around), -height, level * np.sin(around))
    j = np.arange(ringed)
    ring = np.array(_RINGS)[j % len(_RINGS)]
    turn = 2 * np.pi * j / max(ringed, 1)
    rings = _columns(ring * np.cos(turn), np.zeros(ringed), ring * np.sin(turn))
    hue = np.concatenate([0.45 * (height + 1) / 2, 0.5 + 0.49 * (j % len(_RINGS)) / 3])
    return _figure(
        np.concatenate([sphere, rings]),
        hue,
        centre,
        palette,
        spin=np.concatenate([np.full(ball, 0.75), np.full(ringed, -0.42)]),
        tilt=0.30,
        shade=0.72,
        ball=radius,
    )


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
    backbone = _columns(radius * np.cos(angle), tall * (0.5 - share), radius * np.sin(angle))
    c = np.arange(crossing)
    rung = c % rungs
    along = ((c // rungs + 0.5) / np.ceil(crossing / rungs)) * 2 - 1
    at = (rung + 0.5) / rungs
    angle = 2 * np.pi * turns * at
    bars = _columns(
        0.86 * radius * along * np.cos(angle),
        tall * (0.5 - at),
        0.86 * radius * along * np.sin(angle),
    )
    hue = np.concatenate([np.where(side == 0, 0.1, 0.9), 0.5 + 0.35 * along])
    spin = np.full(n, 0.85)
    return _figure(np.concatenate([backbone, bars]), hue, centre, palette, spin=spin, shade=0.7)


def lotus(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Three whorls of petals, each a pointed leaf outlined and veined, around a seed head."""
    whorls = ((9, 262.0, 0.18), (8, 215.0, 0.55), (6, 150.0, 1.05))  # petals, length, rise
    head = max(12, n // 14)
    weights = np.array([petals * length for petals, length, _ in whorls])
    counts = np.floor((n - head) * weights / weights.sum()).astype(int)
    counts[0] += n - head - counts.sum()
    parts: list[_Points] = []
    hues: list[npt.NDArray[np.float64]] = []
    for whorl, ((petals, length, rise), count) in enumerate(zip(whorls, counts, strict=True)):
        points, along = _whorl(petals, length, rise, int(count), 0.5 * (whorl % 2))
        parts.append(points)
        hues.append(0.12 + 0.62 * along + 0.08 * whorl)
    k = np.arange(head) + 0.5
    radius = 34 * np.sqrt(k / head)
    parts.append(
        _columns(radius * np.cos(_GOLDEN * k), np.full(head, -40.0), radius * np.sin(_GOLDEN * k))
    )
    hues.append(np.full(head, 0.98))
    return _figure(
        np.concatenate(parts) + np.array([0.0, 70.0, 0.0]),
        np.concatenate(hues),
        centre,
        palette,
        spin=np.full(n, 0.38),
        tilt=0.34,
        shade=0.55,
    )


def _whorl(
    petals: int, length: float, rise: float, count: int, offset: float
) -> tuple[_Points, npt.NDArray[np.float64]]:
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
    return _columns(out * np.cos(turn), up, out * np.sin(turn)), along


def heart(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Nested hearts, the outer ones flat and the inner ones swelling towards the viewer."""
    shells = 6
    scale = np.linspace(1.0, 0.2, shells)
    counts = np.floor(n * scale / scale.sum()).astype(int)
    counts[0] += n - counts.sum()
    parts: list[_Points] = []
    hues: list[npt.NDArray[np.float64]] = []
    for size, count in zip(scale, counts, strict=True):
        angle = _even_on_heart(int(count))
        x = 16 * np.sin(angle) ** 3
        y = _heart_height(angle)
        bulge = 62 * np.sqrt(1 - size**2) * np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
        parts.append(_columns(13.0 * size * x, -13.0 * size * (y + 2.5), bulge))
        hues.append(np.clip((y + 17) / 30, 0, 1) * 0.7 + 0.3 * (1 - size))
    return _figure(
        np.concatenate(parts),
        np.concatenate(hues),
        centre,
        palette,
        spin=np.zeros(n),  # edge-on it would be no heart: it turns to and fro instead
        sway=0.6,
        shade=0.5,
    )


def _heart_height(angle: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The well-known heart: x = 16 sin³ a, y as returned."""
    height: npt.NDArray[np.float64] = (
        13 * np.cos(angle) - 5 * np.cos(2 * angle) - 2 * np.cos(3 * angle) - np.cos(4 * angle)
    )
    return height


def _even_on_heart(count: int) -> npt.NDArray[np.float64]:
    """Angles that are equally far apart along the curve, not along the angle."""
    angle = np.linspace(0, 2 * np.pi, 1440)
    x, y = 16 * np.sin(angle) ** 3, _heart_height(angle)
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    even: npt.NDArray[np.float64] = np.interp(
        (np.arange(count) + 0.5) / max(count, 1) * length[-1], length, angle
    )
    return even


def palace_lantern(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """A round lantern of ribs between two caps, with a tassel below."""
    caps, tassel = int(0.10 * n), int(0.12 * n)
    ribs = 14
    body = n - 2 * caps - tassel
    i = np.arange(body)
    turn = 2 * np.pi * (i % ribs) / ribs
    share = (i // ribs + 0.5) / np.ceil(body / ribs) * 2 - 1
    level, height = 190 * np.sqrt(1 - 0.90 * share**2), 150 * share
    skin = _columns(level * np.cos(turn), height, level * np.sin(turn))
    c = np.arange(2 * caps)
    side = np.where(c % 2 == 0, -1.0, 1.0)
    angle, tier = 2 * np.pi * (c // 6 + 0.5 * (c // 2 % 2)) / np.ceil(caps / 3), c // 2 % 3
    rings = _columns(68 * np.cos(angle), side * (158 + 8.0 * tier), 68 * np.sin(angle))
    t = np.arange(tassel)
    thread, along = t % 9, (t // 9 + 0.5) / np.ceil(tassel / 9)
    swing = 2 * np.pi * thread / 9
    fringe = (6 + 13 * along) * np.stack([np.cos(swing), np.sin(swing)])
    threads = _columns(fringe[0], 186 + 84 * along, fringe[1])
    hue = np.concatenate([0.75 - 0.55 * np.abs(share), 0.05 + 0 * side, 0.15 + 0.5 * along])
    return _figure(
        np.concatenate([skin, rings, threads]) - np.array([0.0, 22.0, 0.0]),
        hue,
        centre,
        palette,
        spin=np.full(n, 0.42),
        tilt=0.10,
        shade=0.9,
    )


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
    return _figure(
        _columns(radius * np.cos(turn), height, radius * np.sin(turn)),
        share,
        centre,
        palette,
        spin=np.full(n, 0.40),
        tilt=0.22,
        shade=0.9,
    )


FIGURES: Final[tuple[Figure, ...]] = (globe, helix, lotus, heart)
#: Those that lanterns float into.
LANTERN_FIGURES: Final[tuple[Figure, ...]] = (palace_lantern, lotus, stream)


def _figure(
    points: _Points,
    hue: npt.NDArray[np.float64],
    centre: tuple[float, float],
    palette: Palette,
    *,
    spin: npt.NDArray[np.float64],
    tilt: float = 0.0,
    shade: float,
    sway: float = 0.0,
    ball: float = 0.0,
) -> Formation:
    return Formation(
        points=points.astype(np.float32),
        centre=centre,
        colour=palette.formation_gradient(hue.astype(np.float32)),
        brightness=np.ones(len(points), np.float32),
        spin=spin.astype(np.float32),
        tilt=tilt,
        shade=shade,
        sway=sway,
        hover=2.0,
        ball=ball,
    )


def _columns(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], z: npt.NDArray[np.float64]
) -> _Points:
    return np.stack([x, y, z], axis=1)
