"""The lotus on the near shore: round leaves that overlap, blossoms and buds among them."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, rgb
from lib.engine.scenery.core.plate import CROWD_HIGH, Plan
from lib.engine.scenery.core.silhouettes import Silhouettes
from lib.engine.scenery.core.sketch import Point, Stencil

Chance = np.random.Generator

_CLUMP: Final = 628.0  # units from one clump of leaves to the next
LEAF: Final = rgb(0.0075, 0.0125, 0.0125)
STEM: Final = rgb(0.0060, 0.0085, 0.0070)
PETAL: Final = rgb(0.300, 0.085, 0.115)
PALE: Final = rgb(0.420, 0.210, 0.190)
HEART: Final = rgb(0.520, 0.330, 0.090)

#: x, y of the middle, half width, from far to near.
LEAVES: Final = (
    (34, 62, 30), (116, 56, 25), (196, 66, 27), (470, 60, 26), (548, 54, 29), (622, 64, 31),
    (300, 74, 25), (402, 73, 28), (74, 80, 46), (168, 86, 40), (556, 79, 44), (634, 88, 46),
    (250, 93, 42), (350, 96, 38), (458, 90, 44), (20, 101, 62), (130, 107, 58), (545, 106, 62),
    (300, 112, 60), (420, 111, 58), (640, 114, 60), (214, 116, 62), (30, 122, 70), (500, 122, 72),
)  # fmt: skip
#: x, y of the heart, length of a petal, how far it has opened.
BLOSSOMS: Final = (
    (104, 42, 17.0, 1.0), (571, 34, 20.0, 0.85), (486, 62, 12.0, 0.55), (216, 60, 10.5, 0.30),
)  # fmt: skip
#: Rings of petals, the outer one first: how many, how long, how much they lean, their colour.
RINGS: Final = (
    (7, 1.0, 1.0, PETAL),
    (5, 0.92, 0.78, 0.7 * PETAL + 0.3 * PALE),
    (3, 0.74, 0.56, PALE),
)


def grown(plan: Plan) -> Silhouettes:
    """Leaves from the far ones to the near ones, the blossoms where the leaves grow larger."""
    rng = np.random.default_rng(88)
    shore = Silhouettes(plan)
    clumps = plan.repeated(_CLUMP)
    for number, (x, y, half) in enumerate(LEAVES):
        if number == 12:
            for bloom_x, *bloom in BLOSSOMS:
                for shift in clumps:
                    _blossom(shore, bloom_x + shift, *bloom)
        for shift in clumps:
            _leaf(shore, (x + shift, y), half, rng)
    floor = shore.stencil(None, 5).box(0, 0, shore.wide, 5)
    shore.stand(0, CROWD_HIGH - 5, floor.fine(), 0.5 * LEAF, 0.0)
    return shore


def _leaf(shore: Silhouettes, middle: Point, half: float, rng: Chance) -> None:
    """A round leaf seen from low above: a wavy dish, its veins from the middle."""
    flat, phase = 0.27 + 0.05 * float(rng.random()), float(rng.random()) * 6.3
    tip = float(rng.normal(0, 0.10))
    angle = np.linspace(0, 2 * np.pi, 90)
    reach = half * (1 + 0.035 * np.sin(5 * angle + phase) + 0.03 * np.sin(9 * angle + 2 * phase))
    across, down = reach * np.cos(angle), flat * reach * np.sin(angle)
    down = down + tip * across - 0.05 * half * np.cos(3 * angle + phase)
    wide, high = int(2.3 * half) + 4, int(1.1 * half) + 6
    left, top = round(middle[0] - wide / 2), round(middle[1] - high / 2)
    at = (middle[0] - left, middle[1] - top)
    rims = [(at[0] + float(a), at[1] + float(d)) for a, d in zip(across, down, strict=True)]
    _stem(shore, middle, 3 * tip * half)
    dish = shore.stencil(wide, high).polygon(rims)
    shore.stand(left, top, dish.fine(), _dish(dish, at, half, flat), 1.1)
    veins = shore.stencil(wide, high)
    for x, y in rims[::6]:
        veins.line([at, (at[0] + 0.93 * (x - at[0]), at[1] + 0.93 * (y - at[1]))], 0.35)
    shore.stand(left, top, 0.45 * veins.fine(), 2.6 * LEAF, 0.0)


def _stem(shore: Silhouettes, top: Point, bend: float) -> None:
    x, y = top
    left, foot = round(x) - 12, max(CROWD_HIGH - int(y), 1)
    path = [(x - left, 2.0), (x - left + 0.6 * bend, 0.5 * foot), (x - left + bend, float(foot))]
    shore.stand(left, int(y), shore.stencil(24, foot).limb(path, [1.6, 2.0, 2.6]).fine(), STEM, 0.0)


def _dish(stencil: Stencil, at: Point, half: float, flat: float) -> Field:
    """(h, w, 3): lighter towards its far edge, where the sky is mirrored in it."""
    high, wide = stencil.cover().shape
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32) / np.float32(stencil.scale)
    across, up = (x - at[0]) / half, (at[1] - y) / (flat * half)
    sheen = np.clip(0.55 + 0.55 * up, 0.12, 1.3) * (1.0 - 0.3 * across**2)
    light: Field = sheen[..., None] * LEAF * np.float32(0.7 + 18.0 / half)
    return light


def _blossom(shore: Silhouettes, x: float, y: float, length: float, opened: float) -> None:
    _stem(shore, (x, y), 2.0)
    wide, high = int(2.6 * length), int(1.5 * length)
    left, top = round(x - wide / 2), round(y - 1.2 * length)
    foot = (x - left, y - top)
    for count, size, leaning, colour in RINGS:
        light = _blush(shore.stencil(wide, high), foot[1], length, colour)
        for lean in outside_in(count):
            outline = petal(foot, length * size, 1.25 * opened * leaning * lean)
            shore.stand(left, top, shore.stencil(wide, high).polygon(outline).fine(), light, 0.7)
    heart = shore.stencil(wide, high).ellipse(
        (foot[0], foot[1] - 1.5), 0.16 * length, 0.10 * length
    )
    shore.stand(left, top, heart.fine(), HEART, 0.0)


def _blush(stencil: Stencil, foot: float, length: float, colour: Field) -> Field:
    """(h, w, 3): pale where the petals grow, deep pink at their tips."""
    high, wide = stencil.cover().shape
    rows = np.arange(high, dtype=np.float32)[:, None, None] / np.float32(stencil.scale)
    up = np.clip((foot - rows) / length, 0.0, 1.0)
    light: Field = (colour * (0.45 + 0.75 * up)) * np.ones((1, wide, 1), np.float32)
    return light


def outside_in(count: int) -> list[float]:
    """-1 to 1, the outermost first, as petals overlap."""
    return sorted((float(lean) for lean in np.linspace(-1, 1, count)), key=abs, reverse=True)


def petal(base: Point, length: float, tilt: float, width: float = 0.30) -> list[Point]:
    """The outline of a pointed leaf on `base`, `tilt` radians from upright, curving outwards."""
    s = np.linspace(0, 1, 14)
    bend = tilt * (0.55 + 0.45 * s)
    x, y = base[0] + length * s * np.sin(bend), base[1] - length * s * np.cos(bend)
    half = width * length * np.sin(np.pi * s**0.75) ** 0.9
    over, under = half * np.cos(bend), half * np.sin(bend)
    left, right = np.stack([x - over, y - under], 1), np.stack([x + over, y + under], 1)
    return [(float(a), float(b)) for a, b in np.concatenate([left, right[::-1]])]
