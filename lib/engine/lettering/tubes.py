"""Tubes: a caption bent from glass, one tube along the middle of every stroke.

Where strokes cross or meet, those that run straight on stay whole and the others end a little before
them, as glass does. What is no stroke but a shape, like a heart, is outlined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.caption import Caption
from lib.engine.arrays import Floats
from lib.engine.lettering.ink import Ink, fill
from lib.engine.lettering.kernels import components, depths
from lib.engine.lettering.layout import lay_out
from lib.engine.lettering.thinning import thin, trace

_SAMPLES: Final = 1.6  # to a pixel
_SHAPE: Final = 0.13  # of the em: half the width of what is a shape, and no stroke
_RIM: Final = 3.0  # samples: how thick the outline of a shape is before it is thinned
_GAP: Final = 0.032  # of the em: how far before a fork a tube ends
_STRAIGHT: Final = -0.75  # the cosine of two ends at a fork that are one tube
_SPUR: Final = 1.1  # half widths: what is shorter and leads nowhere is none
_REACH: Final = 7  # samples from a fork to where an end's direction is seen
_SMOOTH: Final = 7  # samples over which a line is smoothed

_Line = npt.NDArray[np.float64]  # (k, 2) x, y in samples


@dataclass(frozen=True, slots=True)
class Tubes:
    """points (n, 2) units from the centre of the ink; edge (n,) units to its tube's nearer end."""

    points: Floats
    edge: Floats


def bent(caption: Caption, *, width: float, height: float, apart: float) -> Tubes:
    """Lights `apart` units from one another along all tubes. The same caption, the same tubes."""
    layout = lay_out(caption, width=width, height=height)
    ink = fill(layout, _SAMPLES)
    em = layout.font_size * ink.scale
    inside = ink.cover >= 128
    depth = depths(inside)
    lines = list(_lines(_strokes_only(inside, depth, em), depth, _GAP * em))
    points, edges = zip(*(_strung(line, apart * ink.scale) for line in lines), strict=True)
    return Tubes(_placed(np.concatenate(points), ink), _units(np.concatenate(edges), ink))


def _strokes_only(inside: npt.NDArray[np.bool_], depth: Floats, em: float) -> npt.NDArray[np.bool_]:
    """Ink whose shapes are hollow, so that their outline is what is left of them."""
    piece = components(inside)
    deepest = np.zeros(int(piece.max()) + 2, np.float32)
    np.maximum.at(deepest, piece[inside], depth[inside])
    fat = inside & (deepest[piece] > _SHAPE * em)
    hollow: npt.NDArray[np.bool_] = inside & ~(fat & (depth > _RIM))
    return hollow


def _lines(inside: npt.NDArray[np.bool_], depth: Floats, gap: float) -> Iterator[_Line]:
    samples, starts, forks = trace(thin(inside))
    lines = [samples[a:b] for a, b in pairwise(starts)]
    kept = [
        (line, fork)
        for line, fork in zip(lines, forks, strict=True)
        if not (fork == 1 and len(line) < _SPUR * float(depth[line[0, 0], line[0, 1]]) + 2)
    ]
    cuts = _cuts([line for line, fork in kept if fork > 0])
    number = 0
    for line, fork in kept:
        path = line[:, ::-1].astype(np.float64)
        if fork > 0:
            path = _shortened(path, *(gap * cut for cut in cuts[number]))
            number += 1
        elif fork < 0:
            low = int(np.argmax(path[:, 1]))
            path = _shortened(np.roll(path, -low, axis=0), gap / 2, gap / 2)
        yield _smoothed(path)


def _cuts(lines: list[npt.NDArray[np.int32]]) -> list[tuple[float, float]]:
    """For each line, whether its first and its last end are cut: 1, or stay whole: 0."""
    ends, ways, owners = [], [], []
    for number, line in enumerate(lines):
        for side, path in enumerate((line, line[::-1])):
            way = (path[min(_REACH, len(path) - 1)] - path[0]).astype(np.float64)
            ends.append(path[0])
            ways.append(way / (np.linalg.norm(way) + 1e-9))
            owners.append((number, side))
    cut = [[0.0, 0.0] for _ in lines]
    if not ends:
        return []
    places, directions = np.array(ends, np.float64), np.array(ways)
    free = [True] * len(ends)
    for i, (number, side) in enumerate(owners):
        if not free[i]:
            continue
        near = np.flatnonzero(np.abs(places - places[i]).max(axis=1) <= 3.0)
        if len(near) < 2:
            continue  # it ends here, and nothing else does
        straight = [
            (float(directions[i] @ directions[j]), int(j)) for j in near if j != i and free[j]
        ]
        cosine, other = min(straight, default=(1.0, -1))
        if cosine < _STRAIGHT:
            free[i] = free[other] = False
        else:
            cut[number][side] = 1.0
    return [(first, last) for first, last in cut]


def _shortened(path: _Line, first: float, last: float) -> _Line:
    """The same line without so many samples of way at its ends; never nothing."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    if run[-1] <= first + last + 2:
        return path
    kept: _Line = path[(run >= first) & (run <= run[-1] - last)]
    return kept


def _smoothed(path: _Line) -> _Line:
    """A running mean that leaves the ends where they are."""
    half = min(_SMOOTH // 2, (len(path) - 1) // 2)
    if half < 1:
        return path
    padded = np.concatenate(
        [2 * path[:1] - path[half:0:-1], path, 2 * path[-1:] - path[-2 : -half - 2 : -1]]
    )
    kernel = np.ones(2 * half + 1) / (2 * half + 1)
    return np.stack([np.convolve(axis, kernel, mode="valid") for axis in padded.T], axis=1)


def _strung(path: _Line, apart: float) -> tuple[_Line, npt.NDArray[np.float64]]:
    """Places equally far apart along a line, and how far each is from its nearer end."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    count = max(round(run[-1] / apart), 2)
    at = np.linspace(0.0, run[-1], count)
    places = np.stack([np.interp(at, run, axis) for axis in path.T], axis=1)
    return places, np.minimum(at, run[-1] - at)


def _placed(samples: _Line, ink: Ink) -> Floats:
    placed: Floats = ((samples + 0.5 - np.array(ink.centre)) / ink.scale).astype(np.float32)
    return placed


def _units(samples: npt.NDArray[np.float64], ink: Ink) -> Floats:
    return (samples / ink.scale).astype(np.float32)
