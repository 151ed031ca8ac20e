"""Dots: ink becomes evenly spaced points, where the drones stand.

A weighted centroidal Voronoi tessellation by Lloyd's iteration (Lloyd, 1982; for stippling: Secord,
2002): each dot moves to the centroid of the ink that is nearer to it than to any other dot.
"""

from __future__ import annotations

from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.lettering.ink import Ink
from lib.engine.lettering.kernels import Indices, Places, components, depths, nearest, relax, ridges

#: Of the square of the pitch, the share that one dot takes. Hexagons would take 0.866; strokes
#: a few dots wide have edges, and need more dots for the same distance.
AREA_SHARE: Final = 0.80

# A piece of ink that has room for less than this many dots is left out.
_SPECK: Final = 1.2

_COARSE: Final = 14  # iterations on every third sample
_FINE: Final = 10  # iterations on all of them

# Ink close to its edge counts more, so that edges come out sharp: 1 + gain * exp(-depth / reach).
_EDGE_GAIN: Final = 1.2
_EDGE_REACH: Final = 2.2  # pixels

# Ink of a stroke thinner than this share of the pitch counts more, or its dots would lie far apart.
_THIN: Final = 0.75
_WITHIN: Final = 0.7  # pitches: the ridge of such a stroke is that near to all of it
_MOST_GAIN: Final = 3.0


def scatter(ink: Ink, count: int, seed: int) -> Floats:
    """(n, 2) pixels from the centre of the ink, every dot on ink; the same seed, the same dots.

    n is `count`; where the ink is all specks and holds fewer pairs, it is fewer, or a few more.
    """
    inside = ink.cover >= 128
    pitch = sqrt(np.count_nonzero(inside) / (AREA_SHARE * count))
    row, column = _samples(inside, pitch)
    every = depths(inside)
    depth = every[row, column]
    width = 2 * ridges(every, row, column, round(_WITHIN * pitch)) - 1
    weight = _weights(depth / ink.scale, width / pitch)
    piece = components(inside)[row, column]
    x, y = (place.astype(np.float32) + np.float32(0.5) for place in (column, row))
    first = _spread(weight, piece, count, seed)
    dots, piece_of = np.stack([x[first], y[first]], axis=1), piece[first]
    for stride, times in ((3, _COARSE), (1, _FINE)):
        relax(x, y, weight, depth, piece, inside, dots, piece_of, np.float32(pitch), stride, times)
    centre = np.array(ink.centre, np.float32)
    placed: Floats = ((dots - centre) / np.float32(ink.scale)).astype(np.float32)
    return placed


def _weights(depth: Floats, width: Floats) -> Floats:
    """For samples so deep (pixels) in strokes so wide (pitches)."""
    edge = 1.0 + _EDGE_GAIN * np.exp(-depth / _EDGE_REACH)
    thin = np.clip(_THIN / width, 1.0, _MOST_GAIN)
    weights: Floats = (edge * thin).astype(np.float32)
    return weights


def spacing_variation(dots: Floats) -> float:
    """Coefficient of variation of the distance to the nearest neighbour; 0 for fewer than 3."""
    if len(dots) < 3:
        return 0.0
    distances = nearest(dots[np.argsort(dots[:, 0])])
    return float(distances.std() / distances.mean())


def _samples(inside: npt.NDArray[np.bool_], pitch: float) -> tuple[Places, Places]:
    """Rows and columns of the ink in reading order: band by band, a band as high as the pitch."""
    high = max(1, round(pitch * 0.87))
    rows, columns = inside.shape
    padded = np.zeros((-(-rows // high) * high, columns), np.bool_)
    padded[:rows] = inside
    band, column, row = np.nonzero(padded.reshape(-1, high, columns).transpose(0, 2, 1))
    return band * high + row, column


def _spread(weight: Floats, piece: Indices, count: int, seed: int) -> Places:
    """Which samples to begin with: one from each of equal parts of every piece of ink, by weight."""
    by_piece = np.argsort(piece, kind="stable")
    reach = np.cumsum(weight[by_piece], dtype=np.float64)
    ends = reach[np.cumsum(np.bincount(piece)) - 1]
    starts = np.r_[0.0, ends[:-1]]
    counts = _shares(ends - starts, count)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    jitter = np.random.default_rng(seed).uniform(0.25, 0.75, counts.sum())
    part = np.repeat((ends - starts) / np.maximum(counts, 1), counts)
    reached = np.searchsorted(reach, np.repeat(starts, counts) + (within + jitter) * part)
    first: Places = by_piece[reached]
    return first


def _shares(weights: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """How many of `count` dots each piece of ink gets, by weight.

    A small piece gets a pair, for a lone dot looks lost; what is smaller than a dot gets none.
    """
    ideal = weights / weights.sum() * count
    ideal = np.where(ideal < min(_SPECK, ideal.max()), 0.0, ideal)
    small = (ideal > 0) & (ideal < 2)
    shares = np.where(small, 2, 0)
    large = np.where(small, 0.0, ideal)
    if large.any():
        large *= max(count - shares.sum(), 0) / large.sum()
        shares = shares + _rounded(large)
    return np.asarray(shares, np.int64)


def _rounded(ideal: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Whole numbers of the same sum: the largest fractions are rounded up."""
    whole = np.floor(ideal).astype(np.int64)
    missing = round(float(ideal.sum())) - int(whole.sum())
    whole[np.argsort(whole - ideal, kind="stable")[:missing]] += 1
    return whole
