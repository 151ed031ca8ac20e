"""A heart of hearts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture
from lib.engine.templates.figures.figure import Points, columns, figure


def heart(n: int, centre: tuple[float, float], palette: Palette) -> Formation:
    """Nested hearts, the outer ones flat and the inner ones swelling towards the viewer."""
    shells = 6
    scale = np.linspace(1.0, 0.2, shells)
    counts = np.floor(n * scale / scale.sum()).astype(int)
    counts[0] += n - counts.sum()
    parts: list[Points] = []
    hues: list[npt.NDArray[np.float64]] = []
    for size, count in zip(scale, counts, strict=True):
        angle = _even_on_heart(int(count))
        x = 16 * np.sin(angle) ** 3
        y = _heart_height(angle)
        bulge = 62 * np.sqrt(1 - size**2) * np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
        parts.append(columns(13.0 * size * x, -13.0 * size * (y + 2.5), bulge))
        hues.append(np.clip((y + 17) / 30, 0, 1) * 0.7 + 0.3 * (1 - size))
    return figure(
        np.concatenate(parts),
        np.concatenate(hues),
        centre,
        palette,
        spin=np.zeros(n),  # edge-on it would be no heart: it turns to and fro instead
        sway=0.6,
        gesture=Gesture(beat=0.07),
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
