"""Halving, blurring and enlarging low buffers (3, h, w): what bloom and reflections are made of."""

from __future__ import annotations

import math

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.jit import inlined, kernel


def gaussian(sigma: float, radius: int) -> Floats:
    """One side of a normalised gaussian, the middle first: (radius + 1,)."""
    side = np.exp(-(np.arange(radius + 1) ** 2) / (2 * sigma * sigma))
    normalised: Floats = (side / (side[0] + 2 * side[1:].sum())).astype(np.float32)
    return normalised


@kernel
def halve(source: Floats, target: Floats) -> None:
    """Each pixel of `target` becomes the mean of four of `source`."""
    for c in range(3):
        for y in range(target.shape[1]):
            a, b, out = source[c, 2 * y], source[c, 2 * y + 1], target[c, y]
            for x in range(target.shape[2]):
                four = a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]
                out[x] = four * np.float32(0.25)


@kernel
def blur(buffer: Floats, scratch: Floats, side: Floats) -> None:
    """Blur in place with a symmetric kernel, along x, then y.

    Left and right of the buffer it is dark; above and below, the first and last rows repeat.
    """
    h, w = buffer.shape[1], buffer.shape[2]
    reach = len(side) - 1
    line = np.zeros(w + 2 * reach, np.float32)
    for c in range(3):
        for y in range(h):
            row, out = line[reach : reach + w], scratch[c, y]
            for x in range(w):  # as a slice it would take five times as long to compile
                row[x] = buffer[c, y, x]
            for x in range(w):
                out[x] = row[x] * side[0]
            for d in range(1, reach + 1):
                a, b = line[reach - d : reach - d + w], line[reach + d : reach + d + w]
                weight = side[d]
                for x in range(w):
                    out[x] += weight * (a[x] + b[x])
        for y in range(h):
            row, out = scratch[c, y], buffer[c, y]
            for x in range(w):
                out[x] = row[x] * side[0]
            for d in range(1, reach + 1):
                a, b = scratch[c, max(y - d, 0)], scratch[c, min(y + d, h - 1)]
                weight = side[d]
                for x in range(w):
                    out[x] += weight * (a[x] + b[x])


@kernel
def enlarge_onto(source: Floats, target: Floats, gain: np.float32) -> None:
    """Add `source`, twice as large and smooth, to `target`."""
    h, w = source.shape[1], source.shape[2]
    row = np.empty(w, np.float32)
    wide = np.empty(target.shape[2], np.float32)
    near, far = np.float32(0.75), np.float32(0.25)
    for c in range(3):
        for y in range(target.shape[1]):
            here = min(y // 2, h - 1)
            there = min(max(here + 2 * (y & 1) - 1, 0), h - 1)
            a, b, out = source[c, here], source[c, there], target[c, y]
            for x in range(w):
                row[x] = (a[x] * near + b[x] * far) * gain
            wide[0] = row[0]
            wide[2 * w - 1 :] = row[w - 1]
            for x in range(w - 1):
                wide[2 * x + 1] = row[x] * near + row[x + 1] * far
                wide[2 * x + 2] = row[x] * far + row[x + 1] * near
            for x in range(len(wide)):
                out[x] += wide[x]


@inlined
def stretch_row(row: Floats, low: int, out: Floats) -> None:
    """A row of a low buffer, (w,) -> (low w,), linear between the middles of its pixels."""
    w = len(row)
    if low == 4:  # the usual, unrolled
        for x in range(w - 1):
            value, step = row[x], row[x + 1] - row[x]
            out[4 * x + 2] = value + step * np.float32(0.125)
            out[4 * x + 3] = value + step * np.float32(0.375)
            out[4 * x + 4] = value + step * np.float32(0.625)
            out[4 * x + 5] = value + step * np.float32(0.875)
    else:
        half = np.float32(0.5)
        for k in range(low):
            share = (np.float32(k + low // 2) + half) / np.float32(low) - half
            for x in range(w - 1):
                out[low * x + low // 2 + k] = row[x] + (row[x + 1] - row[x]) * share
    for x in range(low // 2):
        out[x] = row[0]
    for x in range(low * w - (low + 1) // 2, low * w):
        out[x] = row[w - 1]


@inlined
def between_rows(y: int, low: int, rows: int) -> tuple[int, int, np.float32]:
    """Which two rows of a low buffer row y of the frame lies between, and the second's share."""
    at = (np.float32(y) + np.float32(0.5)) * (np.float32(1.0) / np.float32(low)) - np.float32(0.5)
    above = math.floor(at)
    share = at - np.float32(above)
    return min(max(above, 0), rows - 1), min(max(above + 1, 0), rows - 1), share
