"""Thinning: ink to lines one sample wide, and those lines as strings of samples. Compiled by numba."""

from __future__ import annotations

import numba
import numpy as np

from lib.engine.lettering.kernels import Flags, Indices

_compiled = numba.njit(cache=True, error_model="numpy", nogil=True)

#: A sample's neighbours, clockwise from above.
_DOWN = np.array([-1, -1, 0, 1, 1, 1, 0, -1])
_RIGHT = np.array([0, 1, 1, 1, 0, -1, -1, -1])


@_compiled
def _around(lines: Flags, r: int, c: int) -> tuple[int, int, int]:
    """How many neighbours are set, how often one that is follows one that is not, and all as bits."""
    count = turns = bits = 0
    for k in range(8):
        here = lines[r + _DOWN[k], c + _RIGHT[k]]
        after = lines[r + _DOWN[(k + 1) % 8], c + _RIGHT[(k + 1) % 8]]
        count += here
        turns += after and not here
        bits |= here << k
    return count, turns, bits


@_compiled
def thin(inside: Flags) -> Flags:
    """The middle lines of ink (Zhang & Suen, 1984). The outermost samples must be outside."""
    lines = inside.copy()
    rows, columns = lines.shape
    gone = np.empty((lines.sum(), 2), np.int32)
    while True:
        removed = 0
        for half in range(2):
            n = 0
            for r in range(1, rows - 1):
                for c in range(1, columns - 1):
                    if not lines[r, c]:
                        continue
                    count, turns, bits = _around(lines, r, c)
                    if turns != 1 or count < 2 or count > 6:
                        continue
                    up, right, down, left = bits & 1, bits & 4, bits & 16, bits & 64
                    if half == 0:
                        keep = (up and right and down) or (right and down and left)
                    else:
                        keep = (up and right and left) or (up and down and left)
                    if not keep:
                        gone[n, 0], gone[n, 1] = r, c
                        n += 1
            for i in range(n):
                lines[gone[i, 0], gone[i, 1]] = False
            removed += n
        if removed == 0:
            return lines


@_compiled
def trace(lines: Flags) -> tuple[Indices, Indices, Indices]:
    """Follow thin lines from end to end, or from one fork to the next.

    Return the samples (n, 2) rows and columns, string after string; where each string begins, with n
    at the end; and for each string how many forks it ends in: 0 to 2, or -1 for a ring.
    """
    rows, columns = lines.shape
    total = lines.sum()
    samples = np.empty((4 * total + 8, 2), np.int32)
    starts, forks = np.zeros(total + 2, np.int32), np.zeros(total + 1, np.int32)
    seen = np.zeros((rows, columns), np.bool_)
    knot = np.zeros((rows, columns), np.bool_)
    for r in range(1, rows - 1):
        for c in range(1, columns - 1):
            if lines[r, c]:
                turns = _around(lines, r, c)[1]
                knot[r, c] = turns >= 3
    n = strings = 0
    for ring in range(2):  # first what has an end, then what has none
        for r in range(1, rows - 1):
            for c in range(1, columns - 1):
                if not lines[r, c] or seen[r, c] or knot[r, c]:
                    continue
                turns = _around(lines, r, c)[1]
                ends = 0
                from_r, from_c = -1, -1
                for k in range(8):
                    if knot[r + _DOWN[k], c + _RIGHT[k]]:
                        ends += 1
                        from_r, from_c = r + _DOWN[k], c + _RIGHT[k]
                if ring == 0 and ends == 0 and turns == 2:
                    continue
                begin = n
                joined = 0
                if from_r >= 0:
                    samples[n, 0], samples[n, 1] = from_r, from_c
                    n += 1
                    joined = 1
                y, x = r, c
                while True:
                    samples[n, 0], samples[n, 1] = y, x
                    n += 1
                    seen[y, x] = True
                    ended = False
                    for k in range(8):  # where there is a fork, it ends there
                        py, px = y + _DOWN[k], x + _RIGHT[k]
                        if knot[py, px] and (n - begin >= 4 or from_r < 0):
                            samples[n, 0], samples[n, 1] = py, px
                            n += 1
                            joined += 1
                            ended = True
                            break
                    if ended:
                        break
                    found = False
                    for k in (0, 2, 4, 6, 1, 3, 5, 7):  # straight on before aslant
                        py, px = y + _DOWN[k], x + _RIGHT[k]
                        if not lines[py, px] or seen[py, px] or knot[py, px]:
                            continue
                        beside = abs(py - from_r) <= 1 and abs(px - from_c) <= 1
                        if n - begin <= 2 and beside:
                            continue  # another line that leaves the same fork
                        y, x, found = py, px, True
                        break
                    if not found:
                        break
                forks[strings] = joined if ring == 0 else -1
                strings += 1
                starts[strings] = n
    return samples[:n], starts[: strings + 1], forks[:strings]
