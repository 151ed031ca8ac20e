"""Writing: in which order a pen would set the dots of a caption.

Ink flows along strokes: from the dot where a letter begins to its neighbours, and theirs. Every line
has a pen of its own, which runs the way its script does.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np

from lib.engine.arrays import Floats
from lib.engine.lettering.direction import levels
from lib.engine.lettering.drawing import Lettering
from lib.engine.lettering.kernels import Indices

_NEIGHBOURS: Final = 1.75  # pitches between dots that ink flows between
_STROKES: Final = 0.45  # share of the whole that the longest letter takes; pens overlap by it


@numba.njit(cache=True, error_model="numpy", nogil=True)
def flow(dots: Floats, reach: np.float32) -> tuple[Indices, Indices]:
    """How many steps ink takes to each of (n, 2) dots, and which piece of ink each is part of.

    A piece begins at the first of its dots and flows to all within `reach` of one that it has come
    to: a breadth-first search.
    """
    n = len(dots)
    hops, piece = np.zeros(n, np.int32), np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    by_height = np.argsort(dots[:, 1])
    place = np.empty(n, np.int32)
    for p in range(n):
        place[by_height[p]] = p
    pieces = 0
    for root in range(n):
        if piece[root] >= 0:
            continue
        piece[root] = pieces
        queue[0] = root
        head, tail = 0, 1
        while head < tail:
            here = queue[head]
            head += 1
            for step in (-1, 1):  # those above, those below, until too far
                p = place[here] + step
                while 0 <= p < n and abs(dots[by_height[p], 1] - dots[here, 1]) <= reach:
                    other = by_height[p]
                    p += step
                    dx, dy = dots[other, 0] - dots[here, 0], dots[other, 1] - dots[here, 1]
                    if piece[other] < 0 and dx * dx + dy * dy <= reach * reach:
                        piece[other] = pieces
                        hops[other] = hops[here] + 1
                        queue[tail] = other
                        tail += 1
        pieces += 1
    return hops, piece


def written(words: Lettering) -> Floats:
    """(n,) 0 to 1: when in the course of writing each dot is set."""
    dots = words.dots
    line = _lines(words)
    way = np.where(_runs_left(words)[line], -1.0, 1.0)
    ahead = (way * dots[:, 0]).astype(np.float32)
    order = np.argsort(ahead + np.float32(0.4) * dots[:, 1], kind="stable")
    hops, piece = flow(dots[order], np.float32(_NEIGHBOURS * words.pitch))
    begins = np.full(int(piece.max()) + 1, np.inf, np.float32)
    np.minimum.at(begins, piece, ahead[order])
    starts = _scaled(begins)[piece]
    share = np.empty(len(dots), np.float32)
    share[order] = (1 - _STROKES) * starts + _STROKES * hops / max(float(hops.max()), 1.0)
    return _scaled(share)


def _lines(words: Lettering) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(n,) which line each dot is on."""
    bottoms = np.array([bottom for _, _, _, bottom in words.boxes[:-1]])
    return np.searchsorted(bottoms + words.pitch / 2, words.dots[:, 1])


def _runs_left(words: Lettering) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(lines,) whether each is written from right to left."""
    ways = [levels(line.strip())[:1] == [1] for line in words.lines]
    return np.array(ways[: len(words.boxes)] + [False] * max(len(words.boxes) - len(ways), 0))


def _scaled(values: Floats) -> Floats:
    low, high = float(values.min()), float(values.max())
    scaled: Floats = ((values - low) / max(high - low, 1e-6)).astype(np.float32)
    return scaled
