"""West Lake in Hangzhou on the night of the full moon: hills in mist, pagodas, a bridge, lotus."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core import mirror
from lib.engine.scenery.core.blur import stretched
from lib.engine.scenery.core.canvas import Canvas, Field, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import (
    GUARD,
    MARGIN_X,
    MARGIN_Y,
    PLATE_HEIGHT,
    PLATE_WIDTH,
    Scenery,
    guarded,
    planar,
    plane,
)
from lib.engine.scenery.core.value_noise import clouds, ripples, wisps
from lib.engine.scenery.shanghai import sky
from lib.engine.scenery.west_lake.causeway import lay_out_causeway, plant_willow
from lib.engine.scenery.west_lake.hills import raise_hills
from lib.engine.scenery.west_lake.lake_boats import candles, sampan
from lib.engine.scenery.west_lake.lotus_leaves import grown
from lib.engine.scenery.west_lake.pagodas import put_up_baochu, put_up_leifeng, put_up_pavilion
from lib.engine.show import HEIGHT

WATERLINE: Final = 806
MOON: Final = (436.0, 571.0, 31.0)  # x, y, radius

#: Share of the way from the frame's top to the waterline -> colour of the clear sky.
GRADIENT: Final = (
    (0.00, (0.0026, 0.0040, 0.0125)),
    (0.35, (0.0040, 0.0052, 0.0170)),
    (0.58, (0.0082, 0.0080, 0.0240)),
    (0.74, (0.0300, 0.0200, 0.0500)),
    (0.86, (0.0950, 0.0520, 0.0680)),
    (1.00, (0.2100, 0.1050, 0.0820)),
)
STARS: Final = 150


def west_lake() -> Scenery:
    light, cover, answer = _shore().pixels()
    light = light * (cover > 0.0)[..., None]  # a lamp's halo in the open air is the bloom's affair
    glow = sky.bloom(light)
    heaven = _night() + glow
    land = light + 0.65 * glow[: len(light)] * cover[..., None]
    still = heaven[: len(light)] * (1.0 - cover[..., None]) + land
    near = grown()
    return Scenery(
        waterline=WATERLINE,
        sky=planar(heaven),
        city=guarded(planar(land)),
        alpha=guarded(np.clip(cover, 0.0, 1.0)),
        first_row=int(np.argmax(cover.max(axis=1) > 0)),
        answer=guarded(np.clip(answer, 0.0, 1.0)),
        mirror=planar(mirror.mirrored(still, HEIGHT + MARGIN_Y - WATERLINE + 10 * GUARD)),
        ripples=np.stack([ripples(5, 4.6), ripples(8, 3.4)]),
        crowd_alpha=plane(np.clip(near.alpha, 0.0, 1.0)),
        crowd_light=planar(near.light),
        crowd_rim=plane(np.clip(near.rim, 0.0, 1.0)),
        beams=np.zeros((0, 5), np.float32),
        beam_colours=np.zeros((0, 3), np.float32),
        boats=(*candles(), sampan()),
    )


def _shore() -> Canvas:
    canvas = Canvas(PLATE_WIDTH, WATERLINE + MARGIN_Y, left=-MARGIN_X, top=-MARGIN_Y)
    raise_hills(canvas, WATERLINE)
    put_up_baochu(canvas, axis=512.0, foot=WATERLINE - 104.0, height=58.0)
    put_up_leifeng(canvas, axis=140.0, foot=WATERLINE - 60.0)
    lay_out_causeway(canvas, WATERLINE)
    put_up_pavilion(canvas, axis=532.0, foot=WATERLINE - 5.0)
    plant_willow(canvas, (30.0, WATERLINE - 2.0), 170.0, half=74.0, seed=61)
    plant_willow(canvas, (614.0, WATERLINE - 2.0), 136.0, half=58.0, seed=62)
    _haze(canvas)
    return canvas


def _haze(canvas: Canvas) -> None:
    """Mist on the water's edge, warm where the lamps are."""
    patch = canvas.patch(-MARGIN_X, WATERLINE - 60, PLATE_WIDTH, WATERLINE)
    drift = clouds(patch.shape, (4, 5), 4, 71)
    strength = 0.035 * np.exp(-(WATERLINE - patch.y) / 15.0) * (0.4 + 1.2 * drift)
    canvas.shine(
        patch, tinted(strength * canvas.cover[patch.rows, patch.columns], rgb(1.0, 0.64, 0.52))
    )


def _night() -> Field:
    """(PLATE_HEIGHT, PLATE_WIDTH, 3): clear above, warm over the hills, the moon in thin cloud."""
    y, x = np.mgrid[0:PLATE_HEIGHT, 0:PLATE_WIDTH].astype(np.float32)
    y, x = y - MARGIN_Y, x - MARGIN_X
    heaven = _gradient(y)
    veil = wisps((PLATE_HEIGHT, PLATE_WIDTH), 33)
    off = np.hypot(x - MOON[0], y - MOON[1])
    heaven += tinted(
        veil * (0.05 + 0.95 * np.clip(y / WATERLINE, 0, 1) ** 3), rgb(0.040, 0.026, 0.040)
    )
    heaven += tinted(veil * np.exp(-off / 70.0), rgb(0.150, 0.090, 0.050))
    heaven += tinted(np.exp(-off / 30.0), rgb(0.120, 0.075, 0.040))
    heaven += tinted(
        np.exp(-(((x - 330) / 330) ** 2) - ((y - WATERLINE) / 110) ** 2), rgb(0.090, 0.046, 0.030)
    )
    _scatter_stars(heaven, 1.0 - veil)
    return _with_moon(heaven, y, off)


def _gradient(y: Field) -> Field:
    """Straight pieces would show their joints as bands: a running mean hides them."""
    fall = np.clip(y[:, 0] / WATERLINE, 0.0, 1.0)
    knots = [share for share, _ in GRADIENT]
    channels = [np.interp(fall, knots, [c[i] for _, c in GRADIENT]) for i in range(3)]
    smooth = stretched(np.stack(channels, axis=-1)[:, None, :].astype(np.float32), 0.0, 32.0)
    return np.repeat(smooth, y.shape[1], axis=1)


def _with_moon(heaven: Field, y: Field, off: Field) -> Field:
    """A full moon with its seas, low enough to be golden."""
    radius = MOON[2]
    disc = smoothstep(radius + 0.7, radius - 0.7, off)
    seas = smoothstep(0.40, 0.64, clouds(off.shape, (66, 38), 4, 92, 0.6))
    limb = np.sqrt(np.clip(1.0 - (off / (radius + 1.0)) ** 2, 0.0, 1.0))
    low = np.clip((y - MOON[1]) / radius, -1.0, 1.0)
    face = (0.78 + 0.34 * limb) * (1.0 - 0.34 * seas)
    light = np.stack([face, face * (0.74 - 0.07 * low), face * (0.42 - 0.10 * low)], axis=-1)
    moonlit: Field = heaven * (1.0 - disc[..., None]) + light * disc[..., None]
    return moonlit


def _scatter_stars(heaven: Field, clear: Field) -> None:
    rng = np.random.default_rng(14)
    for _ in range(STARS):
        x = int(rng.integers(2, PLATE_WIDTH - 2))
        y = int(rng.random() ** 1.5 * 560) + 4
        strength = (0.014 + 0.15 * rng.random() ** 8) * min(max((600 - y) / 440, 0.0), 1.0)
        heaven[y, x] += np.float32(strength) * clear[y, x] * rgb(0.95, 0.86, 0.80)
