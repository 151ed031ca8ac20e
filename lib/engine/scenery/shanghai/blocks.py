"""The other towers of Lujiazui: three rows, from those lost in the haze to those on the river."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, rgb
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.shanghai.facades import (
    COOL,
    NEUTRAL,
    WARM,
    Facade,
    Profile,
    Tower,
    hotel,
    lit_floors,
    offices,
    put_up,
    screen,
    with_crown,
    with_edges,
    with_lines,
)
from lib.engine.scenery.shanghai.quarters import gaps, quarter

BLOCK: Final[Profile] = ((0.0, 1.0), (1.0, 1.0))
STEPPED: Final[Profile] = (
    (0.0, 1.0),
    (0.72, 1.0),
    (0.72, 0.76),
    (0.9, 0.76),
    (0.9, 0.5),
    (1.0, 0.5),
)
SHOULDERED: Final[Profile] = ((0.0, 1.0), (0.58, 1.0), (0.58, 0.80), (1.0, 0.80))
DOMED: Final[Profile] = (
    (0.0, 1.0),
    (0.86, 1.0),
    (0.91, 0.90),
    (0.95, 0.74),
    (0.98, 0.52),
    (1.0, 0.20),
)
PYRAMID: Final[Profile] = ((0.0, 1.0), (0.82, 1.0), (0.82, 0.85), (0.97, 0.06), (1.0, 0.03))
MASTED: Final[Profile] = (
    (0.0, 1.0),
    (0.80, 1.0),
    (0.80, 0.60),
    (0.85, 0.60),
    (0.85, 0.05),
    (1.0, 0.025),
)
TAPERED: Final[Profile] = ((0.0, 1.0), (0.5, 0.96), (0.8, 0.84), (1.0, 0.62))
ARCHED: Final[Profile] = ((0.0, 0.92), (0.35, 1.0), (0.7, 0.95), (0.9, 0.78), (1.0, 0.46))
BEVELLED: Final[Profile] = ((0.0, 1.0), (0.94, 1.0), (1.0, 0.9))
PROFILES: Final = (BLOCK, STEPPED, SHOULDERED, DOMED, PYRAMID, MASTED, TAPERED, ARCHED)

AZURE: Final = rgb(0.10, 0.42, 1.0)
CYAN: Final = rgb(0.16, 0.75, 0.95)
AMBER: Final = rgb(1.0, 0.45, 0.12)
MAGENTA: Final = rgb(0.95, 0.14, 0.55)
PURPLE: Final = rgb(0.48, 0.18, 1.0)
PEARL: Final = rgb(0.85, 0.90, 1.0)
GOLD: Final = rgb(1.0, 0.62, 0.22)


def put_up_far(canvas: Canvas) -> None:
    _row(canvas, seed=1001, heights=(30, 104), widths=(5, 12), haze=0.60, spread=(0.7, 1.0))
    _row(canvas, seed=1002, heights=(32, 132), widths=(6, 13), haze=0.44, spread=(0.8, 1.3))


def put_up_middle(canvas: Canvas) -> None:
    _row(canvas, seed=77, heights=(36, 124), widths=(7, 14), haze=0.26, spread=(0.9, 1.45))


def _row(
    canvas: Canvas,
    *,
    seed: int,
    heights: tuple[float, float],
    widths: tuple[float, float],
    haze: float,
    spread: tuple[float, float],
) -> None:
    """Towers from one edge of the plate to the other, of many shapes, few of them tall."""
    rng = np.random.default_rng(seed)
    axis = canvas.left - 8.0
    while axis < canvas.right + 16:
        half = float(rng.uniform(*widths))
        tall = float(rng.random()) ** 1.7
        put_up(
            canvas,
            Tower(
                axis=axis,
                half=half,
                height=heights[0] + (heights[1] - heights[0]) * tall,
                profile=PROFILES[int(rng.integers(len(PROFILES)))] if tall > 0.12 else BLOCK,
                slant=float(rng.choice([0.0, 0.0, 0.0, 0.10, -0.12])),
                facade=_habit(float(rng.random()), int(rng.integers(6))),
                seed=int(rng.integers(10_000)),
                haze=haze,
            ),
        )
        axis += half * 2 * float(rng.uniform(*spread)) * 0.8


def _habit(draw: float, which: int) -> Facade:
    """What a tower of the rows behind does with its light; most of them only have people in."""
    colour = (AZURE, CYAN, AMBER, MAGENTA, PURPLE, PEARL)[which]
    habits = (
        (0.14, with_crown(colour, 0.6)),
        (0.22, with_edges(colour, 0.4)),
        (0.32, with_lines(colour, upright=True, spacing=3.4, gain=0.28)),
        (0.38, with_lines(colour, upright=False, spacing=9.0, gain=0.28)),
        (0.50, lit_floors((COOL, NEUTRAL, WARM)[which % 3], 0.30)),
        (0.64, hotel(0.5 + 0.4 * draw, 0.55)),
        (1.00, offices(0.30, 0.3 + 0.5 * draw, 0.66, fine=0.78)),
    )
    return next(facade for below, facade in habits if draw < below)


def put_up_front(canvas: Canvas, plan: Plan) -> None:
    """The ones people know by sight, from left to right, and what stands between them."""
    for begin, end in gaps(plan):
        _fill(canvas, begin, end)
    for tower in FRONT:
        put_up(canvas, replace(tower, axis=tower.axis + quarter(tower.axis, plan)))


def _fill(canvas: Canvas, begin: float, end: float) -> None:
    """Towers of the first row from `begin` to `end`, none as tall as the famous ones."""
    rng = np.random.default_rng(round(begin))
    axis = begin + 8.0
    while axis < end:
        model = FRONT[int(rng.integers(len(FRONT)))]
        half = float(rng.uniform(9.5, 14.5))
        tower = replace(
            model,
            axis=axis + half,
            half=half,
            height=float(rng.uniform(58, 104) + 62 * rng.random() ** 3),
            seed=int(rng.integers(10_000)),
            profile=PROFILES[int(rng.integers(len(PROFILES)))],
            slant=0.0,
        )
        put_up(canvas, tower)
        axis += 2 * half * float(rng.uniform(0.98, 1.30))


def _twin(axis: float, height: float, slant: float, seed: int) -> Tower:
    """The IFC twins: cut like crystals, white along their tops."""
    return Tower(
        axis=axis,
        half=12.5,
        height=height,
        slant=slant,
        seed=seed,
        haze=0.08,
        profile=((0.0, 1.0), (0.80, 1.0), (0.92, 0.86), (1.0, 0.66)),
        facade=with_crown(PEARL, 1.1, 9.0),
    )


# fmt: off
FRONT: Final = (
    Tower(axis=-21, half=13, height=70, seed=901, haze=0.10, facade=with_edges(AZURE, 0.6)),
    Tower(axis=9, half=12, height=96, seed=902, haze=0.12, profile=STEPPED,
          facade=with_crown(GOLD, 1.0)),
    Tower(axis=36, half=13, height=74, seed=903, haze=0.08, facade=screen(PURPLE, AZURE, 0.30)),
    Tower(axis=64, half=11, height=118, seed=904, haze=0.14, profile=ARCHED,
          facade=with_lines(AZURE, upright=False, spacing=7.0, gain=0.34)),
    Tower(axis=101, half=10, height=66, seed=905, haze=0.10, profile=SHOULDERED,
          facade=lit_floors(NEUTRAL, 0.42)),
    Tower(axis=199, half=12, height=88, seed=906, haze=0.10, profile=DOMED,
          facade=with_crown(AMBER, 1.0, 7.0)),
    Tower(axis=228, half=14, height=62, seed=907, haze=0.06, facade=screen(MAGENTA, AMBER, 0.26)),
    Tower(axis=252, half=11, height=126, seed=908, haze=0.13, profile=TAPERED, slant=0.08,
          facade=with_lines(CYAN, upright=True, spacing=3.6, gain=0.36)),
    _twin(287, 134, 0.055, 909),
    _twin(319, 148, -0.055, 910),
    Tower(axis=304, half=13, height=54, seed=911, haze=0.06, facade=hotel(0.9, 0.8)),
    Tower(axis=346, half=11, height=80, seed=912, haze=0.08, profile=PYRAMID,
          facade=with_crown(GOLD, 0.9)),
    Tower(axis=399, half=11, height=60, seed=913, haze=0.06, profile=SHOULDERED,
          facade=with_edges(MAGENTA, 0.45)),
    Tower(axis=455, half=9, height=74, seed=914, haze=0.08,
          facade=with_lines(AMBER, upright=True, spacing=3.2, gain=0.34)),
    Tower(axis=533, half=10, height=108, seed=915, haze=0.12, profile=MASTED,
          facade=with_crown(AZURE, 0.9)),
    Tower(axis=560, half=17, height=92, seed=916, haze=0.05, profile=BEVELLED,
          facade=screen(GOLD, AMBER, 0.62)),
    Tower(axis=590, half=11, height=64, seed=917, haze=0.07, facade=hotel(0.6, 0.75)),
    Tower(axis=615, half=14, height=122, seed=918, haze=0.06, slant=-0.06,
          facade=screen(AZURE, PURPLE, 0.42)),
    Tower(axis=640, half=12, height=78, seed=919, haze=0.08, facade=with_edges(AMBER, 0.5)),
)
# fmt: on
