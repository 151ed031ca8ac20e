"""Who is out in the rain: people under umbrellas, near and far, a bicycle, one who rides by."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.alley.perspective import FOCUS, STANDS, Street
from lib.engine.scenery.core.canvas import Canvas, Field, rgb, smoothstep, tinted
from lib.engine.scenery.core.plate import CROWD_HIGH, Boat, Plan
from lib.engine.scenery.core.silhouettes import Silhouettes
from lib.engine.scenery.core.sketch import Picture, Point, Stencil
from lib.engine.scenery.core.value_noise import clouds

_GROUP: Final = 612.0  # units from one group of umbrellas to the next
COAT: Final = rgb(0.0042, 0.0042, 0.0064)
CLOTH: Final = rgb(0.0075, 0.0062, 0.0105)
#: x of the middle, y of the canopy's top, half its width, tilt: pixels of the crowd's picture.
NEAR: Final = (
    (44.0, 34.0, 92.0, -0.10), (300.0, 78.0, 70.0, 0.05), (196.0, 66.0, 56.0, -0.06),
    (600.0, 26.0, 98.0, 0.12), (452.0, 62.0, 74.0, 0.02), (380.0, 50.0, 46.0, -0.03),
)  # fmt: skip
#: Where people stand in the street: from the middle, z, under an umbrella or not.
FAR: Final = (
    (-0.42, 5.6, True), (0.30, 4.6, True), (0.40, 4.5, False), (-0.62, 3.4, False),
    (-0.52, 3.3, True), (0.68, 2.7, True), (0.02, 6.8, True), (-0.12, 8.6, False),
)  # fmt: skip
TALL: Final = 0.40  # a person, in half widths of the street


def umbrellas(plan: Plan) -> Silhouettes:
    """Those right in front of us, from behind, the farthest first."""
    crowd = Silhouettes(plan)
    for x, top, half, tilt in sorted(NEAR, key=lambda one: -one[1]):
        for shift in plan.repeated(_GROUP):
            _shelter(crowd, x + shift, top, half, tilt)
    return crowd


def _shelter(crowd: Silhouettes, x: float, top: float, half: float, tilt: float) -> None:
    left, wide = round(x - 1.5 * half), int(3 * half)
    middle = (1.5 * half, top + 0.56 * half)
    body = crowd.stencil(wide, CROWD_HIGH)
    neck = middle[1] + 0.10 * half
    body.limb([(middle[0] + a * half, neck + 0.14 * half) for a in (-0.26, 0.26)], [0.3 * half] * 2)
    back = ((-0.41, 0.14), (0.41, 0.14), (0.46, 2.5), (-0.46, 2.5))
    body.polygon([(middle[0] + a * half, neck + b * half) for a, b in back])
    crowd.stand(left, 0, body.fine(), COAT, 0.0)
    canopy = _canopy(crowd.stencil(wide, CROWD_HIGH), middle, half, tilt)
    crowd.stand(left, 0, canopy.fine(), CLOTH, 1.5)
    for rib in (-0.62, -0.22, 0.22, 0.62):
        tip = _turned(middle, half, tilt, rib * 1.02, -0.03 - 0.05 * abs(rib))
        crown = _turned(middle, half, tilt, rib * 0.10, -0.60)
        bend = _turned(middle, half, tilt, rib * 0.72, -0.42)
        line = crowd.stencil(wide, CROWD_HIGH).line([crown, bend, tip], 0.9)
        crowd.stand(left, 0, line.fine() * np.float32(0.7), COAT, 0.0)


def _turned(middle: Point, half: float, tilt: float, across: float, down: float) -> Point:
    c, s = float(np.cos(tilt)), float(np.sin(tilt))
    return middle[0] + half * (across * c - down * s), middle[1] + half * (across * s + down * c)


def _canopy(stencil: Stencil, middle: Point, half: float, tilt: float) -> Stencil:
    """A flat dome, its lower edge drawn up between the ribs."""
    around = np.linspace(np.pi, 0.0, 25)
    dome = [(float(np.cos(a)), -0.60 * float(np.sin(a)) ** 0.9) for a in around]
    hem = [
        (x, -0.10 * abs(float(np.sin(2.5 * np.pi * (x + 1) / 1.0)))) for x in np.linspace(1, -1, 41)
    ]
    outline = [_turned(middle, half, tilt, x, y) for x, y in (*dome, *hem)]
    tip = [_turned(middle, half, tilt, 0.0, y) for y in (-0.55, -0.70)]
    return stencil.polygon(outline).line(tip, 0.05 * half)


def stand_about(canvas: Canvas, street: Street) -> None:
    """People in the street and a bicycle at the wall: dark against the light behind them."""
    scale, (eye_x, eye_y) = canvas.scale, street.eye
    for across, z, sheltered in sorted(_passers_by(street), key=lambda one: -one[1]):
        height = FOCUS * TALL / z
        x, foot = eye_x + FOCUS * across / z, eye_y + FOCUS * STANDS / z
        figure = _figure(height, scale, sheltered=sheltered)
        _paint(canvas, figure, x, foot, COAT + 0.004 * z * rgb(1.0, 0.72, 0.86))
    _paint(canvas, _bicycle(92.0, scale), street.plan.moved(84.0, 1.0), 853.0, COAT)


def _passers_by(street: Street) -> tuple[tuple[float, float, bool], ...]:
    """In a wider street they walk farther from the middle, and there are more of them."""
    wide = 1 + street.open
    here = [(across * wide**0.7, z, sheltered) for across, z, sheltered in FAR]
    rng = np.random.default_rng(52)
    more = [
        (
            float(rng.uniform(-0.85, 0.85)) * wide,
            float(rng.uniform(2.9, 8.0)),
            bool(rng.random() < 0.6),
        )
        for _ in range(round(6 * street.open))
    ]
    return (*here, *more)


def _paint(canvas: Canvas, figure: Stencil, x: float, foot: float, colour: Field) -> None:
    """Put a stencil's lower middle on a place of the canvas."""
    n, scale = canvas.samples, canvas.scale
    cover, edge = (
        np.kron(field, np.ones((n, n), np.float32)) for field in (figure.cover(), figure.rim(0.8))
    )
    high, wide = figure.cover().shape
    # In whole pixels of the canvas: each has its own samples.
    column = round((x - canvas.left) * scale - wide / 2)
    row = round((foot - canvas.top) * scale - high)
    cut_left, cut_right = max(-column, 0), max(column + wide - canvas.width, 0)
    if cut_left + cut_right >= wide:
        return
    cover = cover[:, cut_left * n : (wide - cut_right) * n]
    edge = edge[:, cut_left * n : (wide - cut_right) * n]
    patch = canvas.block(row, column + cut_left, high, wide - cut_left - cut_right)
    light = colour + tinted(0.10 * edge, rgb(0.9, 0.8, 1.0))
    canvas.paint(patch, cover, light, 0.5 * edge)


def _figure(height: float, scale: float, *, sheltered: bool) -> Stencil:
    """Somebody who stands, so many units high; under an umbrella or in a hood."""
    wide, high = int(1.3 * height) + 2, int(1.32 * height) + 2
    stencil, x, foot, u = Stencil(wide, high, scale), wide / 2, float(high), height
    stencil.ellipse((x, foot - 0.93 * u), 0.062 * u, 0.075 * u)
    coat = ((-0.05, 0.86), (0.05, 0.86), (0.14, 0.80), (0.15, 0.42), (-0.15, 0.42), (-0.14, 0.80))
    stencil.polygon([(x + a * u, foot - b * u) for a, b in coat])
    for side in (-1, 1):
        stencil.limb(
            [(x + side * 0.06 * u, foot - 0.45 * u), (x + side * 0.075 * u, foot)],
            [0.10 * u, 0.06 * u],
        )
    if sheltered:
        stencil.line([(x + 0.14 * u, foot - 0.6 * u), (x + 0.08 * u, foot - 1.2 * u)], 0.02 * u)
        _canopy(stencil, (x + 0.06 * u, foot - 1.0 * u), 0.42 * u, 0.08)
    return stencil


def _bicycle(long: float, scale: float) -> Stencil:
    """A bicycle that leans on the wall: wheels, frame, a basket in front."""
    wide, high = int(long) + 4, int(0.66 * long) + 2
    s, foot, u = Stencil(wide, high, scale), float(high), float(long)
    wheel = 0.185 * u
    hubs = ((0.22 * u, foot - wheel), (0.78 * u, foot - wheel))
    for x, y in hubs:
        ring = [
            (x + wheel * 0.95 * np.cos(a), y + wheel * 0.95 * np.sin(a))
            for a in np.linspace(0, 6.3, 40)
        ]
        s.line(ring, 0.022 * u)
        for a in np.linspace(0.2, 3.0, 6):
            c, d = 0.9 * wheel * float(np.cos(a)), 0.9 * wheel * float(np.sin(a))
            s.line([(x - c, y - d), (x + c, y + d)], 0.006 * u)
    seat, crank, head = (
        (0.36 * u, foot - 0.44 * u),
        (0.46 * u, foot - 0.17 * u),
        (0.68 * u, foot - 0.46 * u),
    )
    for path in (
        (hubs[0], seat), (hubs[0], crank), (seat, crank), (crank, head), (seat, head),
        (head, hubs[1]), (head, (0.66 * u, foot - 0.54 * u)),
        ((0.66 * u, foot - 0.54 * u), (0.56 * u, foot - 0.56 * u)),
    ):  # fmt: skip
        s.line(list(path), 0.024 * u)
    s.line([(0.29 * u, foot - 0.475 * u), (0.41 * u, foot - 0.47 * u)], 0.045 * u)
    s.polygon(
        [(0.70 * u, foot - 0.52 * u), (0.90 * u, foot - 0.52 * u), (0.86 * u, foot - 0.38 * u),
         (0.73 * u, foot - 0.38 * u)]
    )  # fmt: skip
    return s


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
    return Boat(
        x=x,
        y=y,
        speed=speed,
        rgb=np.ascontiguousarray(picture.light.transpose(2, 0, 1), dtype=np.float32),
        alpha=np.ascontiguousarray(np.clip(picture.alpha, 0.0, 1.0), dtype=np.float32),
        reflection_gain=0.4,
        stops=stops,
    )


def _silhouette(stencil: Stencil, wide: int, high: int) -> Picture:
    picture = Picture(wide, high, stencil.scale)
    picture.paint(stencil.cover(), COAT)
    picture.light = picture.light + tinted(stencil.rim(1.4), rgb(0.15, 0.11, 0.15))
    return picture


def _rider(scale: float) -> Picture:
    u, wide, high = 92.0, 100, 118
    frame = _bicycle(u, scale)
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
    figure = _figure(112.0, scale, sheltered=True)
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
    _canopy(stencil, (66.0, foot - 0.98 * u), 0.50 * u, -0.05)
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
