"""The night above the city: dark and calm where the caption flies, lit from below at the roofs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.blur import blurred, stretched
from lib.engine.scenery.core.canvas import Field, bump, rgb, tinted
from lib.engine.scenery.core.plate import WATERLINE, Plan
from lib.engine.scenery.core.value_noise import wisps

#: Share of the way from the frame's top to the waterline -> colour of the clear sky.
Gradient = tuple[tuple[float, tuple[float, float, float]], ...]
GRADIENT: Final[Gradient] = (
    (0.00, (0.0028, 0.0040, 0.0115)),
    (0.35, (0.0040, 0.0056, 0.0180)),
    (0.60, (0.0056, 0.0086, 0.0290)),
    (0.80, (0.0120, 0.0130, 0.0430)),
    (0.92, (0.0420, 0.0260, 0.0520)),
    (1.00, (0.1050, 0.0500, 0.0500)),
)
#: sigma in units, weight: what the city's lights do to the air and to a lens
BLOOM: Final = ((2.0, 0.26), (7.0, 0.14), (26.0, 0.13), (80.0, 0.17))


def bloom(city: Field, plan: Plan) -> Field:
    """City (h, w, 3) -> its glow over the whole plate (plate height, w, 3)."""
    whole = np.zeros((plan.height, plan.width, 3), np.float32)
    whole[: len(city)] = np.minimum(city, 3.0)
    total = np.zeros_like(whole)
    for sigma, weight in BLOOM:
        total += np.float32(weight) * blurred(whole, sigma * plan.scale)
    return total


def night(plan: Plan) -> Field:
    """(plate height, plate width, 3), without the glow of the city's lights."""
    x, y = plan.places(plan.height)
    fall = np.clip(y / WATERLINE, 0.0, 1.0)
    sky = gradient(fall, GRADIENT, plan)
    veil = wisps((plan.height, plan.width), 22, plan.scale)
    low = fall**3
    sky += tinted(veil * (0.05 + 0.95 * low), rgb(0.020, 0.018, 0.044))
    sky += tinted(veil**2 * bump(y, 760.0, 150.0), rgb(0.075, 0.030, 0.026))
    middle, wide = plan.moved(340, 0.62), 310 * plan.frame.spread
    glow = np.exp(-(((x - middle) / wide) ** 2) - ((y - WATERLINE) / 130) ** 2)
    sky += tinted(glow, rgb(0.060, 0.030, 0.030))
    scatter_stars(sky, 1.0 - veil, plan, StarField())
    return sky


def gradient(fall: Field, knots: Gradient, plan: Plan) -> Field:
    """Fall (h, w), 0 at the top and 1 at the waterline -> colours (h, w, 3).

    Straight pieces would show their joints as bands: a running mean down the picture hides them.
    """
    shares, column = [share for share, _ in knots], fall[:, 0]
    channels = [np.interp(column, shares, [c[i] for _, c in knots]) for i in range(3)]
    picture = np.stack(channels, axis=-1)[:, None, :].astype(np.float32)
    return np.repeat(stretched(picture, 0.0, 32.0 * plan.scale), fall.shape[1], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarField:
    """How many there are in the API's own format, how far down they reach, and how bright they are.

    colour  of one star by its warmth, 0 to 1
    """

    count: int = 190
    seed: int = 4
    reach: float = 620.0
    crowding: float = 1.4
    faint: float = 0.016
    bright: float = 0.17
    end: float = 640.0
    warm: bool = True


def scatter_stars(sky: Field, clear: Field, plan: Plan, stars: StarField) -> None:
    """Small dots, most of them faint, fewer towards the glow of the city."""
    rng = np.random.default_rng(stars.seed)
    scale = plan.scale
    gain = np.float32(scale)  # finer, and so a little brighter
    for _ in range(round(stars.count * plan.frame.spread)):
        x = int(rng.integers(2, plan.width - 2))
        y = int(rng.random() ** stars.crowding * stars.reach) + 4
        strength = (stars.faint + stars.bright * rng.random() ** 8) * min(
            max((stars.end - y) / 440, 0.0), 1.0
        )
        colour = rgb(0.95, 0.86, 0.80)
        if stars.warm:
            warmth = rng.random()
            colour = rgb(0.75 + 0.25 * warmth, 0.82, 1.0 - 0.25 * warmth)
        row = round(y * scale)
        sky[row, x] += np.float32(strength) * gain * clear[row, x] * colour
