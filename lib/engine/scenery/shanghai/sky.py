"""The night above the city: dark and calm where the caption flies, lit from below at the roofs."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.blur import blurred, stretched
from lib.engine.scenery.core.canvas import Field, bump, rgb, tinted
from lib.engine.scenery.core.plate import (
    MARGIN_X,
    MARGIN_Y,
    PLATE_HEIGHT,
    PLATE_WIDTH,
    WATERLINE,
)
from lib.engine.scenery.core.value_noise import wisps

#: Share of the way from the frame's top to the waterline -> colour of the clear sky.
GRADIENT: Final = (
    (0.00, (0.0028, 0.0040, 0.0115)),
    (0.35, (0.0040, 0.0056, 0.0180)),
    (0.60, (0.0056, 0.0086, 0.0290)),
    (0.80, (0.0120, 0.0130, 0.0430)),
    (0.92, (0.0420, 0.0260, 0.0520)),
    (1.00, (0.1050, 0.0500, 0.0500)),
)
STARS: Final = 190
#: sigma in pixels, weight: what the city's lights do to the air and to a lens
BLOOM: Final = ((2.0, 0.26), (7.0, 0.14), (26.0, 0.13), (80.0, 0.17))


def bloom(city: Field) -> Field:
    """City (h, w, 3) -> its glow over the whole plate (PLATE_HEIGHT, w, 3)."""
    whole = np.zeros((PLATE_HEIGHT, PLATE_WIDTH, 3), np.float32)
    whole[: len(city)] = np.minimum(city, 3.0)
    total = np.zeros_like(whole)
    for sigma, weight in BLOOM:
        total += np.float32(weight) * blurred(whole, sigma)
    return total


def night() -> Field:
    """(PLATE_HEIGHT, PLATE_WIDTH, 3), without the glow of the city's lights."""
    y, x = np.mgrid[0:PLATE_HEIGHT, 0:PLATE_WIDTH].astype(np.float32)
    y, x = y - MARGIN_Y, x - MARGIN_X
    fall = np.clip(y / WATERLINE, 0.0, 1.0)
    sky = _gradient(fall)
    veil = wisps((PLATE_HEIGHT, PLATE_WIDTH), 22)
    low = fall**3
    sky += tinted(veil * (0.05 + 0.95 * low), rgb(0.020, 0.018, 0.044))
    sky += tinted(veil**2 * bump(y, 760.0, 150.0), rgb(0.075, 0.030, 0.026))
    glow = np.exp(-(((x - 340) / 310) ** 2) - ((y - WATERLINE) / 130) ** 2)
    sky += tinted(glow, rgb(0.060, 0.030, 0.030))
    _scatter_stars(sky, 1.0 - veil)
    return sky


def _gradient(fall: Field) -> Field:
    """Straight pieces would show their joints as bands: a running mean down the picture hides them."""
    knots = [share for share, _ in GRADIENT]
    column = fall[:, 0]
    channels = [np.interp(column, knots, [c[i] for _, c in GRADIENT]) for i in range(3)]
    smooth = stretched(np.stack(channels, axis=-1)[:, None, :].astype(np.float32), 0.0, 32.0)
    return np.repeat(smooth, fall.shape[1], axis=1)


def _scatter_stars(sky: Field, clear: Field) -> None:
    """Small dots, most of them faint, fewer towards the glow of the city."""
    rng = np.random.default_rng(4)
    for _ in range(STARS):
        x = int(rng.integers(2, PLATE_WIDTH - 2))
        y = int(rng.random() ** 1.4 * 620) + 4
        strength = (0.016 + 0.17 * rng.random() ** 8) * min(max((640 - y) / 440, 0.0), 1.0)
        warmth = rng.random()
        colour = rgb(0.75 + 0.25 * warmth, 0.82, 1.0 - 0.25 * warmth)
        sky[y, x] += np.float32(strength) * clear[y, x] * colour
