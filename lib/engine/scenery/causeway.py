"""The causeway across the lake: a stone bridge of three arches, banks with lamps, willows."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.canvas import (
    SAMPLES,
    Canvas,
    Field,
    bump,
    edge,
    resized,
    rgb,
    smoothstep,
    tinted,
)
from lib.engine.scenery.chance import clouds, hashed
from lib.engine.scenery.pagodas import hang
from lib.engine.scenery.plate import MARGIN_X, PLATE_WIDTH
from lib.engine.scenery.sketch import Stencil

STONE: Final = rgb(0.105, 0.076, 0.062)
WARM: Final = rgb(1.0, 0.56, 0.20)
BANK: Final = rgb(0.0085, 0.0095, 0.0120)
LEAVES: Final = rgb(0.0105, 0.0140, 0.0090)

BRIDGE_AT: Final = 322.0
BRIDGE_HALF: Final = 104.0
BRIDGE_HEIGHT: Final = 47.0
#: Middle, half width and height of each arch.
ARCHES: Final = ((0.0, 31.0, 33.0), (-60.0, 17.0, 16.5), (60.0, 17.0, 16.5))


def lay_out_causeway(canvas: Canvas, waterline: float) -> None:
    _trees(canvas, waterline)
    _bank(canvas, waterline)
    _bridge(canvas, waterline)
    for step in (-96, -64, -32, 32, 64, 96):
        x = BRIDGE_AT + step
        hang(canvas, x, waterline - float(_deck(x)) - 8.5, 2.3)


def plant_willow(
    canvas: Canvas, root: tuple[float, float], height: float, *, lean: float, seed: int
) -> None:
    """A weeping willow: a bent trunk, boughs, and strands that hang from them to the water."""
    chance = np.random.default_rng(seed)
    wide, high = 190, int(height) + 12
    (x, y), middle = root, 95.0
    wood, strands = Stencil(wide, high), Stencil(wide, high)
    crotch = (middle + 0.5 * lean, high - 0.52 * height)
    wood.limb(
        [(middle, high), (middle + 0.1 * lean, high - 0.28 * height), crotch], [9.0, 6.5, 5.0]
    )
    for _ in range(13):
        reach = lean + float(chance.uniform(-62, 62))
        top = high - height * float(chance.uniform(0.80, 0.99))
        tip = (middle + reach, top + 0.006 * (reach - lean) ** 2)
        elbow = (0.55 * crotch[0] + 0.45 * tip[0], 0.35 * crotch[1] + 0.65 * tip[1] - 4)
        wood.limb([crotch, elbow, tip], [3.6, 2.0, 0.9])
        _weep(strands, elbow, tip, high, chance)
    _press(canvas, wood, x - middle, y - high, 0.7 * LEAVES)
    _press(canvas, strands, x - middle, y - high, _lit_leaves(strands, seed))


def _weep(
    strands: Stencil,
    elbow: tuple[float, float],
    tip: tuple[float, float],
    foot: int,
    chance: np.random.Generator,
) -> None:
    """Strands along the outer half of a bough, each with its own length and bend."""
    for share in np.linspace(0.15, 1.0, 11):
        x = elbow[0] + (tip[0] - elbow[0]) * share + float(chance.normal(0, 2.0))
        y = elbow[1] + (tip[1] - elbow[1]) * share
        length = (foot - y) * float(chance.uniform(0.38, 0.86))
        bend = float(chance.normal(0, 3.0))
        points = [(x + bend * s * s, y + length * s) for s in (0.0, 0.3, 0.6, 0.85, 1.0)]
        strands.limb(points, [1.0, 1.5, 1.7, 1.2, 0.4])


def _lit_leaves(strands: Stencil, seed: int) -> Field:
    """(h, w, 3) at the canvas's samples: lamps below shine up into the leaves."""
    rows, columns = (side * SAMPLES for side in strands.cover().shape)
    up = np.linspace(1.0, 0.0, rows, dtype=np.float32)[:, None]
    speckle = clouds((rows, columns), (60, 50), 3, seed, 0.8)
    lit = smoothstep(0.42, 0.80, speckle) * np.exp(-(up**2) / 0.25)
    return tinted(0.7 + 0.9 * speckle, LEAVES) + tinted(0.17 * lit, rgb(0.95, 0.62, 0.16))


def _press(canvas: Canvas, stencil: Stencil, left: float, top: float, light: Field) -> None:
    """Lay a stencil on the canvas; light (3,) or at the canvas's samples."""
    cover = stencil.cover()
    rows, columns = cover.shape
    patch = canvas.patch(left, top, left + columns, top + rows)
    whole = (rows * SAMPLES, columns * SAMPLES)
    fine = np.clip(resized(stencil.fine(), whole), 0.0, 1.0)
    skip_y = round((canvas.top - top) * SAMPLES) if top < canvas.top else 0
    skip_x = round((canvas.left - left) * SAMPLES) if left < canvas.left else 0
    h, w = patch.shape
    part = (slice(skip_y, skip_y + h), slice(skip_x, skip_x + w))
    colour = light[part] if light.ndim == 3 else np.broadcast_to(light, (h, w, 3))
    canvas.paint(patch, fine[part], colour)


def _deck(x: Field | float) -> Field:
    """How high the bridge's deck lies above the water at x."""
    off = np.clip(np.abs(np.asarray(x, np.float32) - BRIDGE_AT) / (BRIDGE_HALF + 26), 0.0, 1.0)
    height: Field = 5.0 + (BRIDGE_HEIGHT - 5.0) * (0.5 + 0.5 * np.cos(np.pi * off))
    return height


def _bridge(canvas: Canvas, waterline: float) -> None:
    patch = canvas.patch(
        BRIDGE_AT - BRIDGE_HALF - 26,
        waterline - BRIDGE_HEIGHT - 10,
        BRIDGE_AT + BRIDGE_HALF + 26,
        waterline,
    )
    up = waterline - patch.y
    deck = _deck(patch.x)
    open_, ring = _arches(patch.x - BRIDGE_AT, up)
    course = np.floor(up / 3.6)
    block = hashed(np.floor(patch.x / 7.0 + 0.5 * (course % 2)), course, 21)
    joints = 0.75 + 0.25 * smoothstep(0.0, 0.16, np.abs(up / 3.6 - course - 0.5) * -1 + 0.5)
    uplight = np.exp(-up / 16.0)
    stone = (0.35 + 0.35 * block) * joints + 1.05 * uplight * (0.6 + 0.4 * block)
    light = tinted(stone, STONE) + tinted(0.42 * ring, WARM)
    canvas.paint(patch, edge(deck - up) * (1.0 - open_), light, 0.5 * ring)
    _parapet(canvas, waterline)


def _arches(x: Field, up: Field) -> tuple[Field, Field]:
    """Coverage of the openings, and the light on the stones around them."""
    shape = np.broadcast_shapes(x.shape, up.shape)
    open_, ring = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for middle, half, height in ARCHES:
        off = np.hypot((x - middle) / half, up / height)
        open_ = np.maximum(open_, edge((1.0 - off) * half))
        ring = np.maximum(ring, bump((off - 1.0) * half, 1.2, 1.1))
    return open_, ring


def _parapet(canvas: Canvas, waterline: float) -> None:
    left, right = BRIDGE_AT - BRIDGE_HALF - 20, BRIDGE_AT + BRIDGE_HALF + 20
    patch = canvas.patch(left, waterline - BRIDGE_HEIGHT - 9, right, waterline)
    over = waterline - patch.y - _deck(patch.x)
    post = bump(patch.x / 8.0 - np.round(patch.x / 8.0), 0.0, 0.11) * (over > 0) * edge(6.2 - over)
    rail = edge(0.7 - np.abs(over - 4.6)) + edge(0.55 - np.abs(over - 0.4))
    cover = np.clip(post + rail, 0.0, 1.0)
    glow = 0.45 + 0.55 * bump(over, 0.4, 0.9)
    canvas.paint(
        patch, cover, tinted(glow * 1.5, STONE) + tinted(0.24 * bump(over, 0.4, 0.7), WARM)
    )


def _bank(canvas: Canvas, waterline: float) -> None:
    """A low bank with a path of lamps; the arches of the bridge cut through it."""
    patch = canvas.patch(-MARGIN_X, waterline - 26, PLATE_WIDTH, waterline)
    rows, columns = patch.shape
    up = waterline - patch.y
    edge_of_land = 3.6 + 4.0 * clouds((8, columns), (1, 30), 3, 31)[4][None, :]
    open_, _ = _arches(patch.x - BRIDGE_AT, up)
    cover = edge(edge_of_land - up) * (1.0 - open_)
    stones = clouds((rows, columns), (6, 260), 2, 32)
    light = tinted(0.5 + stones, BANK) + tinted(0.05 * bump(up, 1.0, 1.2) * stones, WARM)
    canvas.paint(patch, cover, light)
    away = np.abs(patch.x - BRIDGE_AT) > BRIDGE_HALF + 18
    number = np.floor(patch.x / 15.0)
    x = patch.x - (number + 0.5 + 0.3 * (hashed(number, number * 0, 6) - 0.5)) * 15.0
    lamp = bump(x, 0.0, 1.0) * bump(up, 9.0, 1.1) * (0.3 + 0.7 * hashed(number, number * 0, 5))
    canvas.shine(patch, tinted(lamp * away, rgb(2.4, 1.35, 0.48)))


def _trees(canvas: Canvas, waterline: float) -> None:
    """Rounded crowns of many sizes behind the bank, some with a lamp beneath."""
    patch = canvas.patch(-MARGIN_X, waterline - 44, PLATE_WIDTH, waterline)
    rows, columns = patch.shape
    crowns = clouds((8, columns), (1, 26), 4, 35, 0.55)[4]
    clearing = smoothstep(60.0, 150.0, np.abs(patch.x[0] - BRIDGE_AT))
    height = 7.0 + 44.0 * np.clip(crowns - 0.28, 0.0, 1.0) * (0.25 + 0.75 * clearing)
    under = patch.y - (waterline - height)[None, :]
    leaves = clouds((rows, columns), (16, 300), 3, 36, 0.7)
    lamp = smoothstep(0.52, 0.74, clouds((8, columns), (1, 44), 2, 37)[4])[None, :]
    uplight = lamp * np.exp(-(waterline - patch.y) / 15.0) * smoothstep(0.35, 0.75, leaves)
    light = tinted(0.7 + 0.8 * leaves, rgb(0.0075, 0.0090, 0.0110))
    canvas.paint(patch, edge(under + 2.0 * (leaves - 0.5)), light + tinted(0.30 * uplight, WARM))
