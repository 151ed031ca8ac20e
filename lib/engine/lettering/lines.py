"""Lines: which breaks to take, so that the words become as large as the box allows, evenly long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.lettering.breaks import Break, Strength, breaks
from lib.engine.lettering.characters import Character
from lib.engine.lettering.shaping import Cell

#: Font size in pixels that no caption exceeds: two letters across the sky are large enough.
LARGEST: Final = 230.0
#: Between baselines at least, and between one line's lowest and the next one's highest ink: ems.
LEADING: Final = 1.0
CLEARANCE: Final = 0.15

_MOST_LINES: Final = 40
# Fewer lines are worth this much size, evener lines or better breaks this much width.
_FEWER_LINES: Final = 1.03
_SLACKS: Final = (1.03, 1.12, 1.25)
_HOPELESS: Final = 1.6

# To break inside what belongs together must make the letters larger by a factor, or, for breaks
# that hurt, lift them over the size in pixels from which drones can be read; with room to spare,
# but no farther: one break too many hurts more than letters that could be larger still.
# Letters lower than _LOWEST nobody reads: there, a tenth is worth any break.
_LOWEST: Final = 40.0
_WORTH_LOW: Final = 1.1
_WORTH: Final = {Strength.WORD: 1.25, Strength.SYLLABLE: 1.4, Strength.ANYWHERE: 1.5}
_LEGIBLE: Final = {Strength.WORD: LARGEST, Strength.SYLLABLE: 52.0, Strength.ANYWHERE: _LOWEST}
_TO_SPARE: Final = 1.4
# What a size is worth with such breaks, on the mean; and, in units of squared relative raggedness,
# how much more uneven lines may be to save one.
_KINDNESS: Final = {
    Strength.SPACE: 1.0,
    Strength.PHRASE: 1.0,
    Strength.WORD: 0.9,
    Strength.SYLLABLE: 0.8,
    Strength.ANYWHERE: 0.6,
}
_COST: Final = {
    Strength.SPACE: 0.0,
    Strength.PHRASE: 0.0,
    Strength.WORD: 0.15,
    Strength.SYLLABLE: 0.30,
    Strength.ANYWHERE: 0.60,
}

_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lines:
    """Cells of each line, the font size (pixels) and the distance of baselines (ems)."""

    cells: tuple[tuple[Cell, ...], ...]
    font_size: float
    leading: float


def break_lines(
    cells: Sequence[Cell], characters: Sequence[Character], *, width: float, height: float
) -> Lines:
    """The breaks that give the largest letters in a box of so many pixels."""
    every = breaks(cells, characters)
    best = _fit(cells, [b for b in every if b.strength <= Strength.PHRASE], (width, height))
    for strength in (Strength.WORD, Strength.SYLLABLE, Strength.ANYWHERE):
        if best.font_size >= _LEGIBLE[strength]:
            continue
        allowed = [b for b in every if b.strength <= strength]
        finer = _fit(cells, allowed, (width, height), enough=_LEGIBLE[strength] * _TO_SPARE)
        worth = _WORTH_LOW if best.font_size < _LOWEST else _WORTH[strength]
        if finer.font_size >= best.font_size * worth:
            best = finer
    return best


def leading(lines: Sequence[Sequence[Cell]]) -> float:
    """Ems between baselines, the same for all lines, so that no ink of two lines meets."""
    depths = [max((cell.bottom for cell in line), default=0.0) for line in lines]
    heights = [-min((cell.top for cell in line), default=0.0) for line in lines]
    meeting = (
        depth + height + CLEARANCE for depth, height in zip(depths[:-1], heights[1:], strict=True)
    )
    return max(LEADING, max(meeting, default=0.0))


def _fit(
    cells: Sequence[Cell],
    allowed: Sequence[Break],
    box: tuple[float, float],
    enough: float = LARGEST,
) -> Lines:
    """The best number of lines for these breaks; the first that makes the letters large enough."""
    ends = [b.end for b in allowed] + [len(cells)]
    starts = [0] + [b.start for b in allowed]
    widths = _widths(cells, starts, ends)
    costs = np.array([*(_COST[b.strength] for b in allowed), 0.0])
    narrowest = _narrowest(widths, min(_MOST_LINES, len(ends)))
    best, worth = None, 0.0
    for count, limit in enumerate(narrowest, start=1):
        for slack in _SLACKS:
            chosen = _even(widths, costs, count, limit * slack)
            fitted = _sized(tuple(tuple(cells[starts[a] : ends[b]]) for a, b in chosen), *box)
            kind = fmean([_KINDNESS[allowed[b].strength] for _, b in chosen[:-1]] or [1.0])
            if fitted.font_size * kind > worth * _FEWER_LINES:
                best, worth = fitted, fitted.font_size * kind
        if best and best.font_size >= enough:
            break
        if fitted.font_size * _HOPELESS < worth:
            break  # the box is too low for so many lines, and for more of them
    assert best is not None  # noqa: S101  there is always at least one line
    return best


def _widths(cells: Sequence[Cell], starts: Sequence[int], ends: Sequence[int]) -> _Matrix:
    """(m, m) ems: the line from start a to end b; infinite where b comes before a."""
    reach = np.concatenate([[0.0], np.cumsum([max(cell.advance, 1e-3) for cell in cells])])
    widths = reach[np.array(ends)][None, :] - reach[np.array(starts)][:, None]
    return np.where(np.tri(len(starts), k=-1, dtype=bool), np.inf, widths)


def _narrowest(widths: _Matrix, most: int) -> list[float]:
    """The smallest possible greatest width for 1, 2, … lines (ems)."""
    reached = widths[0]
    found = [float(reached[-1])]
    for _ in range(1, most):
        # The last line begins after an end that one line fewer has reached.
        reached = np.r_[np.inf, np.maximum(reached[:-1, None], widths[1:, 1:]).min(axis=0)]
        found.append(float(reached[-1]))
    return found


def _even(widths: _Matrix, costs: _Matrix, count: int, limit: float) -> list[tuple[int, int]]:
    """(start, end) of `count` lines, none wider than the limit: even lengths, kind breaks."""
    ragged = np.where(widths <= limit, (1.0 - widths / limit) ** 2, np.inf)
    reached = ragged[0] + costs
    ways: list[npt.NDArray[np.intp]] = []
    for _ in range(1, count):
        through = reached[:-1, None] + ragged[1:, 1:]
        ways.append(np.r_[0, through.argmin(axis=0)])
        reached = np.r_[np.inf, through.min(axis=0)] + costs
    end = len(costs) - 1
    lines = []
    for way in reversed(ways):
        previous = int(way[end])
        lines.append((previous + 1, end))
        end = previous
    return [(0, end), *reversed(lines)]


def _width(line: Sequence[Cell]) -> float:
    """Ems. A mark that stands alone has ink but no advance."""
    ink = max((cell.right - cell.left for cell in line), default=0.0)
    return max(sum(cell.advance for cell in line), ink)


def _sized(lines: tuple[tuple[Cell, ...], ...], width: float, height: float) -> Lines:
    apart = leading(lines)
    top = min((cell.top for cell in lines[0]), default=0.0)
    bottom = max((cell.bottom for cell in lines[-1]), default=0.0)
    high = apart * (len(lines) - 1) + bottom - top
    wide = max(_width(line) for line in lines)
    return Lines(lines, min(LARGEST, width / wide, height / high), apart)
