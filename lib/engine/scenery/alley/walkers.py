"""Who stands in the rain: people under umbrellas, near and far, and a bicycle."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.alley.perspective import FOCUS, STANDS, Street
from lib.engine.scenery.core.canvas import Canvas, Field, rgb, tinted
from lib.engine.scenery.core.plate import CROWD_HIGH, Plan
from lib.engine.scenery.core.silhouettes import Silhouettes
from lib.engine.scenery.core.sketch import Point, Stencil

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
    canopy = add_canopy(crowd.stencil(wide, CROWD_HIGH), middle, half, tilt)
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


def add_canopy(stencil: Stencil, middle: Point, half: float, tilt: float) -> Stencil:
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
        figure = person(height, scale, sheltered=sheltered)
        _paint(canvas, figure, x, foot, COAT + 0.004 * z * rgb(1.0, 0.72, 0.86))
    _paint(canvas, bicycle(92.0, scale), street.plan.moved(84.0, 1.0), 853.0, COAT)


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


def person(height: float, scale: float, *, sheltered: bool) -> Stencil:
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
        add_canopy(stencil, (x + 0.06 * u, foot - 1.0 * u), 0.42 * u, 0.08)
    return stencil


def bicycle(long: float, scale: float) -> Stencil:
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
