"""Lujiazui at night, seen across the Huangpu from the Bund."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.scenery.core import mirror
from lib.engine.scenery.core.canvas import Canvas, rgb, tinted
from lib.engine.scenery.core.plate import WATERLINE, Plan, Scenery, behind, guarded, planar, plane
from lib.engine.scenery.core.value_noise import ripples
from lib.engine.scenery.shanghai import bank, blocks, sky
from lib.engine.scenery.shanghai.financial import put_up_jin_mao, put_up_world_financial_center
from lib.engine.scenery.shanghai.mast import mast
from lib.engine.scenery.shanghai.pearl import put_up_oriental_pearl
from lib.engine.scenery.shanghai.quarters import quarter
from lib.engine.scenery.shanghai.river_boats import afloat
from lib.engine.scenery.shanghai.shanghai_tower import put_up_shanghai_tower
from lib.engine.scenery.shanghai.spectators import arms_up, gathered

# Left to right as they stand from the Bund; heights by distance, so the nearer Pearl gains on
# the Shanghai Tower behind it.
PEARL: Final = (150.0, 306.0)
JIN_MAO: Final = (374.0, 236.0)
WORLD_FINANCIAL_CENTER: Final = (428.0, 268.0)
SHANGHAI_TOWER: Final = (489.0, 350.0)

BEACONS: Final = (
    (374.0, 633.0),
    (416.0, 602.0),
    (440.0, 602.0),
    (150.0, 563.0),
    (505.0, 526.0),
    (533.0, 761.0),
)
BEAMS: Final = (
    (489.0, 530.0, 0.12, 0.42, 0.0),
    (428.0, 602.0, -0.30, 0.35, 1.3),
    (150.0, 566.0, 0.36, 0.47, 2.1),
    (319.0, 724.0, -0.12, 0.31, 4.0),
    (560.0, 778.0, -0.18, 0.38, 5.2),
    (64.0, 752.0, 0.30, 0.33, 0.7),
)
BEAM_COLOURS: Final = (
    (0.5, 0.8, 1.0),
    (0.5, 0.7, 1.0),
    (1.0, 0.4, 0.9),
    (0.6, 0.7, 1.0),
    (0.7, 0.6, 1.0),
    (0.6, 0.8, 1.0),
)


def shanghai(frame: Frame) -> Scenery:
    plan = Plan(frame)
    light, cover, answer = _city(plan).pixels()
    glow = sky.bloom(light, plan)
    heaven = behind(sky.night(plan), _far(plan)) + glow
    town = light + 0.65 * glow[: plan.city_rows] * cover[..., None]
    still = heaven[: plan.city_rows] * (1.0 - cover[..., None]) + town
    people, arms = gathered(plan), arms_up(plan)
    passing, edge = mast(plan)
    beams, colours = _searchlights(plan)
    return Scenery(
        margin_x=plan.margin_x,
        margin_y=plan.margin_y,
        waterline=plan.shore,
        sky=planar(heaven),
        city=guarded(planar(town)),
        alpha=guarded(np.clip(cover, 0.0, 1.0)),
        answer=guarded(np.clip(answer, 0.0, 1.0)),
        mirror=planar(mirror.mirrored(still, plan.mirror_rows, plan.scale)),
        ripples=np.stack([ripples(3, 4.2), ripples(9, 3.0)]),
        crowd_alpha=plane(people.alpha),
        crowd_light=planar(people.light),
        crowd_rim=plane(people.rim),
        phones=planar(people.phones),
        arms_alpha=plane(arms.alpha),
        arms_light=planar(arms.light),
        arms_rim=plane(arms.rim),
        front_alpha=plane(np.clip(passing.alpha, 0.0, 1.0)),
        front_light=planar(passing.light),
        front_rim=plane(np.clip(edge, 0.0, 1.0)),
        beams=beams,
        beam_colours=colours,
        boats=afloat(plan),
    )


def _searchlights(plan: Plan) -> tuple[Floats, Floats]:
    """The searchlights of the quarters, and more between them in a wider frame: beams and colours."""
    beams = [(x + quarter(x, plan), *rest) for x, *rest in BEAMS]
    more = round(3 * (plan.frame.spread - 1))
    for number in range(more):
        x = plan.frame.width * (number + 0.5) / max(more, 1)
        beams.append((x, 770.0, 0.22 * (-1) ** number, 0.36, 1.7 * number))
    colours = [BEAM_COLOURS[number % len(BEAM_COLOURS)] for number in range(len(beams))]
    return np.array(beams, np.float32), np.array(colours, np.float32)


def _far(plan: Plan) -> Canvas:
    """What is lost in the haze, and moves less than the towers on the river."""
    canvas = plan.canvas()
    blocks.put_up_far(canvas)
    return canvas


def _city(plan: Plan) -> Canvas:
    canvas = plan.canvas()
    jin_mao, center, tower, pearl = (
        place[0] + quarter(place[0], plan)
        for place in (JIN_MAO, WORLD_FINANCIAL_CENTER, SHANGHAI_TOWER, PEARL)
    )
    blocks.put_up_middle(canvas)
    put_up_world_financial_center(canvas, axis=center, half=24.0, height=WORLD_FINANCIAL_CENTER[1])
    put_up_shanghai_tower(canvas, axis=tower, half=31.0, height=SHANGHAI_TOWER[1])
    put_up_jin_mao(canvas, axis=jin_mao, half=21.0, height=JIN_MAO[1])
    blocks.put_up_front(canvas, plan)
    put_up_oriental_pearl(canvas, axis=pearl, height=PEARL[1])
    bank.lay_out_bank(canvas, plan)
    bank.light_beacons(canvas, tuple((x + quarter(x, plan), y) for x, y in BEACONS))
    _mist(canvas)
    return canvas


def _mist(canvas: Canvas) -> None:
    """Let the air between the towers glow, most of all over the river."""
    patch = canvas.patch(canvas.left, canvas.top, canvas.right, WATERLINE)
    strength = 0.016 * np.exp(-(WATERLINE - patch.y) / 45.0) * np.ones(patch.shape, np.float32)
    cover = canvas.cover[patch.rows, patch.columns]
    canvas.shine(patch, tinted(strength * cover, rgb(1.0, 0.62, 0.78)))
