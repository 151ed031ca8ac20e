"""West Lake in Hangzhou on the night of the full moon: hills in mist, pagodas, a bridge, lotus."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.frame import Frame
from lib.engine.scenery.core import mirror
from lib.engine.scenery.core.canvas import Canvas, Field, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import Plan, Scenery, behind, guarded, planar, plane
from lib.engine.scenery.core.value_noise import clouds, ripples, wisps
from lib.engine.scenery.shanghai import sky
from lib.engine.scenery.west_lake.causeway import lay_out_causeway, plant_willow
from lib.engine.scenery.west_lake.hills import FAR, HILLS_APART, NEAR, raise_hills
from lib.engine.scenery.west_lake.lake_boats import candles, sampans
from lib.engine.scenery.west_lake.lotus_leaves import grown
from lib.engine.scenery.west_lake.pagodas import put_up_baochu, put_up_leifeng, put_up_pavilion
from lib.engine.scenery.west_lake.paper_lantern import paper_lantern

WATERLINE: Final = 806
_WILLOWS: Final = (-0.37, 0.37, -0.26)  # from the middle, in widths of the frame
MOON_APART: Final = 0.75
MOON: Final = (436.0, 571.0, 31.0)  # x in the API's own format, y, radius

#: Share of the way from the frame's top to the waterline -> colour of the clear sky.
GRADIENT: Final[sky.Gradient] = (
    (0.00, (0.0026, 0.0040, 0.0125)),
    (0.35, (0.0040, 0.0052, 0.0170)),
    (0.58, (0.0082, 0.0080, 0.0240)),
    (0.74, (0.0300, 0.0200, 0.0500)),
    (0.86, (0.0950, 0.0520, 0.0680)),
    (1.00, (0.2100, 0.1050, 0.0820)),
)
STARS: Final = sky.StarField(
    count=150, seed=14, reach=560.0, crowding=1.5, faint=0.014, bright=0.15, end=600.0, warm=False
)


def west_lake(frame: Frame) -> Scenery:
    plan = Plan(frame, WATERLINE)
    light, cover, answer = _shore(plan).pixels()
    light = light * (cover > 0.0)[..., None]  # a lamp's halo in the open air is the bloom's affair
    glow = sky.bloom(light, plan)
    heaven = behind(_night(plan), _far(plan)) + glow
    land = light + 0.65 * glow[: len(light)] * cover[..., None]
    still = heaven[: len(light)] * (1.0 - cover[..., None]) + land
    near = grown(plan)
    passing, edge = paper_lantern(plan)
    return Scenery(
        margin_x=plan.margin_x,
        margin_y=plan.margin_y,
        waterline=plan.shore,
        sky=planar(heaven),
        city=guarded(planar(land)),
        alpha=guarded(np.clip(cover, 0.0, 1.0)),
        answer=guarded(np.clip(answer, 0.0, 1.0)),
        mirror=planar(mirror.mirrored(still, plan.mirror_rows, plan.scale)),
        ripples=np.stack([ripples(5, 4.6), ripples(8, 3.4)]),
        crowd_alpha=plane(np.clip(near.alpha, 0.0, 1.0)),
        crowd_light=planar(near.light),
        crowd_rim=plane(np.clip(near.rim, 0.0, 1.0)),
        crowd_stride=60,
        front_alpha=plane(np.clip(passing.alpha, 0.0, 1.0)),
        front_light=planar(passing.light),
        front_rim=plane(np.clip(edge, 0.0, 1.0)),
        beams=np.zeros((0, 5), np.float32),
        beam_colours=np.zeros((0, 3), np.float32),
        boats=(*candles(plan), *sampans(plan)),
    )


def _far(plan: Plan) -> Canvas:
    """The hills that move less than the shore."""
    canvas = plan.canvas()
    raise_hills(canvas, plan, FAR)
    return canvas


def _shore(plan: Plan) -> Canvas:
    canvas = plan.canvas()
    raise_hills(canvas, plan, NEAR)
    put_up_baochu(canvas, axis=plan.moved(512.0, HILLS_APART), foot=WATERLINE - 104.0, height=58.0)
    put_up_leifeng(canvas, axis=plan.moved(140.0, HILLS_APART), foot=WATERLINE - 60.0)
    lay_out_causeway(canvas, plan)
    put_up_pavilion(canvas, axis=plan.moved(532.0, 0.5), foot=WATERLINE - 5.0)
    plant_willow(canvas, (30.0, WATERLINE - 2.0), 170.0, half=74.0, seed=61)
    right = plan.frame.width + 6.0
    plant_willow(canvas, (right, WATERLINE - 2.0), 136.0, half=58.0, seed=62)
    more = round(1.4 * (plan.frame.spread - 1))  # a wider shore has more of them
    for number, aside in enumerate(_WILLOWS[:more]):
        x = plan.frame.middle + aside * plan.frame.width
        plant_willow(canvas, (x, WATERLINE - 2.0), 104.0 + 9 * number, half=46.0, seed=63 + number)
    _haze(canvas)
    return canvas


def _haze(canvas: Canvas) -> None:
    """Mist on the water's edge, warm where the lamps are."""
    patch = canvas.patch(canvas.left, WATERLINE - 60, canvas.right, WATERLINE)
    drift = clouds(patch.shape, (4, canvas.cells(5)), 4, 71)
    strength = 0.035 * np.exp(-(WATERLINE - patch.y) / 15.0) * (0.4 + 1.2 * drift)
    canvas.shine(
        patch, tinted(strength * canvas.cover[patch.rows, patch.columns], rgb(1.0, 0.64, 0.52))
    )


def _night(plan: Plan) -> Field:
    """(plate height, width, 3): clear above, warm over the hills, the moon in thin cloud."""
    x, y = plan.places(plan.height)
    heaven = sky.gradient(np.clip(y / WATERLINE, 0.0, 1.0), GRADIENT, plan)
    veil = wisps((plan.height, plan.width), 33, plan.scale)
    off = np.hypot(x - plan.moved(MOON[0], MOON_APART), y - MOON[1])
    heaven += tinted(
        veil * (0.05 + 0.95 * np.clip(y / WATERLINE, 0, 1) ** 3), rgb(0.040, 0.026, 0.040)
    )
    heaven += tinted(veil * np.exp(-off / 70.0), rgb(0.150, 0.090, 0.050))
    heaven += tinted(np.exp(-off / 30.0), rgb(0.120, 0.075, 0.040))
    heaven += tinted(
        np.exp(
            -(((x - plan.moved(330, 0.0)) / (330 * plan.frame.spread)) ** 2)
            - ((y - WATERLINE) / 110) ** 2
        ),
        rgb(0.090, 0.046, 0.030),
    )
    sky.scatter_stars(heaven, 1.0 - veil, plan, STARS)
    return _with_moon(heaven, y, off, plan)


def _with_moon(heaven: Field, y: Field, off: Field, plan: Plan) -> Field:
    """A full moon with its seas, low enough to be golden."""
    radius = MOON[2]
    disc = smoothstep(radius + 0.7, radius - 0.7, off)
    seas = smoothstep(
        0.40, 0.64, clouds(off.shape, (66, round(38 * plan.frame.spread)), 4, 92, 0.6)
    )
    limb = np.sqrt(np.clip(1.0 - (off / (radius + 1.0)) ** 2, 0.0, 1.0))
    low = np.clip((y - MOON[1]) / radius, -1.0, 1.0)
    face = (0.78 + 0.34 * limb) * (1.0 - 0.34 * seas)
    light = np.stack([face, face * (0.74 - 0.07 * low), face * (0.42 - 0.10 * low)], axis=-1)
    moonlit: Field = heaven * (1.0 - disc[..., None]) + light * disc[..., None]
    return moonlit
