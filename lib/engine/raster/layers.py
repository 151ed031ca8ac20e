"""Layers: sky and city behind everything, moved by fractions of a pixel, and what lies over them."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.raster.jit import ONE, ZERO, inlined, kernel

#: One yes or no for each row of a picture.
Rows = npt.NDArray[np.bool_]

#: How much of its own light a tower gives up where it answers.
_YIELD: Final = np.float32(0.9)


@inlined
def _origin(shift: np.float32, last: int) -> tuple[int, np.float32]:
    """Where a shifted picture begins: whole pixels from 0 to `last`, and the fraction beyond."""
    whole = math.floor(shift)
    if whole < 0:
        return 0, np.float32(0.0)
    if whole > last:
        return last, ONE
    return whole, shift - np.float32(whole)


@inlined
def _answering(light: np.float32, echo: np.float32, tint: np.float32) -> np.float32:
    """Mix a tower's own light with the tint, as far as the tower answers."""
    return light + echo * (tint - _YIELD * light)


@kernel
def lay_plate(
    canvas: Floats,
    guard: int,
    sky: Floats,
    city: Floats,
    alpha: Floats,
    answer: Floats,
    sky_shows: Rows,
    first_row: int,
    rows: int,
    shifts: Floats,
    tint: Floats,
    strength: np.float32,
    beat: np.float32,
    climb: np.float32,
) -> None:
    """Fill `rows` rows of the canvas with the sky, and the city over it.

    shifts     (4,) where the frame's corner lies on the plate: sky x, y, city x, y, pixels
    first_row  the first row of the city that is not all sky
    sky_shows  (ch,) whether any of it is seen in this row of the city or the next
    tint       (3,) the light that towers answer in, where `answer` is 1, instead of their own
    strength   0 to 1: how far they do      beat  radians: a slow wave of it climbs the facades
    climb      radians of that wave for each row
    """
    width = canvas.shape[2] - 2 * guard
    sky_x, fx = _origin(shifts[0], sky.shape[2] - width - 1)
    sky_y, fy = _origin(shifts[1], sky.shape[1] - 2)
    s00, s01 = (ONE - fx) * (ONE - fy), fx * (ONE - fy)
    s10, s11 = (ONE - fx) * fy, fx * fy
    city_x, gx = _origin(shifts[2], city.shape[2] - width - 1)
    city_y, gy = _origin(shifts[3], city.shape[1] - 2)
    c00, c01 = (ONE - gx) * (ONE - gy), gx * (ONE - gy)
    c10, c11 = (ONE - gx) * gy, gx * gy
    keep = np.zeros(width, np.float32)
    echo = np.zeros(width, np.float32)
    for y in range(rows):
        row = min(y + city_y, city.shape[1] - 2)
        above = min(y + sky_y, sky.shape[1] - 2)
        for c in range(3):
            out = canvas[c, guard + y, guard : guard + width]
            if row + 1 < first_row or sky_shows[row]:
                a = sky[c, above, sky_x : sky_x + width + 1]
                b = sky[c, above + 1, sky_x : sky_x + width + 1]
                for x in range(width):
                    out[x] = a[x] * s00 + a[x + 1] * s01 + b[x] * s10 + b[x + 1] * s11
        if row + 1 < first_row:
            continue
        if sky_shows[row]:
            a = alpha[row, city_x : city_x + width + 1]
            b = alpha[row + 1, city_x : city_x + width + 1]
            for x in range(width):
                keep[x] = ONE - (a[x] * c00 + a[x + 1] * c01 + b[x] * c10 + b[x + 1] * c11)
        if strength > ZERO:
            wave = np.float32(0.75) + np.float32(0.25) * math.sin(np.float32(row) * climb + beat)
            wave *= strength
            a = answer[row, city_x : city_x + width + 1]
            b = answer[row + 1, city_x : city_x + width + 1]
            for x in range(width):
                echo[x] = wave * (a[x] * c00 + a[x + 1] * c01 + b[x] * c10 + b[x + 1] * c11)
        for c in range(3):
            out = canvas[c, guard + y, guard : guard + width]
            a = city[c, row, city_x : city_x + width + 1]
            b = city[c, row + 1, city_x : city_x + width + 1]
            if sky_shows[row]:
                for x in range(width):
                    lit = a[x] * c00 + a[x + 1] * c01 + b[x] * c10 + b[x + 1] * c11
                    out[x] = out[x] * keep[x] + _answering(lit, echo[x], tint[c])
            else:
                for x in range(width):
                    lit = a[x] * c00 + a[x + 1] * c01 + b[x] * c10 + b[x + 1] * c11
                    out[x] = _answering(lit, echo[x], tint[c])


@kernel
def lay_over(
    canvas: Floats,
    guard: int,
    light: Floats,
    alpha: Floats,
    rim: Floats,
    tint: Floats,
    left: np.float32,
    top: np.float32,
) -> None:
    """Put a small premultiplied picture over the canvas, (left, top) pixels from its corner.

    light (3, h, w), alpha (h, w); where `rim` (h, w) is 1 it also shines in `tint` (3,).
    Offsets may be fractions of a pixel. What falls outside of the canvas is left out.
    """
    h, w = alpha.shape
    lowest, rightmost = canvas.shape[1] - 2 * guard, canvas.shape[2] - 2 * guard
    y0, x0 = math.ceil(top), math.ceil(left)
    fx, fy = np.float32(x0) - left, np.float32(y0) - top
    w00, w01 = (ONE - fx) * (ONE - fy), fx * (ONE - fy)
    w10, w11 = (ONE - fx) * fy, fx * fy
    begin, end = max(0, -x0), min(w - 1, rightmost - x0)
    if begin >= end:
        return
    span = end - begin
    cover, edge = np.empty(span, np.float32), np.empty(span, np.float32)
    for j in range(max(0, -y0), min(h - 1, lowest - y0)):
        a, b = alpha[j, begin : end + 1], alpha[j + 1, begin : end + 1]
        for i in range(span):
            cover[i] = ONE - (a[i] * w00 + a[i + 1] * w01 + b[i] * w10 + b[i + 1] * w11)
        a, b = rim[j, begin : end + 1], rim[j + 1, begin : end + 1]
        for i in range(span):
            edge[i] = a[i] * w00 + a[i + 1] * w01 + b[i] * w10 + b[i + 1] * w11
        for c in range(3):
            a, b = light[c, j, begin : end + 1], light[c, j + 1, begin : end + 1]
            out = canvas[c, guard + y0 + j, guard + x0 + begin : guard + x0 + end]
            shine = tint[c]
            for i in range(span):
                lit = a[i] * w00 + a[i + 1] * w01 + b[i] * w10 + b[i + 1] * w11
                out[i] = out[i] * cover[i] + lit + edge[i] * shine
