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
Indices = npt.NDArray[np.int64]

#: How much of its own light a tower gives up where it answers.
_YIELD: Final = np.float32(0.9)


@inlined
def aim_lens(left: np.float32, step: np.float32, wide: int, runs: Indices, shares: Floats) -> int:
    """Prepare `through_lens`: pixel x of the frame shows place left + step x of a row `wide` long.

    runs    (width + 1, 2) to fill: where each run of pixels begins that lie one offset from those they
            show, and that offset. A frame that is hardly enlarged has few of them.
    shares  (width,) to fill: what each pixel takes of the second of two neighbours there
    Return how many runs there are; one more marks the end.
    """
    count = 0
    offset = -wide
    for x in range(len(shares)):
        place = left + step * np.float32(x)
        whole = min(max(math.floor(place), 0), wide - 2)
        shares[x] = min(max(place - np.float32(whole), ZERO), ONE)
        if count == 0 or whole - x != offset:
            offset = whole - x
            runs[count, 0], runs[count, 1] = x, offset
            count += 1
    runs[count, 0] = len(shares)
    return count


@inlined
def through_lens(row: Floats, runs: Indices, count: int, shares: Floats, out: Floats) -> None:
    """Resample a row as `aim_lens` prepared it: within a run it is vector code."""
    for r in range(count):
        begin, end, offset = runs[r, 0], runs[r + 1, 0], runs[r, 1]
        near, far = row[begin + offset : end + offset], row[begin + offset + 1 : end + offset + 1]
        share, seen = shares[begin:end], out[begin:end]
        for k in range(len(seen)):
            seen[k] = near[k] + (far[k] - near[k]) * share[k]


@inlined
def between(place: np.float32, last: int) -> tuple[int, np.float32]:
    """The row above a place, from 0 to `last`, and the share of the one below."""
    whole = math.floor(place)
    if whole < 0:
        return 0, ZERO
    if whole > last:
        return last, ONE
    return whole, place - np.float32(whole)


@inlined
def through_lens_between(
    above: Floats,
    below: Floats,
    share: np.float32,
    runs: Indices,
    count: int,
    shares: Floats,
    out: Floats,
    left: int,
    right: int,
) -> None:
    """Like `through_lens`, but of what lies between two rows: `share` of the one below. Only pixels
    from `left` to `right` are filled.
    """
    for r in range(count):
        begin, end, offset = max(runs[r, 0], left), min(runs[r + 1, 0], right), runs[r, 1]
        if begin >= end:
            continue
        first, last = begin + offset, end + offset
        near, far = above[first:last], above[first + 1 : last + 1]
        low, low_far = below[first:last], below[first + 1 : last + 1]
        part, seen = shares[begin:end], out[begin:end]
        for k in range(len(seen)):
            one = near[k] + (far[k] - near[k]) * part[k]
            other = low[k] + (low_far[k] - low[k]) * part[k]
            seen[k] = one + (other - one) * share


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
    spans: Indices,
    rows: int,
    views: Floats,
    tint: Floats,
    strength: np.float32,
    beat: np.float32,
    climb: np.float32,
) -> None:
    """Fill `rows` rows of the canvas with the sky, and the city over it.

    views      (2, 3) how the sky and the city are seen: left, top, step. The frame's pixel (x, y)
               shows the plate's (left + step x, top + step y)
    spans      (ch, 2) from which column to which any of the city is seen in this row or the next
    sky_shows  (ch,) whether any of it is seen in this row of the city or the next
    tint       (3,) the light that towers answer in, where `answer` is 1, instead of their own
    strength   0 to 1: how far they do      beat  radians: a slow wave of it climbs the facades
    climb      radians of that wave for each row
    """
    width = canvas.shape[2] - 2 * guard
    wide = sky.shape[2]
    sky_runs, city_runs = np.empty((width + 1, 2), np.int64), np.empty((width + 1, 2), np.int64)
    sky_shares, city_shares = np.empty(width, np.float32), np.empty(width, np.float32)
    skies = aim_lens(views[0, 0], views[0, 2], wide, sky_runs, sky_shares)
    cities = aim_lens(views[1, 0], views[1, 2], wide, city_runs, city_shares)
    lit, cover = np.empty(width, np.float32), np.empty(width, np.float32)
    echo = np.zeros(width, np.float32)
    for y in range(rows):
        row, share = between(views[1, 1] + views[1, 2] * np.float32(y), city.shape[1] - 2)
        left = max(math.floor((np.float32(spans[row, 0]) - views[1, 0]) / views[1, 2]) - 1, 0)
        right = min(math.ceil((np.float32(spans[row, 1]) - views[1, 0]) / views[1, 2]) + 1, width)
        if left >= right or sky_shows[row]:
            above, part = between(views[0, 1] + views[0, 2] * np.float32(y), sky.shape[1] - 2)
            for c in range(3):
                out = canvas[c, guard + y, guard : guard + width]
                through_lens_between(
                    sky[c, above], sky[c, above + 1], part, sky_runs, skies, sky_shares, out,
                    0, width,
                )  # fmt: skip
        if left >= right:
            continue
        if sky_shows[row]:
            through_lens_between(
                alpha[row], alpha[row + 1], share, city_runs, cities, city_shares, cover,
                left, right,
            )  # fmt: skip
        if strength > ZERO:
            wave = np.float32(0.75) + np.float32(0.25) * math.sin(np.float32(row) * climb + beat)
            through_lens_between(
                answer[row], answer[row + 1], share, city_runs, cities, city_shares, echo,
                left, right,
            )  # fmt: skip
            for x in range(left, right):
                echo[x] *= wave * strength
        for c in range(3):
            through_lens_between(
                city[c, row], city[c, row + 1], share, city_runs, cities, city_shares, lit,
                left, right,
            )  # fmt: skip
            out = canvas[c, guard + y, guard + left : guard + right]
            own, hides, answered = lit[left:right], cover[left:right], echo[left:right]
            if sky_shows[row]:
                for x in range(len(out)):
                    out[x] = out[x] * (ONE - hides[x]) + _answering(own[x], answered[x], tint[c])
            else:
                for x in range(len(out)):
                    out[x] = _answering(own[x], answered[x], tint[c])


@kernel
def lay_crowd(
    canvas: Floats,
    guard: int,
    light: Floats,
    alpha: Floats,
    rim: Floats,
    tint: Floats,
    left: np.float32,
    top: np.float32,
    lift: Floats,
    first: int,
) -> None:
    """Like `lay_over`, but each column of the picture is raised by `lift` (w,) pixels of its own.

    What lies above the picture is empty, as are its rows before `first`; what lies below it is as
    its last row.
    """
    h, w = alpha.shape
    lowest, rightmost = canvas.shape[1] - 2 * guard, canvas.shape[2] - 2 * guard
    y0, x0 = math.floor(top), math.ceil(left)
    fx, fy = np.float32(x0) - left, top - np.float32(y0)
    most = ZERO
    for i in range(w):
        most = max(most, abs(lift[i] - fy))
    reach = math.ceil(most)
    taps = np.empty((2 * reach + 1, w), np.float32)
    for k in range(2 * reach + 1):
        for i in range(w):
            taps[k, i] = max(ONE - abs(lift[i] - fy - np.float32(k - reach)), ZERO)
    begin, end = max(0, -x0), min(w - 1, rightmost - x0)
    if begin >= end:
        return
    mixed = np.empty((5, w), np.float32)
    for y in range(max(y0 + first - reach, 0), min(y0 + h + reach, lowest)):
        mixed[:] = ZERO
        for k in range(2 * reach + 1):
            j = min(y - y0 + k - reach, h - 1)
            if j < 0:
                continue
            share = taps[k]
            for c in range(3):
                row, sums = light[c, j], mixed[c]
                for i in range(w):
                    sums[i] += row[i] * share[i]
            row, sums = alpha[j], mixed[3]
            for i in range(w):
                sums[i] += row[i] * share[i]
            row, sums = rim[j], mixed[4]
            for i in range(w):
                sums[i] += row[i] * share[i]
        cover, edge = mixed[3, begin : end + 1], mixed[4, begin : end + 1]
        for c in range(3):
            lit, shine = mixed[c, begin : end + 1], tint[c]
            out = canvas[c, guard + y, guard + x0 + begin : guard + x0 + end]
            for i in range(len(out)):
                hides = cover[i] + (cover[i + 1] - cover[i]) * fx
                glints = edge[i] + (edge[i + 1] - edge[i]) * fx
                out[i] = (
                    out[i] * (ONE - hides) + lit[i] + (lit[i + 1] - lit[i]) * fx + glints * shine
                )


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
