"""A neon alley after nightfall, in the rain: houses on both sides, signs, a wet street."""

from __future__ import annotations

import numpy as np

from lib.engine.scenery.alley import houses, pavement, signs, walkers
from lib.engine.scenery.alley.perspective import EYE
from lib.engine.scenery.core.canvas import Canvas, Field, bump, rgb, tinted
from lib.engine.scenery.core.plate import (
    CITY_ROWS,
    MARGIN_X,
    MARGIN_Y,
    PLATE_HEIGHT,
    PLATE_WIDTH,
    Scenery,
    guarded,
    planar,
    plane,
)
from lib.engine.scenery.core.value_noise import ripples, wisps
from lib.engine.scenery.shanghai import sky

#: Rain that has collected on a street: far calmer than a river.
CALM = 0.38


def alley() -> Scenery:
    light, cover, answer = _street().pixels()
    cover = np.maximum(cover, light.max(axis=2))  # what shines in wet air hides what is behind
    cover = np.clip(cover, 0.0, 1.0)
    glow = sky.bloom(light)
    heaven = _night() + glow
    town = light + 0.65 * glow[:CITY_ROWS] * cover[..., None]
    # The slit of sky is part of the street: nobody sees it move against the roofs, and it need not
    # be laid anew under all of them in every frame.
    still = heaven[:CITY_ROWS] * (1.0 - cover[..., None]) + town
    ground = pavement.wet(still)
    share = pavement.ground()[..., None]
    town = still * (1.0 - share) + ground[:CITY_ROWS] * share
    people = walkers.umbrellas()
    return Scenery(
        sky=planar(heaven),
        city=guarded(planar(town)),
        alpha=guarded(np.ones_like(cover)),
        first_row=0,
        answer=guarded(np.clip(answer, 0.0, 1.0)),
        mirror=planar(ground[CITY_ROWS:]),
        ripples=np.stack([ripples(3, 2.6), ripples(9, 2.0)]) * np.float32(CALM),
        crowd_alpha=plane(people.alpha),
        crowd_light=planar(people.light),
        crowd_rim=plane(people.rim),
        beams=np.zeros((0, 5), np.float32),
        beam_colours=np.zeros((0, 3), np.float32),
        boats=walkers.passing(),
    )


def _street() -> Canvas:
    canvas = Canvas(PLATE_WIDTH, CITY_ROWS, left=-MARGIN_X, top=-MARGIN_Y)
    houses.put_up(canvas)
    signs.far_end(canvas)
    signs.string_up(canvas)
    signs.hang_out(canvas)
    walkers.stand_about(canvas)
    return canvas


def _night() -> Field:
    """Low clouds lit by the city: brightest over the far end of the alley."""
    y, x = np.mgrid[0:PLATE_HEIGHT, 0:PLATE_WIDTH].astype(np.float32)
    y, x = y - MARGIN_Y, x - MARGIN_X
    veil = wisps((PLATE_HEIGHT, PLATE_WIDTH), 61)
    fall = np.clip(y / EYE[1], 0.0, 1.0)
    heaven = tinted(0.4 + 1.2 * fall**2, rgb(0.0075, 0.0062, 0.0190))
    heaven = heaven + tinted(veil * (0.25 + fall), rgb(0.0075, 0.0050, 0.0130))
    low = np.exp(-(((x - EYE[0]) / 90) ** 2)) * bump(y, EYE[1], 230.0)
    return heaven + tinted(low, rgb(0.080, 0.042, 0.060))
