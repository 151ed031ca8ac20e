"""A neon alley after nightfall, in the rain: houses on both sides, signs, a wet street."""

from __future__ import annotations

import numpy as np

from lib.engine.frame import Frame
from lib.engine.scenery.alley import houses, passers, pavement, signs, walkers
from lib.engine.scenery.alley.perspective import EYE_Y, Street
from lib.engine.scenery.alley.stranger import stranger
from lib.engine.scenery.core.canvas import Canvas, Field, bump, rgb, tinted
from lib.engine.scenery.core.plate import Plan, Scenery, guarded, planar, plane
from lib.engine.scenery.core.value_noise import ripples, wisps
from lib.engine.scenery.shanghai import sky

#: Rain that has collected on a street: far calmer than a river.
CALM = 0.38


def alley(frame: Frame) -> Scenery:
    plan = Plan(frame)
    street = Street(plan)
    light, cover, answer = _painted(street).pixels()
    cover = np.maximum(cover, light.max(axis=2))  # what shines in wet air hides what is behind
    cover = np.clip(cover, 0.0, 1.0)
    glow = sky.bloom(light, plan)
    heaven = _night(street) + glow
    town = light + 0.65 * glow[: plan.city_rows] * cover[..., None]
    # The slit of sky moves with the street. Nobody sees the difference, and no frame has to draw it
    # anew under all the roofs.
    still = heaven[: plan.city_rows] * (1.0 - cover[..., None]) + town
    ground = pavement.wet(still, street)
    share = pavement.ground(street)[..., None]
    town = still * (1.0 - share) + ground[: plan.city_rows] * share
    people = walkers.umbrellas(plan)
    passing, edge = stranger(plan)
    return Scenery(
        margin_x=plan.margin_x,
        margin_y=plan.margin_y,
        waterline=plan.shore,
        sky=planar(heaven),
        city=guarded(planar(town)),
        alpha=guarded(np.ones_like(cover)),
        answer=guarded(np.clip(answer, 0.0, 1.0)),
        mirror=planar(ground[plan.city_rows :]),
        ripples=np.stack([ripples(3, 2.6), ripples(9, 2.0)]) * np.float32(CALM),
        crowd_alpha=plane(people.alpha),
        crowd_light=planar(people.light),
        crowd_rim=plane(people.rim),
        crowd_stride=90,
        front_alpha=plane(np.clip(passing.alpha, 0.0, 1.0)),
        front_light=planar(passing.light),
        front_rim=plane(np.clip(edge, 0.0, 1.0)),
        beams=np.zeros((0, 5), np.float32),
        beam_colours=np.zeros((0, 3), np.float32),
        boats=passers.passing(plan),
    )


def _painted(street: Street) -> Canvas:
    canvas = street.plan.canvas()
    houses.put_up(canvas, street)
    signs.far_end(canvas, street)
    signs.string_up(canvas, street)
    signs.hang_out(canvas, street)
    walkers.stand_about(canvas, street)
    return canvas


def _night(street: Street) -> Field:
    """Low clouds lit by the city: brightest over the far end of the alley."""
    plan = street.plan
    x, y = plan.places(plan.height)
    veil = wisps((plan.height, plan.width), 61, plan.scale)
    fall = np.clip(y / EYE_Y, 0.0, 1.0)
    heaven = tinted(0.4 + 1.2 * fall**2, rgb(0.0075, 0.0062, 0.0190))
    heaven = heaven + tinted(veil * (0.25 + fall), rgb(0.0075, 0.0050, 0.0130))
    low = np.exp(-(((x - street.eye[0]) / (90 * (1 + street.open))) ** 2)) * bump(y, EYE_Y, 230.0)
    return heaven + tinted(low, rgb(0.080, 0.042, 0.060))
