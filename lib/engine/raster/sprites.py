"""Sprites: every light as a hot core in a soft halo, and its energy for bloom and reflection."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.jit import ONE, ZERO, inlined, kernel
from lib.engine.show import Sprite

RADIUS: Final = 6  # units: a sprite is 13 x 13
PHASES: Final = 16  # a sprite can lie on sixteenths of a pixel: finer than the eye sees it crawl
_REGISTER: Final = 16  # floats: a row of 13 pixels and three zeros is one addition

#: Halos are more saturated than their lights, because the tone curve pulls them towards white.
_PURER: Final = np.float32(0.30)

#: A row of a sprite that gives no more light than this is left out: most of a dim spark's.
_UNSEEN: Final = np.float32(4e-4)

# The mirror image of the sky on the water. True heights would fall out of the frame.
_SQUEEZE: Final = np.float32(0.21)
_NEAR_SHORE: Final = np.float32(0.02)  # share of a light's energy on the water: at the horizon ...
_FROM_ABOVE: Final = np.float32(0.05)  # ... and how much more from 300 units above it
_HIGH: Final = np.float32(1 / 300)


def sprite_taps(sprite: Sprite, scale: float = 1.0) -> Floats:
    """(2, 2, PHASES, 16 k): core and halo along x, and along y, for each phase; a sprite is the
    product of both. Sigmas in units, `scale` pixels a unit.
    """
    radius = reach_of(scale)
    registers = math.ceil((2 * radius + 1) / _REGISTER)
    away = np.arange(registers * _REGISTER) - radius - np.arange(PHASES)[:, None] / PHASES
    core, halo = (
        _hill(away, sigma * scale, radius) for sigma in (sprite.core_sigma, sprite.halo_sigma)
    )
    across, down = core, core
    if sprite.paper > 0:
        across = _paper(away, 0.80 * sprite.paper * scale)
        flame = np.clip(0.80 + 0.30 * away / (sprite.paper * scale), 0.45, 1.15)
        down = (_paper(away, sprite.paper * scale) * flame).astype(np.float32)
    taps = np.stack([np.stack([across, halo]), np.stack([down, halo])])
    taps[..., 2 * radius + 1 :] = 0.0
    return np.ascontiguousarray(taps, np.float32)


def _paper(away: np.ndarray[tuple[int, ...], np.dtype[np.float64]], half: float) -> Floats:
    """As bright all over, and soft at its edges: half as wide as `half` pixels."""
    return np.exp(-((away / half) ** 4)).astype(np.float32)


def reach_of(scale: float) -> int:
    """Pixels from a sprite's middle to its last one."""
    return math.ceil(RADIUS * scale)


def _hill(
    away: np.ndarray[tuple[int, ...], np.dtype[np.float64]], sigma: float, radius: int
) -> Floats:
    """A gaussian lowered so that it ends in zero: a halo that is cut off shows as a square."""
    edge = math.exp(-((radius + 1) ** 2) / (2 * sigma**2))
    return (np.maximum(np.exp(-(away**2) / (2 * sigma**2)) - edge, 0) / (1 - edge)).astype(
        np.float32
    )


@kernel
def draw_sprites(
    canvas: Floats,
    guard: int,
    radius: int,
    count: int,
    x: Floats,
    y: Floats,
    red: Floats,
    green: Floats,
    blue: Floats,
    core: Floats,
    halo: Floats,
    taps: Floats,
    white: np.float32,
) -> None:
    """Add `count` lights to the canvas, at x, y pixels of the frame; `radius` as of the taps."""
    width = canvas.shape[2]
    reach = np.float32(radius) + np.float32(0.5)
    right = np.float32(width - 2 * guard) + reach - ONE
    bottom = np.float32(canvas.shape[1] - 2 * guard) + reach - ONE
    registers = taps.shape[3] // _REGISTER
    flat = canvas.reshape(-1)
    colour = np.empty(3, np.float32)
    half_step = np.float32(0.5 / PHASES)
    for i in range(count):
        if core[i] <= ZERO and halo[i] <= ZERO:
            continue
        px, py = x[i] + half_step, y[i] + half_step
        if not (-reach < px < right):
            continue
        if not (-reach < py < bottom):
            continue
        ix, iy = math.floor(px), math.floor(py)
        x_phase = int((px - np.float32(ix)) * np.float32(PHASES))
        y_phase = int((py - np.float32(iy)) * np.float32(PHASES))
        core_x, halo_x = taps[0, 0, x_phase], taps[0, 1, x_phase]
        core_y, halo_y = taps[1, 0, y_phase], taps[1, 1, y_phase]
        colour[0], colour[1], colour[2] = red[i], green[i], blue[i]
        mean = (colour[0] + colour[1] + colour[2]) * np.float32(1 / 3)
        corner = (guard + iy - radius) * width + guard + ix - radius
        for c in range(3):
            hot = core[i] * (colour[c] * (ONE - white) + white)
            soft = halo[i] * max(colour[c] + _PURER * (colour[c] - mean), ZERO)
            start = corner + c * canvas.shape[1] * width
            for j in range(2 * radius + 1):
                a, b = hot * core_y[j], soft * halo_y[j]
                if a + b < _UNSEEN:
                    continue
                for register in range(registers):
                    first = register * _REGISTER
                    row = flat[start + j * width + first : start + j * width + first + _REGISTER]
                    p, q = core_x[first : first + _REGISTER], halo_x[first : first + _REGISTER]
                    for k in range(_REGISTER):
                        row[k] += a * p[k] + b * q[k]


@inlined
def _deposit(
    low: Floats,
    x: np.float32,
    y: np.float32,
    red: np.float32,
    green: np.float32,
    blue: np.float32,
) -> None:
    """Spread one light over the four nearest pixels of a low buffer, or nowhere if one lies outside."""
    if not (x >= ZERO and y >= ZERO):
        return
    if not (x < np.float32(low.shape[2] - 1) and y < np.float32(low.shape[1] - 1)):
        return
    ix, iy = int(x), int(y)
    fx, fy = x - np.float32(ix), y - np.float32(iy)
    w00, w01 = (ONE - fx) * (ONE - fy), fx * (ONE - fy)
    w10, w11 = (ONE - fx) * fy, fx * fy
    for c in range(3):
        energy = red if c == 0 else (green if c == 1 else blue)
        low[c, iy, ix] += energy * w00
        low[c, iy, ix + 1] += energy * w01
        low[c, iy + 1, ix] += energy * w10
        low[c, iy + 1, ix + 1] += energy * w11


@kernel
def spread(
    sky: Floats,
    water: Floats,
    guard: int,
    low: int,
    scale: np.float32,
    count: int,
    x: Floats,
    y: Floats,
    red: Floats,
    green: Floats,
    blue: Floats,
    glow: Floats,
    waterline: np.float32,
) -> None:
    """Add the energy of `count` lights to two low buffers, a pixel for `low` x `low` of the frame.

    sky    (3, height / low, width / low) as they stand in the frame
    water  (3, rows, (width + 2 guard) / low) mirrored: row 0 is the waterline, downwards is up
    """
    share = ONE / np.float32(low)
    dense = np.float32(4.0) * scale * share
    dense *= dense  # a larger pixel is as bright with as much light on each part of it
    high = _HIGH / scale
    sky[:] = ZERO
    water[:] = ZERO
    centre = np.float32(0.5) * np.float32(low - 1) * share
    for i in range(count):
        energy = glow[i] * dense
        if energy <= ZERO:
            continue
        px, py = x[i], y[i]
        r, g, b = energy * red[i], energy * green[i], energy * blue[i]
        _deposit(sky, px * share - centre, py * share - centre, r, g, b)
        height = waterline - py
        if height > ZERO:
            back = _NEAR_SHORE + _FROM_ABOVE * min(height * high, ONE)
            depth = height * _SQUEEZE + np.float32(3.0) * scale
            across = (px + np.float32(guard)) * share - centre
            _deposit(water, across, depth * share, r * back, g * back, b * back)
