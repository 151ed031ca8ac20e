"""Lines: which breaks to take, so that the words become as large as the box allows, evenly long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import fmean
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from lib.engine.lettering.breaks import Break, Strength, breaks
from lib.engine.lettering.characters import Character
from lib.engine.lettering.shaping import Cell, hyphen_after

#: Font size in pixels that no caption exceeds: two letters across the sky are large enough.
LARGEST: Final = 230.0
#: Between baselines at least, and between one line's lowest and the next one's highest ink: ems.
LEADING: Final = 1.0
CLEARANCE: Final = 0.15

_MOST_LINES: Final = 40
# Evener lines or better breaks are worth this much width; sense, and fewer lines, so much size.
_SLACKS: Final = (1.03, 1.12, 1.25)
_FOR_SENSE: Final = 1.05
_HOPELESS: Final = 1.6

# To break inside what belongs together must make the letters larger by a factor, or, for breaks
# that hurt, lift them over the size in pixels from which drones can be read; with room to spare,
# but no farther: one break too many hurts more than letters that could be larger still.
# Letters lower than _LOWEST nobody reads: there, a tenth is worth any break.
_LOWEST: Final = 40.0
_WORTH_LOW: Final = 1.1
_TO_SPARE: Final = 1.2


@dataclass(frozen=True, slots=True)
class _Price:
    """What a break of some strength costs.

    legible   pixels: letters as large as that need no such break
    worth     by how much larger it must make them
    kindness  what a size is worth with such breaks, on the mean
    cost      how much more uneven lines may be to save one: squared relative raggedness
    """

    legible: float = LARGEST
    worth: float = 1.0
    kindness: float = 1.0
    cost: float = 0.0


_PRICES: Final = {
    Strength.SPACE: _Price(),
    Strength.PHRASE: _Price(),
    Strength.SEAM: _Price(legible=64.0, worth=1.25, kindness=0.95, cost=0.25),
    Strength.WORD: _Price(worth=1.25, kindness=0.9, cost=0.15),
    Strength.JOINT: _Price(legible=76.0, worth=1.25, kindness=0.9, cost=0.22),
    Strength.HELD: _Price(legible=52.0, worth=1.3, kindness=0.85, cost=0.4),
    Strength.GROUP: _Price(legible=46.0, worth=1.35, kindness=0.8, cost=0.5),
    Strength.SYLLABLE: _Price(legible=52.0, worth=1.4, kindness=0.8, cost=0.30),
    Strength.ANYWHERE: _Price(legible=_LOWEST, worth=1.5, kindness=0.6, cost=0.60),
}
# What sense costs beside: a line that ends with an article, and one of a single letter.
_WEAK_END: Final = 0.25
_WEAK_KINDNESS: Final = 0.6
_ORPHAN: Final = 0.5

_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lines:
    """Cells and baseline (ems, down from the first) of each line; the font size, in pixels."""

    cells: tuple[tuple[Cell, ...], ...]
    font_size: float
    baselines: tuple[float, ...]
    torn: bool = False


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A text and the breaks that may be taken in it; breaks between are the text's own ends.

    widths  (m, m) ems: the line from start a to end b; infinite where there is no such line
    costs   (m, m) what that line costs the reader
    """

    cells: Sequence[Cell]
    breaks: tuple[Break, ...]
    hyphen: Cell
    widths: _Matrix
    costs: _Matrix

    @classmethod
    def of(cls, cells: Sequence[Cell], breaks: Sequence[Break], hyphen: Cell) -> Self:
        ends = np.array([*(b.end for b in breaks), len(cells)])
        starts = np.array([0, *(b.start for b in breaks)])
        hyphens = np.array([*(hyphen.advance * b.hyphen for b in breaks), 0.0])
        forced = np.array([b.forced for b in breaks], np.int64).cumsum()
        section = np.concatenate([[0], forced])  # no line runs from one into the next
        advance = _reach([max(cell.advance, 1e-3) for cell in cells])
        inked = _reach([float(cell.left < cell.right) for cell in cells])
        reachable = (np.tri(len(starts), k=-1) == 0) & (section[:, None] == section[None, :])
        raw = advance[ends][None, :] - advance[starts][:, None] + hyphens[None, :]
        lone = (inked[ends][None, :] - inked[starts][:, None] <= 1) & (len(breaks) > 0)
        taken = np.array([*(_cost(b) for b in breaks), 0.0])
        return cls(
            cells, tuple(breaks), hyphen,
            np.where(reachable, raw, np.inf), taken[None, :] + _ORPHAN * lone,
        )  # fmt: skip

    def lines(self, chosen: Sequence[tuple[int, int]]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(map(self._line, chosen))

    def _line(self, span: tuple[int, int]) -> tuple[Cell, ...]:
        start = self.breaks[span[0] - 1].start if span[0] else 0
        if span[1] == len(self.breaks):
            return tuple(self.cells[start:])
        taken = self.breaks[span[1]]
        line = tuple(self.cells[start : taken.end])
        return (*line, _standing_after(line[-1], self.hyphen)) if taken.hyphen else line


@dataclass(frozen=True, slots=True)
class _Candidate:
    lines: Lines
    worth: float
    cost: float

    def is_beaten_by(self, other: _Candidate) -> bool:
        """No four lines where three make larger letters, and sense besides."""
        fewer = len(other.lines.cells) < len(self.lines.cells)
        return fewer and other.lines.font_size >= self.lines.font_size and other.worth >= self.worth


def break_lines(
    cells: Sequence[Cell],
    characters: Sequence[Character],
    weight: float,
    *,
    width: float,
    height: float,
) -> Lines:
    """The breaks that give the largest letters in a box of so many pixels, and the best sense."""
    every = breaks(cells, characters)
    hyphen = hyphen_after(cells[-1], weight)
    box = (width, height)
    best = _fit(cells, _up_to(every, Strength.PHRASE), hyphen, box)
    for strength in list(Strength)[Strength.SEAM :]:
        price = _PRICES[strength]
        if best.font_size >= price.legible or all(b.strength is not strength for b in every):
            continue
        enough = price.legible * _TO_SPARE
        finer = _fit(cells, _up_to(every, strength), hyphen, box, enough)
        worth = _WORTH_LOW if best.font_size < _LOWEST else price.worth
        if finer.font_size >= best.font_size * worth:
            best = finer
    return best


def _up_to(every: Sequence[Break], strength: Strength) -> list[Break]:
    return [b for b in every if b.strength <= strength]


def _cost(taken: Break) -> float:
    return _PRICES[taken.strength].cost + _WEAK_END * taken.weak


def _kindness(taken: Break) -> float:
    return _PRICES[taken.strength].kindness * (_WEAK_KINDNESS if taken.weak else 1.0)


def _standing_after(cell: Cell, hyphen: Cell) -> Cell:
    return replace(hyphen, start=cell.end, end=cell.end, level=cell.level)


def _reach(steps: Sequence[float]) -> _Matrix:
    return np.concatenate([[0.0], np.cumsum(steps)])


def baselines(lines: Sequence[Sequence[Cell]]) -> list[float]:
    """Ems from the first baseline down to each; where ink would meet, lines stand farther apart."""
    depths = [max((cell.bottom for cell in line), default=0.0) for line in lines]
    heights = [-min((cell.top for cell in line), default=0.0) for line in lines]
    steps = (
        max(LEADING, depth + height + CLEARANCE)
        for depth, height in zip(depths[:-1], heights[1:], strict=True)
    )
    return list(accumulate(steps, initial=0.0))


def _fit(
    cells: Sequence[Cell],
    allowed: Sequence[Break],
    hyphen: Cell,
    box: tuple[float, float],
    enough: float = LARGEST,
) -> Lines:
    """The best number of lines for these breaks; the first that makes the letters large enough."""
    paragraph = _Paragraph.of(cells, allowed, hyphen)
    candidates: list[_Candidate] = []
    worth = 0.0
    for count, limit in enumerate(_narrowest(paragraph.widths), start=1):
        if not np.isfinite(limit):
            continue  # a person has asked for more lines
        tried = [_tried(paragraph, count, limit * slack, box) for slack in _SLACKS]
        candidates += tried
        worth = max(worth, *(each.worth for each in tried))
        if max(each.lines.font_size for each in candidates) >= enough:
            break
        if tried[-1].lines.font_size * _HOPELESS < worth:
            break  # the box is too low for so many lines, and for more of them
    return _best(candidates)


def _tried(paragraph: _Paragraph, count: int, limit: float, box: tuple[float, float]) -> _Candidate:
    chosen = _even(paragraph.widths, paragraph.costs, count, limit)
    taken = [paragraph.breaks[b] for _, b in chosen[:-1]]
    lines = _sized(paragraph.lines(chosen), *box, torn=any(b.tears for b in taken))
    kindness = fmean([_kindness(b) for b in taken if not b.forced] or [1.0])
    cost = sum(float(paragraph.costs[a, b]) for a, b in chosen)
    return _Candidate(lines, lines.font_size * kindness, cost)


def _best(candidates: Sequence[_Candidate]) -> Lines:
    """The one that makes most sense among those that are nearly as large as the largest."""
    largest = max(each.worth for each in candidates)
    near = [each for each in candidates if each.worth * _FOR_SENSE >= largest]
    fair = [each for each in near if not any(each.is_beaten_by(other) for other in candidates)]

    def merit(each: _Candidate) -> tuple[float, int, float]:
        return -round(each.cost, 2), -len(each.lines.cells), each.worth

    return max(fair or near, key=merit).lines


def _narrowest(widths: _Matrix) -> list[float]:
    """The smallest possible greatest width for 1, 2, … lines (ems); infinite for too few lines."""
    reached = widths[0]
    found = [float(reached[-1])]
    for _ in range(1, min(_MOST_LINES, len(widths))):
        # The last line begins after an end that one line fewer has reached.
        reached = np.r_[np.inf, np.maximum(reached[:-1, None], widths[1:, 1:]).min(axis=0)]
        found.append(float(reached[-1]))
    return found


def _even(widths: _Matrix, costs: _Matrix, count: int, limit: float) -> list[tuple[int, int]]:
    """(start, end) of `count` lines, none wider than the limit: even lengths, kind breaks.

    A dynamic programme over the ends of lines, after Knuth & Plass (1981).
    """
    fits = widths <= limit
    ragged = np.where(fits, (1.0 - np.where(fits, widths, 0.0) / limit) ** 2 + costs, np.inf)
    reached = ragged[0]
    ways: list[npt.NDArray[np.intp]] = []
    for _ in range(1, count):
        through = reached[:-1, None] + ragged[1:, 1:]
        ways.append(np.r_[0, through.argmin(axis=0)])
        reached = np.r_[np.inf, through.min(axis=0)]
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


def _sized(
    lines: tuple[tuple[Cell, ...], ...], width: float, height: float, *, torn: bool
) -> Lines:
    places = baselines(lines)
    top = min((cell.top for cell in lines[0]), default=0.0)
    bottom = max((cell.bottom for cell in lines[-1]), default=0.0)
    high = places[-1] + bottom - top
    wide = max(_width(line) for line in lines)
    return Lines(lines, min(LARGEST, width / wide, height / high), tuple(places), torn)
