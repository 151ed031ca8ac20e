"""Layout: every glyph of the caption in its place, in pixels, centred line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lib.caption import SOFT_HYPHEN, ZERO_WIDTH_SPACE, Caption
from lib.engine.lettering.characters import Character, resolve
from lib.engine.lettering.direction import visual_order
from lib.engine.lettering.emoji_colours import EmojiPicture
from lib.engine.lettering.lines import LARGEST, Lines, break_lines
from lib.engine.lettering.shaping import Cell, Glyph, shape

# Few words are set bold; many small ones lighter, or their counters close: up to so many
# characters this weight.
_WEIGHTS: Final = ((12, 700.0), (30, 560.0))
_LIGHTEST: Final = 430.0
_UNSEEN: Final = str.maketrans(dict.fromkeys((SOFT_HYPHEN, ZERO_WIDTH_SPACE), ""))


@dataclass(frozen=True, slots=True)
class Placed:
    """A glyph, and where its origin stands in pixels from the centre of all ink, y down."""

    glyph: Glyph
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Standing:
    """A cell, and where its origin stands: ems from the middle of its line's ink, y down."""

    cell: Cell
    x: float
    y: float

    def glyph(self, glyph: Glyph, size: float, middle: float) -> Placed:
        return Placed(glyph, (self.x + glyph.x) * size, (self.y + glyph.y - middle) * size)

    def box(self, size: float, middle: float) -> Box:
        ink = _Ink()
        ink.add(self.cell, self.x, self.y)
        return ink.box(size, middle)


#: Left, top, right, bottom: pixels from the centre of all ink.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The caption, set. `width` and `height` are those of the ink, in pixels; `boxes` each line's."""

    characters: tuple[Character, ...]
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    glyphs: tuple[Placed, ...]
    font_size: float
    width: float
    height: float
    torn: bool  # a word had to be torn
    pictures: tuple[EmojiPicture, ...]  # the emoji


@dataclass(slots=True)
class _Ink:
    """A box that grows, in ems."""

    left: float = float("inf")
    right: float = float("-inf")
    top: float = float("inf")
    bottom: float = float("-inf")

    def add(self, ink: Cell | _Ink, x: float, y: float) -> None:
        self.left = min(self.left, x + ink.left)
        self.right = max(self.right, x + ink.right)
        self.top = min(self.top, y + ink.top)
        self.bottom = max(self.bottom, y + ink.bottom)

    def box(self, size: float, middle: float) -> Box:
        """In pixels, from a point `middle` ems down."""
        top, bottom = (size * (y - middle) for y in (self.top, self.bottom))
        return size * self.left, top, size * self.right, bottom


def lay_out(caption: Caption, *, width: float, height: float) -> Layout:
    """Set a caption in a box of so many pixels. Raise UnsupportedCharacters if none can draw it."""
    characters = resolve(caption)
    weight = _weight(characters)
    cells = shape(characters, weight)
    lines = break_lines(cells, characters, weight, width=width, height=height)
    standing, inks = _place(lines)
    ink = _Ink()
    for line in inks:
        ink.add(line, 0.0, 0.0)
    size = min(LARGEST, width / (ink.right - ink.left), height / (ink.bottom - ink.top))
    middle = (ink.top + ink.bottom) / 2
    return Layout(
        characters=characters,
        lines=tuple(_text(line, characters) for line in lines.cells),
        boxes=tuple(line.box(size, middle) for line in inks),
        glyphs=tuple(one.glyph(g, size, middle) for one in standing for g in one.cell.glyphs),
        pictures=tuple(
            EmojiPicture(characters[one.cell.start].text, one.box(size, middle))
            for one in standing
            if one.cell.glyphs and not one.cell.inserted and characters[one.cell.start].is_picture
        ),
        font_size=size,
        width=(ink.right - ink.left) * size,
        height=(ink.bottom - ink.top) * size,
        torn=lines.torn,
    )


def _weight(characters: Sequence[Character]) -> float:
    count = sum(not character.text.isspace() for character in characters)
    return next((weight for most, weight in _WEIGHTS if count <= most), _LIGHTEST)


def _text(line: Sequence[Cell], characters: Sequence[Character]) -> str:
    """As it is read: with hyphens where lines have them, without places that might have had one."""
    cells = (_letters(characters[cell.start : cell.end]) + cell.inserted for cell in line)
    return "".join(cells).translate(_UNSEEN)


def _letters(characters: Sequence[Character]) -> str:
    return "".join(character.text for character in characters)


def _place(lines: Lines) -> tuple[list[_Standing], list[_Ink]]:
    """Cells, each line's ink centred on x = 0, the first baseline on y = 0; and the lines' ink."""
    standing: list[_Standing] = []
    inks: list[_Ink] = []
    for line, y in zip(lines.cells, lines.baselines, strict=True):
        visual = [line[i] for i in visual_order([cell.level for cell in line])]
        starts = _starts(visual)
        centre = _centre(visual, starts)
        ink = _Ink()
        for cell, start in zip(visual, starts, strict=True):
            ink.add(cell, start - centre, y)
            standing.append(_Standing(cell, start - centre, y))
        inks.append(ink)
    return standing, inks


def _centre(cells: Sequence[Cell], starts: Sequence[float]) -> float:
    left = min(x + cell.left for cell, x in zip(cells, starts, strict=True))
    right = max(x + cell.right for cell, x in zip(cells, starts, strict=True))
    return (left + right) / 2


def _starts(cells: Sequence[Cell]) -> list[float]:
    starts, x = [], 0.0
    for cell in cells:
        starts.append(x)
        x += cell.advance
    return starts
