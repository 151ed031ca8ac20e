"""Sprites: every light as a hot core in a soft halo, and its energy for bloom and reflection."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.jit import GUARD, ONE, ZERO, inlined, kernel
from lib.engine.show import HEIGHT, WIDTH

RADIUS: Final = 6  # a sprite is 13 x 13 pixels
PHASES: Final = 16  # a sprite can lie on sixteenths of a pixel: finer than the eye sees it crawl
_TAPS: Final = 16  # 13 and three zeros: one register of 16 floats, so a row is one addition
_REACH: Final = np.float32(RADIUS + 0.5)

#: Chroma has a quarter of the pixels: a pure colour of three pixels would lose itself in the file.
_WHITE: Final = np.float32(0.12)
#: Halos are purer than their lights, as the tone curve will pull them towards white.
_PURER: Final = np.float32(0.30)

#: The low buffers hold one pixel for 4 x 4 of the frame.
LOW: Final = 4
_QUARTER: Final = np.float32(1 / LOW)

# The mirror image of the sky on the water. True heights would fall out of the frame.
_SQUEEZE: Final = np.float32(0.21)
_NEAR_SHORE: Final = np.float32(0.02)  # share of a light's energy on the water: at the horizon ...
_FROM_ABOVE: Final = np.float32(0.05)  # ... and how much more from 300 px above it
_HIGH: Final = np.float32(1 / 300)


def sprite_taps(core_sigma: float, halo_sigma: float) -> Floats:
    """(2, PHASES, 16): core and halo along one axis, for each phase; a sprite is their product.

    The gaussians are lowered so that they end in zero: a cut-off halo shows as a square.
    """
    away = np.arange(_TAPS) - RADIUS - np.arange(PHASES)[:, None] / PHASES
    taps = np.stack([_hill(away, core_sigma), _hill(away, halo_sigma)])
    taps[:, :, 2 * RADIUS + 1 :] = 0.0
    return np.ascontiguousarray(taps, np.float32)


def _hill(away: np.ndarray[tuple[int, ...], np.dtype[np.float64]], sigma: float) -> Floats:
    edge = math.exp(-((RADIUS + 1) ** 2) / (2 * sigma**2))
    return (np.maximum(np.exp(-(away**2) / (2 * sigma**2)) - edge, 0) / (1 - edge)).astype(
        np.float32
    )


@kernel
def draw_sprites(
    canvas: Floats,
    count: int,
    x: Floats,
    y: Floats,
    red: Floats,
    green: Floats,
    blue: Floats,
    core: Floats,
    halo: Floats,
    taps: Floats,
) -> None:
    """Add `count` lights to the canvas, at x, y pixels of the frame."""
    width = canvas.shape[2]
    flat = canvas.reshape(-1)
    colour = np.empty(3, np.float32)
    half_step = np.float32(0.5 / PHASES)
    for i in range(count):
        if core[i] <= ZERO and halo[i] <= ZERO:
            continue
        px, py = x[i] + half_step, y[i] + half_step
        if not (-_REACH < px < np.float32(WIDTH) + _REACH - ONE):
            continue
        if not (-_REACH < py < np.float32(HEIGHT) + _REACH - ONE):
            continue
        ix, iy = math.floor(px), math.floor(py)
        x_phase = int((px - np.float32(ix)) * np.float32(PHASES))
        y_phase = int((py - np.float32(iy)) * np.float32(PHASES))
        core_x, halo_x = taps[0, x_phase], taps[1, x_phase]
        core_y, halo_y = taps[0, y_phase], taps[1, y_phase]
        colour[0], colour[1], colour[2] = red[i], green[i], blue[i]
        mean = (colour[0] + colour[1] + colour[2]) * np.float32(1 / 3)
        corner = (GUARD + iy - RADIUS) * width + GUARD + ix - RADIUS
        for c in range(3):
            hot = core[i] * (colour[c] * (ONE - _WHITE) + _WHITE)
            soft = halo[i] * max(colour[c] + _PURER * (colour[c] - mean), ZERO)
            start = corner + c * canvas.shape[1] * width
            for j in range(2 * RADIUS + 1):
                a, b = hot * core_y[j], soft * halo_y[j]
                row = flat[start + j * width : start + j * width + _TAPS]
                for k in range(_TAPS):
                    row[k] += a * core_x[k] + b * halo_x[k]


@inlined
def _deposit(
    low: Floats,
    x: np.float32,
    y: np.float32,
    red: np.float32,
    green: np.float32,
    blue: np.float32,
) -> None:
    """Share one light among the four nearest pixels of a low buffer; none if any lies outside."""
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
    count: int,
    x: Floats,
    y: Floats,
    red: Floats,
    green: Floats,
    blue: Floats,
    glow: Floats,
    waterline: np.float32,
) -> None:
    """Add the energy of `count` lights to two low buffers, a pixel for 4 x 4 of the frame.

    sky    (3, HEIGHT / 4, WIDTH / 4) as they stand in the frame
    water  (3, rows, (WIDTH + 2 GUARD) / 4) mirrored: row 0 is the waterline, downwards is up
    """
    sky[:] = ZERO
    water[:] = ZERO
    centre = np.float32(0.5 * (LOW - 1)) * _QUARTER
    for i in range(count):
        energy = glow[i]
        if energy <= ZERO:
            continue
        px, py = x[i], y[i]
        r, g, b = energy * red[i], energy * green[i], energy * blue[i]
        _deposit(sky, px * _QUARTER - centre, py * _QUARTER - centre, r, g, b)
        height = waterline - py
        if height > ZERO:
            share = _NEAR_SHORE + _FROM_ABOVE * min(height * _HIGH, ONE)
            depth = height * _SQUEEZE + np.float32(3.0)
            across = (px + np.float32(GUARD)) * _QUARTER - centre
            _deposit(water, across, depth * _QUARTER, r * share, g * share, b * share)
