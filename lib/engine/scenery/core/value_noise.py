"""Noise that is the same every time: hashed grids, clouds, tileable ripples."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, resized, smoothstep

RIPPLE_SIZE: Final = 256
_NARROWEST: Final = 672  # units of the narrowest plate


def hashed(column: Field, row: Field, seed: int) -> Field:
    """Return a number from 0 to 1 for every cell of a grid, independent of its neighbours'.

    The mixing steps are the finaliser of MurmurHash3 (Appleby, public domain) over a weighted sum.
    """
    key = column.astype(np.int64) * 374761393 + row.astype(np.int64) * 668265263
    mixed = np.atleast_1d((key + seed * 97531) & 0xFFFFFFFF).astype(np.uint32)
    mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    top = (mixed ^ (mixed >> np.uint32(16))) & np.uint32(0xFFFF)
    return top.astype(np.float32) / np.float32(65535)


def clouds(
    shape: tuple[int, int], cells: tuple[int, int], octaves: int, seed: int, gain: float = 0.5
) -> Field:
    """Fractal value noise around 0.5: each octave twice as fine and `gain` times as strong."""
    rng = np.random.default_rng(seed)
    total, weight, strength = np.zeros(shape, np.float32), 0.0, 1.0
    down, across = cells
    for _ in range(octaves):
        grid = rng.random((down + 3, across + 3), dtype=np.float32)
        total += np.float32(strength) * resized(grid, shape)
        weight += strength
        strength *= gain
        down, across = 2 * down, 2 * across
    return total / np.float32(weight)


def wisps(shape: tuple[int, int], seed: int, scale: float = 1.0) -> Field:
    """0 to 1: clouds wrung by other clouds, so that they trail like real ones; `scale` pixels a unit."""
    if scale != 1.0:  # they are soft: a picture of one pixel a unit has all of them
        rows, columns = (round(size / scale) for size in shape)
        return np.clip(resized(wisps((rows, columns), seed), shape), 0.0, 1.0)
    rows, columns = shape
    wide = columns / _NARROWEST
    bend = clouds(shape, (5, round(3 * wide)), 4, seed + 1) - 0.5
    shift = clouds(shape, (7, round(2 * wide)), 4, seed + 2) - 0.5
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    source = clouds((rows + 200, columns + 240), (16, round(4 * wide)), 6, seed, 0.58)
    at_y = np.clip(y + 100 + 90 * bend, 0, rows + 199).astype(np.intp)
    at_x = np.clip(x + 120 + 220 * shift, 0, columns + 239).astype(np.intp)
    return smoothstep(0.43, 0.76, source[at_y, at_x])


def ripples(seed: int, stretch: float) -> Field:
    """(256, 256) noise that tiles, of mean 0 and variance 1, crests `stretch` times as wide as high.

    White noise is filtered in the frequency domain, which makes it periodic by nature; the band is
    log-normal around 24 waves a tile.
    """
    rng = np.random.default_rng(seed)
    spectrum = np.fft.fft2(rng.standard_normal((RIPPLE_SIZE, RIPPLE_SIZE)))
    waves = np.fft.fftfreq(RIPPLE_SIZE) * RIPPLE_SIZE
    wave = np.hypot(waves[None, :] * stretch, waves[:, None]) + 1e-6
    noise = np.fft.ifft2(spectrum * np.exp(-((np.log(wave / 24) / 0.7) ** 2))).real
    tile: Field = np.clip((noise - noise.mean()) / noise.std(), -2.5, 2.5)
    return tile.astype(np.float32)
