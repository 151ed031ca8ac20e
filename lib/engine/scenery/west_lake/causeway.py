"""The causeway across the lake: a stone bridge of three arches, banks with lamps, willows."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import (
    Canvas,
    Field,
    bump,
    edge,
    rgb,
    smoothstep,
    tinted,
)
from lib.engine.scenery.core.plate import Plan
from lib.engine.scenery.core.value_noise import clouds, hashed
from lib.engine.scenery.west_lake.pagodas import hang

STONE: Final = rgb(0.105, 0.076, 0.062)
WARM: Final = rgb(1.0, 0.56, 0.20)
BANK: Final = rgb(0.0085, 0.0095, 0.0120)
LEAVES: Final = rgb(0.0105, 0.0140, 0.0090)

BRIDGE_AT: Final = 322.0
BRIDGE_HALF: Final = 104.0
BRIDGE_HEIGHT: Final = 47.0
#: Middle, half width and height of each arch.
ARCHES: Final = ((0.0, 31.0, 33.0), (-60.0, 17.0, 16.5), (60.0, 17.0, 16.5))


def lay_out_causeway(canvas: Canvas, plan: Plan) -> None:
    """In the middle of any frame stands the bridge."""
    waterline, middle = plan.waterline, plan.moved(BRIDGE_AT, 0.0)
    _trees(canvas, waterline, middle)
    _bank(canvas, waterline, middle)
    _bridge(canvas, waterline, middle)
    for step in (-96, -64, -32, 32, 64, 96):
        hang(canvas, middle + step, waterline - float(_deck(float(step))) - 8.5, 2.3)


def plant_willow(
    canvas: Canvas, root: tuple[float, float], height: float, half: float, seed: int
) -> None:
    """A weeping willow: a bent trunk under a crown whose strands hang almost to the water."""
    x, y = root
    _trunk(canvas, x, y, height)
    patch = canvas.patch(x - half, y - height, x + half, y - 3)
    rows, columns = patch.shape
    off = (patch.x - x) / half
    lumps = clouds((8, columns), (1, 7), 3, seed)[4][None, :] - 0.5
    crown = y - height * (0.97 - 0.46 * off**2 + 0.16 * lumps)
    lengths = clouds((8, columns), (1, 26), 3, seed + 1, 0.7)[4][None, :]
    length = height * (0.22 + 0.85 * lengths) * (1.0 - 0.25 * np.abs(off))
    along = (patch.y - crown) / length
    streaks = clouds((rows, columns), (5, int(0.42 * half)), 3, seed + 2, 0.65)
    hanging = smoothstep(-0.05, 0.05, streaks - 0.24 - 0.34 * np.clip(along, 0.0, 1.0))
    ends = smoothstep(1.04, 0.80, along) * smoothstep(1.0, 0.86, np.abs(off) + 0.3 * lumps)
    cover = edge(patch.y - crown + 2.0 * (streaks - 0.5)) * hanging * ends
    up = (y - patch.y) / height
    lamplit = np.exp(-((up / 0.42) ** 2)) * smoothstep(0.46, 0.72, streaks)
    moonlit = np.exp(-np.maximum(patch.y - crown, 0.0) / 9.0) * smoothstep(0.40, 0.70, streaks)
    light = tinted(0.35 + 0.9 * streaks, LEAVES) + tinted(0.20 * lamplit, rgb(0.90, 0.62, 0.18))
    canvas.paint(patch, cover, light + tinted(0.030 * moonlit, rgb(0.75, 0.80, 1.0)))


def _trunk(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Leaning a little, forking where the crown begins."""
    patch = canvas.patch(x - 26, y - 0.72 * height, x + 26, y)
    up = (y - patch.y) / height
    middle = x + 5.0 * np.sin(2.6 * up) - 9.0 * np.maximum(up - 0.38, 0.0) * 4
    other = x + 5.0 * np.sin(2.6 * up) + 11.0 * np.maximum(up - 0.34, 0.0) * 4
    half = 4.2 - 4.6 * up
    cover = np.maximum(edge(half - np.abs(patch.x - middle)), edge(half - np.abs(patch.x - other)))
    side = np.clip((patch.x - middle) / 5.0 + 0.5, 0.0, 1.0)
    canvas.paint(patch, cover, tinted(0.5 + side + 0 * up, BANK))


def _deck(x: Field | float) -> Field:
    """How high the bridge's deck lies above the water, x units from its middle."""
    off = np.clip(np.abs(np.asarray(x, np.float32)) / (BRIDGE_HALF + 26), 0.0, 1.0)
    height: Field = 5.0 + (BRIDGE_HEIGHT - 5.0) * (0.5 + 0.5 * np.cos(np.pi * off))
    return height


def _bridge(canvas: Canvas, waterline: float, middle: float) -> None:
    patch = canvas.patch(
        middle - BRIDGE_HALF - 26,
        waterline - BRIDGE_HEIGHT - 10,
        middle + BRIDGE_HALF + 26,
        waterline,
    )
    up = waterline - patch.y
    deck = _deck(patch.x - middle)
    open_, ring = _arches(patch.x - middle, up)
    course = np.floor(up / 3.6)
    block = hashed(np.floor(patch.x / 7.0 + 0.5 * (course % 2)), course, 21)
    joints = 0.75 + 0.25 * smoothstep(0.0, 0.16, np.abs(up / 3.6 - course - 0.5) * -1 + 0.5)
    uplight = np.exp(-up / 16.0)
    stone = (0.35 + 0.35 * block) * joints + 1.05 * uplight * (0.6 + 0.4 * block)
    light = tinted(stone, STONE) + tinted(0.42 * ring, WARM)
    canvas.paint(patch, edge(deck - up) * (1.0 - open_), light, 0.5 * ring)
    _parapet(canvas, waterline, middle)


def _arches(x: Field, up: Field) -> tuple[Field, Field]:
    """Coverage of the openings, and the light on the stones around them."""
    shape = np.broadcast_shapes(x.shape, up.shape)
    open_, ring = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for middle, half, height in ARCHES:
        off = np.hypot((x - middle) / half, up / height)
        open_ = np.maximum(open_, edge((1.0 - off) * half))
        ring = np.maximum(ring, bump((off - 1.0) * half, 1.2, 1.1))
    return open_, ring


def _parapet(canvas: Canvas, waterline: float, middle: float) -> None:
    left, right = middle - BRIDGE_HALF - 20, middle + BRIDGE_HALF + 20
    patch = canvas.patch(left, waterline - BRIDGE_HEIGHT - 9, right, waterline)
    over = waterline - patch.y - _deck(patch.x - middle)
    post = bump(patch.x / 8.0 - np.round(patch.x / 8.0), 0.0, 0.11) * (over > 0) * edge(6.2 - over)
    rail = edge(0.7 - np.abs(over - 4.6)) + edge(0.55 - np.abs(over - 0.4))
    cover = np.clip(post + rail, 0.0, 1.0)
    glow = 0.45 + 0.55 * bump(over, 0.4, 0.9)
    canvas.paint(
        patch, cover, tinted(glow * 1.5, STONE) + tinted(0.24 * bump(over, 0.4, 0.7), WARM)
    )


def _bank(canvas: Canvas, waterline: float, middle: float) -> None:
    """A low bank with a path of lamps; the arches of the bridge cut through it."""
    patch = canvas.patch(canvas.left, waterline - 26, canvas.right, waterline)
    rows, columns = patch.shape
    up = waterline - patch.y
    edge_of_land = 3.6 + 4.0 * clouds((8, columns), (1, canvas.cells(30)), 3, 31)[4][None, :]
    open_, _ = _arches(patch.x - middle, up)
    cover = edge(edge_of_land - up) * (1.0 - open_)
    stones = clouds((rows, columns), (6, canvas.cells(260)), 2, 32)
    light = tinted(0.5 + stones, BANK) + tinted(0.05 * bump(up, 1.0, 1.2) * stones, WARM)
    canvas.paint(patch, cover, light)
    away = np.abs(patch.x - middle) > BRIDGE_HALF + 18
    number = np.floor(patch.x / 15.0)
    x = patch.x - (number + 0.5 + 0.3 * (hashed(number, number * 0, 6) - 0.5)) * 15.0
    lamp = bump(x, 0.0, 1.0) * bump(up, 9.0, 1.1) * (0.3 + 0.7 * hashed(number, number * 0, 5))
    canvas.shine(patch, tinted(lamp * away, rgb(2.4, 1.35, 0.48)))


def _trees(canvas: Canvas, waterline: float, middle: float) -> None:
    """Rounded crowns of many sizes behind the bank, some with a lamp beneath."""
    patch = canvas.patch(canvas.left, waterline - 44, canvas.right, waterline)
    rows, columns = patch.shape
    crowns = clouds((8, columns), (1, canvas.cells(26)), 4, 35, 0.55)[4]
    clearing = smoothstep(60.0, 150.0, np.abs(patch.x[0] - middle))
    height = 7.0 + 44.0 * np.clip(crowns - 0.28, 0.0, 1.0) * (0.25 + 0.75 * clearing)
    under = patch.y - (waterline - height)[None, :]
    leaves = clouds((rows, columns), (16, canvas.cells(300)), 3, 36, 0.7)
    lamp = smoothstep(0.52, 0.74, clouds((8, columns), (1, canvas.cells(44)), 2, 37)[4])[None, :]
    uplight = lamp * np.exp(-(waterline - patch.y) / 15.0) * smoothstep(0.35, 0.75, leaves)
    light = tinted(0.7 + 0.8 * leaves, rgb(0.0075, 0.0090, 0.0110))
    canvas.paint(patch, edge(under + 2.0 * (leaves - 0.5)), light + tinted(0.30 * uplight, WARM))
