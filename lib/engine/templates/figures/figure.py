"""What all figures share: how drones at places and hues become a Formation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.palette import Palette
from lib.engine.show import Formation, Gesture

#: (drones, centre, palette) -> where they stand. Any number of drones from some 500 on.
Figure = Callable[[int, tuple[float, float], Palette], Formation]
Values = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]  # (n, 3) pixels from the centre: x to the right, y down, z nearer

#: The angle between followers of Vogel's spiral and of a Fibonacci sphere, radians.
GOLDEN: Final = np.pi * (1 + 5**0.5)


def figure(
    points: Points,
    hue: Values,
    centre: tuple[float, float],
    palette: Palette,
    *,
    spin: Values,
    tilt: float = 0.0,
    shade: float,
    sway: float = 0.0,
    hover: float = 2.0,
    ball: float = 0.0,
    gesture: Gesture = Gesture(),  # noqa: B008 - frozen
    brightness: Values | None = None,
) -> Formation:
    """`hue` (n,) runs from 0 to 1 through the palette's colours for figures; else see Formation."""
    shine = np.ones(len(points)) if brightness is None else brightness
    return Formation(
        points=points.astype(np.float32),
        centre=centre,
        colour=palette.formation_gradient(hue.astype(np.float32)),
        brightness=shine.astype(np.float32),
        spin=spin.astype(np.float32),
        tilt=tilt,
        shade=shade,
        sway=sway,
        hover=hover,
        ball=ball,
        gesture=gesture,
    )


def columns(x: Values, y: Values, z: Values) -> Points:
    return np.stack([x, y, z], axis=1)
