"""The loops of `dots`, compiled by numba. float32 throughout; nothing here knows of captions.

Arrays are filled element by element: for a whole row at once numba compiles the check of shapes,
with the words of its error message, and takes seconds longer.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats

Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]

_compiled = numba.njit(cache=True, error_model="numpy", nogil=True)

_STEP: Final = np.float32(1.0)
_DIAGONAL: Final = np.float32(1.4142135)
_FAR: Final = np.float32(1e30)
_RIDGE: Final = np.float32(4.0)


@_compiled
def depths(inside: Flags) -> Floats:
    """Distance of each sample to the nearest one outside (chamfer 1, sqrt 2; Borgefors, 1986).

    The outermost samples must be outside.
    """
    rows, columns = inside.shape
    depth = np.zeros((rows, columns), np.float32)
    for r in range(1, rows - 1):  # from above and from the left
        for c in range(1, columns - 1):
            if inside[r, c]:
                straight = min(depth[r - 1, c], depth[r, c - 1]) + _STEP
                diagonal = min(depth[r - 1, c - 1], depth[r - 1, c + 1]) + _DIAGONAL
                depth[r, c] = min(straight, diagonal)
    for r in range(rows - 2, 0, -1):  # from below and from the right
        for c in range(columns - 2, 0, -1):
            if inside[r, c]:
                straight = min(depth[r + 1, c], depth[r, c + 1]) + _STEP
                diagonal = min(depth[r + 1, c - 1], depth[r + 1, c + 1]) + _DIAGONAL
                depth[r, c] = min(depth[r, c], straight, diagonal)
    return depth


@_compiled
def ridges(depth: Floats, row: Places, column: Places, reach: int) -> Floats:
    """(n,) the greatest depth within so many samples to each side: half the width of the stroke."""
    rows, columns = depth.shape
    found = np.empty(len(row), np.float32)
    for s in range(len(row)):
        deepest = np.float32(0.0)
        for r in range(max(row[s] - reach, 0), min(row[s] + reach + 1, rows)):
            for c in range(max(column[s] - reach, 0), min(column[s] + reach + 1, columns)):
                deepest = max(deepest, depth[r, c])
        found[s] = deepest
    return found


@_compiled
def components(inside: Flags) -> Indices:
    """The pieces of ink that hang together (at sides or corners), numbered from 0; -1 outside.

    The outermost samples must be outside.
    """
    rows, columns = inside.shape
    number = np.full((rows, columns), -1, np.int32)
    waiting = np.empty((inside.sum(), 2), np.int32)
    found = 0
    for r in range(1, rows - 1):
        for c in range(1, columns - 1):
            if not inside[r, c] or number[r, c] >= 0:
                continue
            number[r, c] = found
            waiting[0, 0], waiting[0, 1] = r, c
            left = 1
            while left:
                left -= 1
                y, x = waiting[left, 0], waiting[left, 1]
                for v in range(y - 1, y + 2):
                    for u in range(x - 1, x + 2):
                        if inside[v, u] and number[v, u] < 0:
                            number[v, u] = found
                            waiting[left, 0], waiting[left, 1] = v, u
                            left += 1
            found += 1
    return number


@_compiled
def nearest(dots: Floats) -> Floats:
    """(n, 2) in the order of x -> (n,): the distance from each dot to its nearest neighbour."""
    count = len(dots)
    distance = np.empty(count, np.float32)
    for i in range(count):
        best = _FAR
        for step in (-1, 1):
            j = i + step
            while 0 <= j < count:
                dx = dots[i, 0] - dots[j, 0]
                if dx * dx >= best:  # and so are all beyond it
                    break
                dy = dots[i, 1] - dots[j, 1]
                best = min(best, dx * dx + dy * dy)
                j += step
        distance[i] = np.sqrt(best)
    return distance


@_compiled
def relax(
    x: Floats,
    y: Floats,
    weight: Floats,
    depth: Floats,
    piece: Indices,
    inside: Flags,
    dots: Floats,
    piece_of: Indices,
    pitch: np.float32,
    stride: int,
    iterations: int,
) -> None:
    """Move the dots (n, 2), in place, to the weighted centroids of the samples nearest to them.

    Samples lie at (x, y), `depth` below the edge, and belong to dots of the same piece of ink only:
    no dot serves two strokes across a gap. Each iteration looks at every `stride`-th of them, at
    others each time. A dot that would leave the ink round a bend goes to the ridge of its stroke.
    """
    count = len(dots)
    samples = len(x)
    across = int(inside.shape[1] / pitch) + 3
    down = int(inside.shape[0] / pitch) + 3

    # Samples in order of their cell of the grid, once: the grid stays, only dots move.
    first = np.zeros(across * down + 1, np.int32)
    cell = np.empty(samples, np.int32)
    for s in range(samples):
        cell[s] = (int(y[s] / pitch) + 1) * across + int(x[s] / pitch) + 1
        first[cell[s] + 1] += 1
    for g in range(across * down):
        first[g + 1] += first[g]
    ordered = np.empty(samples, np.int32)
    filled = first.copy()
    for s in range(samples):
        ordered[filled[cell[s]]] = s
        filled[cell[s]] += 1

    at_x = np.empty(samples, np.float32)
    at_y = np.empty(samples, np.float32)
    most = 0
    for k in range(samples):
        at_x[k] = x[ordered[k]]
        at_y[k] = y[ordered[k]]
    for g in range(across * down):
        most = max(most, first[g + 1] - first[g])

    owner = np.empty(samples, np.int32)
    closest_dot = np.empty(most, np.int32)
    closest_square = np.empty(most, np.float32)
    cell_x = np.empty(most, np.float32)
    cell_y = np.empty(most, np.float32)
    cell_piece = np.empty(most, np.int32)
    head = np.empty(across * down, np.int32)
    following = np.empty(count, np.int32)
    near = np.empty(count, np.int32)
    near_x = np.empty(count, np.float32)
    near_y = np.empty(count, np.float32)
    sum_x = np.empty(count, np.float32)
    sum_y = np.empty(count, np.float32)
    total = np.empty(count, np.float32)
    closest = np.empty(count, np.float32)
    astray = np.empty(count, np.bool_)
    target = np.empty((count, 2), np.float32)

    for iteration in range(iterations):
        # Dots into the same grid, a linked list in each cell.
        head[:] = -1
        for i in range(count):
            g = (int(dots[i, 1] / pitch) + 1) * across + int(dots[i, 0] / pitch) + 1
            following[i] = head[g]
            head[g] = i
        sum_x[:] = 0.0
        sum_y[:] = 0.0
        total[:] = 0.0

        # Every sample to its nearest dot, cell by cell: all samples of one have the same few dots.
        for row in range(1, down - 1):
            for column in range(1, across - 1):
                g = row * across + column
                if first[g] == first[g + 1]:
                    continue
                found = 0
                ring = 1
                while found == 0:
                    for r in range(max(row - ring, 0), min(row + ring + 1, down)):
                        for c in range(max(column - ring, 0), min(column + ring + 1, across)):
                            i = head[r * across + c]
                            while i >= 0:
                                near[found] = i
                                near_x[found] = dots[i, 0]
                                near_y[found] = dots[i, 1]
                                found += 1
                                i = following[i]
                    ring += 1
                # Dot by dot over all of the cell's samples: many at a time in one register.
                begin = first[g] + (iteration + g) % stride
                held = 0
                for k in range(begin, first[g + 1], stride):
                    cell_x[held] = at_x[k]
                    cell_y[held] = at_y[k]
                    cell_piece[held] = piece[ordered[k]]
                    closest_dot[held] = -1
                    closest_square[held] = _FAR
                    held += 1
                for j in range(found):
                    dot, dot_x, dot_y = near[j], near_x[j], near_y[j]
                    dot_piece = piece_of[dot]
                    for q in range(held):
                        dx = dot_x - cell_x[q]
                        dy = dot_y - cell_y[q]
                        square = dx * dx + dy * dy
                        closer = (square < closest_square[q]) & (cell_piece[q] == dot_piece)
                        closest_square[q] = square if closer else closest_square[q]
                        closest_dot[q] = dot if closer else closest_dot[q]
                for q in range(held):
                    k = begin + q * stride
                    i = closest_dot[q]
                    owner[k] = i
                    if i < 0:  # its piece's dots are all farther off
                        continue
                    heavy = weight[ordered[k]]
                    sum_x[i] += heavy * cell_x[q]
                    sum_y[i] += heavy * cell_y[q]
                    total[i] += heavy

        # To the centroid; what would leave the ink is astray.
        strays = 0
        for i in range(count):
            astray[i] = False
            closest[i] = _FAR
            if total[i] > 0.0:
                target[i, 0] = sum_x[i] / total[i]
                target[i, 1] = sum_y[i] / total[i]
                if inside[int(target[i, 1]), int(target[i, 0])]:
                    dots[i, 0] = target[i, 0]
                    dots[i, 1] = target[i, 1]
                else:
                    astray[i] = True
                    strays += 1
        if strays == 0:
            continue

        # The strays go to the sample of theirs that is close to the centroid and deep in the ink.
        for g in range(across * down):
            for k in range(first[g] + (iteration + g) % stride, first[g + 1], stride):
                i = owner[k]
                if i >= 0 and astray[i]:
                    deep = depth[ordered[k]]
                    dx = target[i, 0] - at_x[k]
                    dy = target[i, 1] - at_y[k]
                    distance = dx * dx + dy * dy - _RIDGE * deep * deep
                    if distance < closest[i]:
                        closest[i] = distance
                        dots[i, 0] = at_x[k]
                        dots[i, 1] = at_y[k]
