"""Hills around a lake: ridge behind ridge, each a little darker, with mist lying between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import (
    SAMPLES,
    Canvas,
    Field,
    bump,
    edge,
    rgb,
    smoothstep,
    tinted,
)
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.core.value_noise import clouds

HILLS_APART: Final = 0.62  # how far summits spread as the frame widens
MIST: Final = rgb(0.165, 0.098, 0.100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """One line of hills.

    summits  (x, height, half width) units      rough  units: how far noise lifts and lowers it
    trees    units: how ragged its edge is      mist   0 to 1: how thickly mist lies at its foot
    """

    summits: tuple[tuple[float, float, float], ...]
    rough: float
    trees: float
    colour: tuple[float, float, float]
    mist: float
    seed: int


FAR: Final = (
    Ridge(
        summits=((40, 150, 120), (250, 188, 150), (520, 168, 130), (690, 130, 90)),
        rough=44, trees=0.4, colour=(0.046, 0.036, 0.070), mist=0.95, seed=11,
    ),
    Ridge(
        summits=((-30, 126, 110), (170, 96, 90), (390, 122, 110), (600, 150, 110)),
        rough=38, trees=0.8, colour=(0.029, 0.024, 0.050), mist=0.90, seed=12,
    ),
)  # fmt: skip
NEAR: Final = (
    Ridge(
        summits=((60, 62, 130), (330, 70, 90), (505, 112, 74), (640, 80, 90)),
        rough=24, trees=1.3, colour=(0.0155, 0.0145, 0.0310), mist=0.80, seed=13,
    ),
    Ridge(
        summits=((142, 66, 92), (20, 46, 80), (420, 26, 110), (620, 44, 90)),
        rough=9, trees=2.2, colour=(0.0065, 0.0070, 0.0135), mist=0.55, seed=14,
    ),
)  # fmt: skip


def raise_hills(canvas: Canvas, plan: Plan, ridges: tuple[Ridge, ...]) -> None:
    for ridge in ridges:
        _raise(canvas, _widened(ridge, plan), plan.waterline)


def _widened(ridge: Ridge, plan: Plan) -> Ridge:
    """The ridge in a wider frame: its summits farther apart, others between and beyond them."""
    if plan.frame.spread <= 1:
        return ridge
    rng = np.random.default_rng(ridge.seed)
    known = [(plan.moved(x, HILLS_APART), high, half) for x, high, half in ridge.summits]
    usual = float(np.mean([height for _, height, _ in ridge.summits]))
    more = [
        (
            float(x) + float(rng.uniform(-50, 50)),
            usual * float(rng.uniform(0.45, 0.95)),
            float(rng.uniform(80, 140)),
        )
        for x in np.arange(-60.0, plan.frame.width + 120, 210.0)
        if min(abs(x - at) for at, *_ in known) > 120
    ]
    return replace(ridge, summits=(*known, *more))


def _raise(canvas: Canvas, ridge: Ridge, waterline: float) -> None:
    patch = canvas.patch(canvas.left, waterline - 240, canvas.right, waterline)
    rows, columns = patch.shape
    height = _profile(canvas, patch.x[0], ridge, columns)
    crest = waterline - height
    under = patch.y - crest[None, :]
    foot = np.exp(-np.maximum(waterline - patch.y, 0.0) / (0.48 * height[None, :] + 6.0))
    swirl = clouds((rows, columns), (5, canvas.cells(4)), 4, ridge.seed + 40)
    mist = np.clip(ridge.mist * foot * (0.42 + 1.5 * swirl), 0.0, 1.0)
    wood = 0.90 + 0.20 * clouds((rows, columns), (24, canvas.cells(60)), 3, ridge.seed + 80)
    moonlit = (
        0.55 * bump(under, 0.5, 2.6) * smoothstep(0.0, 0.5, _facing(height, canvas.dense))[None, :]
    )
    body = tinted(wood + moonlit, rgb(*ridge.colour))
    light = body * (1.0 - mist[..., None]) + tinted(mist, MIST)
    canvas.paint(patch, edge(under), light)


def _profile(canvas: Canvas, x: Field, ridge: Ridge, columns: int) -> Field:
    """(columns,): the ridge's height; summits melt into each other."""
    hills = sum((height * bump(x, at, half)) ** 2 for at, height, half in ridge.summits) ** 0.5
    rough = clouds((8, columns), (1, canvas.cells(8)), 5, ridge.seed, 0.56)[4] - 0.5
    leaves = clouds((8, columns), (1, canvas.cells(150)), 2, ridge.seed + 20, 0.7)[4] - 0.5
    profile: Field = np.maximum(hills + 2 * ridge.rough * rough + 4 * ridge.trees * leaves, 5.0)
    return profile


def _facing(height: Field, dense: float) -> Field:
    """How far each place of the ridge leans towards the moon, which stands on the right."""
    slope = np.gradient(height) * (dense / SAMPLES)
    return 0.5 - 1.6 * slope
