"""Shaping: characters become cells of glyphs, with HarfBuzz. A cell is what no line may break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Final

import uharfbuzz as hb

from lib.engine.lettering.characters import Character
from lib.engine.lettering.direction import levels
from lib.engine.lettering.fonts import SANS, Typeface

#: In these scripts a mark stands above or below its letter; in all others fonts know better.
_WIDENED: Final = frozenset({None, "Latin", "Cyrillic", "Greek"})
_BEARING: Final = 0.05  # ems at either side of an emoji
_OVERHANG: Final = 0.06  # ems: more than that beyond its letter, and a mark needs room


@dataclass(frozen=True, slots=True)
class Glyph:
    """An outline and where it stands: ems from its cell's origin, x right, y down.

    `em` is the number of ems in one unit of the font.
    """

    font: hb.Font
    id: int
    em: float
    x: float
    y: float


@dataclass(slots=True, kw_only=True)
class Cell:
    """Characters start to end that share glyphs (a letter, a ligature, a cluster), and their ink.

    Extents are ems from the origin on the baseline, y down; a blank cell's are infinite, left
    beyond right and top beyond bottom. `inserted` is what the cell shows that nobody has typed: a
    hyphen at a line's end.
    """

    start: int
    end: int
    level: int
    inserted: str = ""
    advance: float = 0.0
    glyphs: list[Glyph] = field(default_factory=list)
    left: float = float("inf")
    right: float = float("-inf")
    top: float = float("inf")
    bottom: float = float("-inf")

    def add(self, glyph: Glyph, advance: float) -> None:
        """Glyphs come in the order in which they stand, left to right."""
        ink = glyph.font.get_glyph_extents(glyph.id)
        self.glyphs.append(glyph)
        self.advance += advance
        if ink is None or not ink.width or not ink.height:
            return
        left = glyph.x + ink.x_bearing * glyph.em
        top = glyph.y - ink.y_bearing * glyph.em
        self.left = min(self.left, left)
        self.right = max(self.right, left + ink.width * glyph.em)
        self.top = min(self.top, top)
        self.bottom = max(self.bottom, top - ink.height * glyph.em)


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters start to end of one typeface, script and level."""

    start: int
    end: int
    typeface: Typeface
    level: int
    script: str | None


def shape(characters: Sequence[Character], weight: float) -> list[Cell]:
    """Cells in logical order, which together hold every character once."""
    text = "".join(character.drawn for character in characters)
    owner = [i for i, character in enumerate(characters) for _ in character.drawn]
    first = [0] * (len(characters) + 1)
    for place in range(len(owner) - 1, -1, -1):
        first[owner[place]] = place
    first[-1] = len(text)
    level = levels(text)
    cells: list[Cell] = []
    for run in _runs(characters, [level[place] for place in first[:-1]]):
        buffer = _shaped(text, first[run.start], first[run.end], run, weight)
        cells += _cells(buffer, run, owner, weight)
    return cells


def hyphen_after(cell: Cell, weight: float) -> Cell:
    """A hyphen for the end of a line whose last cell this is."""
    (hyphen,) = shape([Character("-", "-", SANS)], weight)
    hyphen.start = hyphen.end = cell.end
    hyphen.level, hyphen.inserted = cell.level, "-"
    return hyphen


def _runs(characters: Sequence[Character], level: Sequence[int]) -> Iterator[_Run]:
    """A sign common to all scripts belongs to the script before it, leading ones to the first."""
    scripts: list[str | None] = []
    for character in characters:
        scripts.append(character.script or (scripts[-1] if scripts else None))
    leading = next(filter(None, scripts), None)
    keys = [
        (character.typeface, name or leading, level[i])
        for i, (character, name) in enumerate(zip(characters, scripts, strict=True))
    ]
    start = 0
    for (typeface, script, direction), members in groupby(keys):
        end = start + len(list(members))
        yield _Run(start, end, typeface, direction, script)
        start = end


def _trim(cell: Cell) -> None:
    """Emoji have the room of a square; beside letters it looks like a gap."""
    if cell.left < cell.right:
        _shift(cell, _BEARING - cell.left)
        cell.advance = cell.right + _BEARING


def _shift(cell: Cell, by: float) -> None:
    cell.glyphs = [replace(glyph, x=glyph.x + by) for glyph in cell.glyphs]
    cell.left, cell.right = cell.left + by, cell.right + by


def _widen(cell: Cell) -> None:
    """Make room for marks that are wider than their letter, as U+20DD around an i."""
    over = max(-_OVERHANG - cell.left, 0.0), max(cell.right - cell.advance - _OVERHANG, 0.0)
    if len(cell.glyphs) < 2 or max(over) <= 0.0 or cell.left > cell.right:
        return
    before, after = over
    _shift(cell, before)
    cell.advance += before + after


def _shaped(text: str, start: int, end: int, run: _Run, weight: float) -> hb.Buffer:
    """The whole text goes along as context: letters join across the ends of a run."""
    buffer = hb.Buffer()
    buffer.flags = (
        hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
    )
    buffer.add_str(text, item_offset=start, item_length=end - start)
    buffer.guess_segment_properties()  # finds the script; the direction is ours
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    hb.shape(run.typeface.at(weight), buffer)
    return buffer


def _cells(buffer: hb.Buffer, run: _Run, owner: Sequence[int], weight: float) -> list[Cell]:
    font, em = run.typeface.at(weight), run.typeface.em
    cells: dict[int, Cell] = {}
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        start = owner[info.cluster]
        cell = cells.setdefault(start, Cell(start=start, end=run.end, level=run.level))
        glyph = Glyph(
            font,
            info.codepoint,
            em,
            cell.advance + position.x_offset * em,
            -position.y_offset * em,
        )
        cell.add(glyph, position.x_advance * em)
    ordered = sorted(cells.values(), key=lambda cell: cell.start)
    for cell in ordered:
        if run.typeface.is_picture:
            _trim(cell)
        elif run.script in _WIDENED:
            _widen(cell)
    for cell, following in pairwise(ordered):
        cell.end = following.start
    if ordered:
        ordered[0].start = run.start
    return ordered
