"""Strokes: a figure drawn with lines, and drones strung on all of them equally far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.engine.templates.figures.figure import Points, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line through `points`; `hue` (k,) along it, `run` (k,): the way to each, pixels.

    `weight`: how much closer its drones are.
    """

    points: Points
    run: Values
    hue: Values
    weight: float = 1.0
    brightness: float = 1.0

    @property
    def length(self) -> float:
        return float(self.run[-1])


def stroke(
    points: Points, hue: float | Values, *, weight: float = 1.0, brightness: float = 1.0
) -> Stroke:
    along = np.broadcast_to(np.asarray(hue, np.float64), len(points))
    return Stroke(points=points, run=_run(points), hue=along, weight=weight, brightness=brightness)


def total_length(strokes: Sequence[Stroke]) -> float:
    """Pixels, each stroke's as often as its weight."""
    return sum(one.length * one.weight for one in strokes)


def strung(strokes: Sequence[Stroke], n: int) -> tuple[Points, Values, Values]:
    """Where n drones stand on the strokes (n, 3), their hue (n,) and brightness (n,)."""
    counts = _shared(np.array([one.length * one.weight for one in strokes]), n)
    places, hues, shines = [], [], []
    for one, count in zip(strokes, counts, strict=True):
        at = (np.arange(count) + 0.5) / max(int(count), 1) * one.run[-1]
        places.append(np.stack([np.interp(at, one.run, axis) for axis in one.points.T], axis=1))
        hues.append(np.interp(at, one.run, one.hue))
        shines.append(np.full(count, one.brightness))
    return np.concatenate(places), np.concatenate(hues), np.concatenate(shines)


def smooth(knots: Sequence[Sequence[float]], steps: int = 12) -> Points:
    """A curve through all knots, (x, y) or (x, y, z) each (Catmull & Rom, 1974)."""
    p = np.array([[*knot, 0.0][:3] for knot in knots])
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3)
        for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True)
    ]  # fmt: skip
    return np.concatenate([*pieces, p[-2:-1]])


def resampled(points: Points, count: int) -> Points:
    """As many points, equally far apart along the same line."""
    run = _run(points)
    at = np.linspace(0, run[-1], count)
    return np.stack([np.interp(at, run, axis) for axis in points.T], axis=1)


def sideways(points: Points) -> Points:
    """(k, 3): at each point, the direction in the picture that is square to the line; its left."""
    along = np.gradient(points[:, :2], axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    return np.stack([along[:, 1], -along[:, 0], np.zeros(len(points))], axis=1)


def _run(points: Points) -> Values:
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    run: Values = np.concatenate([[0.0], np.cumsum(steps)])
    return run


def _shared(weights: Values, n: int) -> npt.NDArray[np.int64]:
    """Whole shares of n by weight; what rounding down leaves goes to the largest remainders."""
    exact = n * weights / weights.sum()
    counts: npt.NDArray[np.int64] = np.floor(exact).astype(np.int64)
    counts[np.argsort(counts - exact, kind="stable")[: n - counts.sum()]] += 1
    return counts
