"""What passes in the street: riders, couples, one who comes to look, a cat, and steam."""

from __future__ import annotations

import numpy as np

from lib.engine.scenery.alley.walkers import COAT, add_canopy, bicycle, person
from lib.engine.scenery.core.canvas import rgb, smoothstep, tinted
from lib.engine.scenery.core.drifting import drifting
from lib.engine.scenery.core.plate import Boat, Plan
from lib.engine.scenery.core.sketch import Picture, Stencil
from lib.engine.scenery.core.value_noise import clouds


def passing(plan: Plan) -> tuple[Boat, ...]:
    """One rides by in a rain cape, two walk under one umbrella; more of them in a wider street."""
    scale, spread = plan.scale, plan.frame.spread
    more = [
        _passer(_couple(scale), x=plan.frame.width * 0.22, y=884.0, speed=6.0),
        _passer(_steam(3, scale), x=plan.frame.width * 0.60, y=871.0, speed=4.0),
        _passer(_couple(scale), x=plan.frame.width * 0.90, y=878.0, speed=-4.0),
    ]
    return (
        _passer(_rider(scale), x=-60.0, y=876.0, speed=29.0 * spread),
        _passer(_couple(scale), x=plan.moved(446.0, 0.6), y=880.0, speed=-5.0),
        _passer(_steam(1, scale), x=plan.moved(196.0, 0.8), y=872.0, speed=5.0),
        _passer(_steam(2, scale), x=plan.moved(520.0, 0.8), y=870.0, speed=-4.0),
        _passer(_rider(scale), x=-60.0 - 6.6 * 150.0 * spread, y=890.0, speed=150.0 * spread),
        _passer(_stroller(scale), x=plan.frame.width + 390.0, y=894.0, speed=-68.0, stops=8.4),
        _passer(_cat(scale), x=-350.0, y=916.0, speed=64.0, stops=9.6),
        *more[: round(1.4 * (spread - 1))],
    )


def _passer(picture: Picture, *, x: float, y: float, speed: float, stops: float = 1e6) -> Boat:
    return drifting(picture, x=x, y=y, speed=speed, gain=0.4, stops=stops)


def _silhouette(stencil: Stencil, wide: int, high: int) -> Picture:
    picture = Picture(wide, high, stencil.scale)
    picture.paint(stencil.cover(), COAT)
    picture.light = picture.light + tinted(stencil.rim(1.4), rgb(0.15, 0.11, 0.15))
    return picture


def _rider(scale: float) -> Picture:
    u, wide, high = 92.0, 100, 118
    frame = bicycle(u, scale)
    stencil = Stencil(wide, high, scale)
    foot = float(high)
    cape = (
        (0.36, 0.46),
        (0.30, 0.62),
        (0.40, 0.92),
        (0.50, 0.98),
        (0.58, 0.90),
        (0.72, 0.60),
        (0.70, 0.50),
        (0.52, 0.36),
    )
    stencil.polygon([(a * u + 2, foot - b * u) for a, b in cape])
    stencil.ellipse((0.53 * u, foot - 1.04 * u), 0.085 * u, 0.10 * u)
    stencil.limb(
        [(0.46 * u, foot - 0.45 * u), (0.56 * u, foot - 0.30 * u), (0.48 * u, foot - 0.12 * u)],
        [9, 7, 5],
    )
    picture = _silhouette(stencil, wide, high)
    bike = Picture(wide, high, scale)
    cover, left = frame.cover(), round(2 * scale)
    (h, w), (tall, broad) = cover.shape, bike.alpha.shape
    whole = np.zeros((tall, broad), np.float32)
    whole[tall - h :, left : left + min(w, broad - left)] = cover[:, : broad - left]
    bike.paint(whole, COAT)
    picture.light = picture.light + bike.light * (1 - picture.alpha)[..., None]
    picture.alpha = np.maximum(picture.alpha, bike.alpha)
    lamp = picture.stencil().ellipse((0.93 * u, foot - 0.44 * u), 2.0, 2.0).cover()
    picture.paint(lamp, rgb(2.6, 2.3, 1.7))
    back = picture.stencil().ellipse((0.06 * u + 4, foot - 0.34 * u), 1.4, 1.4).cover()
    picture.paint(back, rgb(2.4, 0.15, 0.08))
    picture.glow(3.0, 0.5)
    return picture


def _stroller(scale: float) -> Picture:
    """Somebody under an umbrella, who comes to look."""
    figure = person(112.0, scale, sheltered=True)
    wide, high = int(1.3 * 112.0) + 2, int(1.32 * 112.0) + 2
    return _silhouette(figure, wide, high)


def _cat(scale: float) -> Picture:
    """On its way along the wall: four legs, a tail held high, two eyes that catch the light."""
    wide, high = 46, 34
    stencil, foot = Stencil(wide, high, scale), float(high)
    stencil.ellipse((20.0, foot - 12.0), 11.0, 5.2)
    stencil.ellipse((33.0, foot - 17.5), 4.6, 4.2)
    for x in (30.4, 35.4):
        stencil.polygon([(x - 2.0, foot - 20.0), (x + 2.0, foot - 20.0), (x + 0.2, foot - 25.0)])
    for x, lean in ((12.0, -1.6), (15.5, 1.2), (25.5, 1.8), (28.5, -1.2)):
        stencil.limb([(x, foot - 10.0), (x + lean, foot - 4.5), (x + lean, foot)], [3.2, 2.2, 1.8])
    tail = [(10.5, foot - 13.0), (5.5, foot - 18.0), (5.0, foot - 25.0), (8.0, foot - 29.0)]
    stencil.limb(tail, [2.6, 2.2, 1.9, 1.5])
    picture = _silhouette(stencil, wide, high)
    for x in (34.2, 36.6):
        eye = picture.stencil().ellipse((x, foot - 18.0), 0.62, 0.7).cover()
        picture.paint(eye, rgb(0.9, 1.5, 0.5))
    return picture


def _couple(scale: float) -> Picture:
    high, wide = 138, 130
    stencil = Stencil(wide, high, scale)
    foot, u = float(high), 104.0
    for x, size in ((54.0, 1.0), (78.0, 0.93)):
        v = u * size
        stencil.ellipse((x, foot - 0.92 * v), 0.065 * v, 0.08 * v)
        coat = (
            (-0.05, 0.85),
            (0.05, 0.85),
            (0.13, 0.79),
            (0.16, 0.30),
            (-0.16, 0.30),
            (-0.13, 0.79),
        )
        stencil.polygon([(x + a * v, foot - b * v) for a, b in coat])
        for side in (-1, 1):
            stencil.limb([(x + side * 5, foot - 0.34 * v), (x + side * 6.5, foot)], [8.0, 5.0])
    stencil.line([(66.0, foot - 0.6 * u), (66.0, foot - 1.2 * u)], 2.0)
    add_canopy(stencil, (66.0, foot - 0.98 * u), 0.50 * u, -0.05)
    return _silhouette(stencil, wide, high)


def _steam(seed: int, scale: float) -> Picture:
    """Steam that rises from a kitchen's drain and takes on the light of the street."""
    high, wide = 250, 170
    picture = Picture(wide, high, scale)
    shape = picture.alpha.shape
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) / np.float32(scale)
    up = 1.0 - y / high
    middle = wide / 2 + 14 * np.sin(3.0 * up + seed) * up
    column = np.exp(-(((x - middle) / (13.0 + 42.0 * up)) ** 2)) * (1.0 - up) ** 1.3
    column *= np.clip(8.0 * up, 0.0, 1.0)
    veil = column * smoothstep(0.30, 0.80, clouds(shape, (6, 4), 4, 400 + seed, 0.6))
    picture.paint(0.8 * veil, rgb(0.105, 0.080, 0.115))
    return picture
