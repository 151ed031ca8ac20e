"""Jin Mao Tower and the World Financial Center, its neighbours at the right hand."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Canvas, Field, bump, edge, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import WATERLINE
from lib.engine.scenery.shanghai.facades import (
    GLASS,
    Profile,
    Site,
    Tower,
    hazed,
    lines,
    outline,
    put_up,
    rooms,
)

GOLD: Final = rgb(1.12, 0.52, 0.13)
STEEL_BLUE: Final = rgb(0.34, 0.58, 1.15)


def put_up_world_financial_center(
    canvas: Canvas, *, axis: float, half: float, height: float
) -> None:
    """Two great arcs taper a square into a blade; a trapezium is cut out below its edge."""
    patch = canvas.patch(axis - half - 1, WATERLINE - height - 1, axis + half + 1, WATERLINE)
    x, up = patch.x - axis, WATERLINE - patch.y
    h = np.clip(up / height, 0.0, 1.0)
    wide = half * (1.0 - 0.46 * h**1.7)
    site = Site(u=x / wide, x=x, h=h, up=up, half=wide, height=height, seed=611)
    inside = opening(x, h, wide, height)
    cover = edge(wide - np.abs(x)) * edge(height - up) * (1.0 - edge(inside))
    light, answer = blade(site, inside)
    canvas.paint(patch, cover, hazed(light, 0.06), answer)


def opening(x: Field, h: Field, wide: Field, height: float) -> Field:
    """Pixels to the inside of the hole; it widens upwards."""
    low, high = 0.905, 0.972
    span = wide * (0.40 + 0.30 * (h - low) / (high - low))
    upright = np.minimum(h - low, high - h) * height
    inside: Field = np.minimum(span - np.abs(x), upright)
    return inside


def blade(site: Site, inside: Field) -> tuple[Field, Field]:
    # The arris runs from the middle of the foot to the blade's left end: two faces, one dimmer.
    arris = -0.05 - 0.95 * site.h**1.6
    front = site.u > arris
    light = tinted(np.where(front, 1.25, 0.6) * (0.8 + 0.6 * site.h), GLASS)
    pane = rooms(site.x + 400, site.up, seed=611, pane=(2.4, 2.7), lit=0.25, warm=0.4)
    light = light + 0.5 * pane * np.where(front, 1.0, 0.6)[..., None]
    ridge = bump((site.u - arris) * site.half, 0.0, 0.75) * (0.25 + 0.55 * site.h)
    sides = outline(site) * (0.25 + 0.95 * site.h**1.3)
    rim = bump(inside, -0.9, 1.0) + 0.35 * bump(inside, -2.2, 1.4)
    roof = bump(site.height - site.up, 0.8, 1.0)
    belts = lines(site.up, site.height / 13, 0.7) * (site.h < 0.9) * (0.3 + 0.7 * site.h)
    wash = np.exp(-(1.0 - site.h) / 0.10) * (0.4 + 0.6 * lines(site.up, 2.7, 0.9))
    drawn = sides + 0.7 * ridge + 1.35 * rim + 1.2 * roof + 0.26 * belts + 0.30 * wash
    return light + tinted(0.85 * drawn, STEEL_BLUE), np.clip(0.75 * drawn, 0.0, 1.0)


#: Where each tier of Jin Mao ends, as a share of its height; every one is an eighth of the last.
TIERS: Final = (0.0, 0.185, 0.335, 0.465, 0.575, 0.665, 0.738, 0.795, 0.838, 0.868, 0.888)


def put_up_jin_mao(canvas: Canvas, *, axis: float, half: float, height: float) -> None:
    """A pagoda of steel: corner shafts that end a little below the middle ones, then the spire."""
    for seed, share, lower in ((733, 1.0, 0.030), (734, 0.80, 0.0)):
        put_up(
            canvas,
            Tower(
                axis=axis,
                half=half * share,
                height=height,
                facade=_pagoda,
                seed=seed,
                profile=_shaft(lower),
                haze=0.05,
            ),
        )


def _shaft(lower: float) -> Profile:
    knots: list[tuple[float, float]] = []
    width = 1.0
    for start, end in itertools.pairwise(TIERS):
        # Each tier flares by a few parts in a hundred towards its eaves.
        knots += [(max(start - lower, 0.0), width), (end - lower, width * 1.035)]
        width *= 0.925
    crest = TIERS[-1] - lower
    petals = [(crest, 0.40), (0.906, 0.33), (0.906, 0.24), (0.925, 0.17), (0.925, 0.11)]
    return (*knots, *petals, (0.945, 0.045), (1.0, 0.012))


def _pagoda(site: Site) -> tuple[Field, Field]:
    tier = np.clip(np.searchsorted(TIERS, site.h, side="right") - 1, 0, len(TIERS) - 2)
    starts, ends = np.array(TIERS[:-1], np.float32), np.array(TIERS[1:], np.float32)
    rise = np.clip((site.h - starts[tier]) / (ends[tier] - starts[tier]), 0.0, 1.0)
    light = tinted(0.6 + 0.4 * np.cos(1.4 * site.u), rgb(0.020, 0.014, 0.010))
    pane = rooms(site.x + 300, site.up, seed=site.seed, pane=(2.1, 2.6), lit=0.24, warm=0.95)
    light = light + 0.30 * pane
    piers = 0.16 + 0.84 * lines(site.u * 3.5, 1.0, 0.26)
    lamps = 0.62 * np.exp(-2.6 * rise) + 0.07
    eaves = 1.5 * bump(rise, 0.965, 0.050) * (0.45 + 0.55 * piers)
    fins = 0.06 * lines(site.up, 2.6, 0.8)
    shade = 0.55 + 0.45 * np.cos(1.3 * site.u - 0.35)
    wash = ((lamps + fins) * piers + eaves) * (0.70 + 0.50 * site.h) * shade
    spire = smoothstep(0.885, 0.91, site.h) * (0.45 + 0.55 * np.cos(1.5 * site.u))
    needle = smoothstep(0.93, 0.95, site.h) * np.ones_like(site.u)
    light = light + tinted(0.85 * wash * (1.0 - spire) + 0.80 * spire, GOLD)
    light += tinted(0.9 * needle, rgb(1.0, 0.80, 0.55))
    return light, np.clip(0.30 * wash + 0.4 * spire, 0.0, 1.0)
