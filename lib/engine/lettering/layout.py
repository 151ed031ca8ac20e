"""Layout: every glyph of the caption in its place, in pixels, centred line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lib.caption import Caption
from lib.engine.lettering.characters import Character, resolve
from lib.engine.lettering.direction import visual_order
from lib.engine.lettering.lines import LARGEST, Lines, break_lines
from lib.engine.lettering.shaping import Cell, Glyph, shape

# Few words are set bold; many small ones lighter, or their counters close: up to so many
# characters this weight.
_WEIGHTS: Final = ((12, 700.0), (30, 560.0))
_LIGHTEST: Final = 430.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A glyph, and where its origin stands in pixels from the centre of all ink, y down."""

    glyph: Glyph
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The caption, set. `width` and `height` are those of the ink, in pixels."""

    characters: tuple[Character, ...]
    lines: tuple[str, ...]
    glyphs: tuple[Placed, ...]
    font_size: float
    width: float
    height: float


@dataclass(slots=True)
class _Ink:
    """A box that grows, in ems."""

    left: float = float("inf")
    right: float = float("-inf")
    top: float = float("inf")
    bottom: float = float("-inf")

    def add(self, cell: Cell, x: float, y: float) -> None:
        self.left = min(self.left, x + cell.left)
        self.right = max(self.right, x + cell.right)
        self.top = min(self.top, y + cell.top)
        self.bottom = max(self.bottom, y + cell.bottom)


def lay_out(caption: Caption, *, width: float, height: float) -> Layout:
    """Set a caption in a box of so many pixels. Raise UnsupportedCharacters if none can draw it."""
    characters = resolve(caption)
    cells = shape(characters, _weight(characters))
    lines = break_lines(cells, characters, width=width, height=height)
    placed, ink = _place(lines)
    size = min(LARGEST, width / (ink.right - ink.left), height / (ink.bottom - ink.top))
    middle = (ink.top + ink.bottom) / 2
    return Layout(
        characters=characters,
        lines=tuple(_text(line, characters) for line in lines.cells),
        glyphs=tuple(Placed(p.glyph, p.x * size, (p.y - middle) * size) for p in placed),
        font_size=size,
        width=(ink.right - ink.left) * size,
        height=(ink.bottom - ink.top) * size,
    )


def _weight(characters: Sequence[Character]) -> float:
    count = sum(not character.text.isspace() for character in characters)
    return next((weight for most, weight in _WEIGHTS if count <= most), _LIGHTEST)


def _text(line: Sequence[Cell], characters: Sequence[Character]) -> str:
    return "".join(
        character.text for cell in line for character in characters[cell.start : cell.end]
    )


def _place(lines: Lines) -> tuple[list[Placed], _Ink]:
    """Glyphs in ems, each line's ink centred on x = 0, the first baseline on y = 0."""
    placed: list[Placed] = []
    whole = _Ink()
    for number, line in enumerate(lines.cells):
        y = number * lines.leading
        visual = [line[i] for i in visual_order([cell.level for cell in line])]
        starts = _starts(visual)
        ink = _Ink()
        for cell, x in zip(visual, starts, strict=True):
            ink.add(cell, x, y)
        centre = (ink.left + ink.right) / 2
        for cell, x in zip(visual, starts, strict=True):
            whole.add(cell, x - centre, y)
            placed += [Placed(g, x - centre + g.x, y + g.y) for g in cell.glyphs]
    return placed, whole


def _starts(cells: Sequence[Cell]) -> list[float]:
    starts, x = [], 0.0
    for cell in cells:
        starts.append(x)
        x += cell.advance
    return starts
