"""Drawing: the whole way of a caption, from words to dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import regex

from lib.caption import Caption
from lib.engine.arrays import Floats
from lib.engine.lettering.characters import Character
from lib.engine.lettering.dots import AREA_SHARE, scatter, spacing_variation
from lib.engine.lettering.emoji_colours import colours_of
from lib.engine.lettering.ink import fill
from lib.engine.lettering.layout import Box, Layout, lay_out
from lib.engine.palette import Palette

# The pitch grows with the letters, between what a camera still resolves and what still looks full.
_PITCH_SHARE: Final = 0.062  # of the font size
_CLOSEST, _WIDEST = 3.05, 6.4  # pixels
# Not even for the sake of the least number of drones: closer ones are one light.
_TIGHTEST: Final = 2.2

# So many drones at most; more only for a caption that could not be read otherwise.
_MOST: Final = 3600
_MOST_DENSE: Final = 4400
# Fewer drones for a character than these and it cannot be read (found by looking).
_LEAST_PER_IDEOGRAPH: Final = 55
_LEAST_PER_LETTER: Final = 33
_LEAST_PER_MARK: Final = 20
_LEAST_PER_PICTURE: Final = 150
_LEAST_PER_FIGURE: Final = 60  # more, for each that is joined to the first
_IDEOGRAPH: Final = regex.compile(r"\p{Han}|\p{Hiragana}|\p{Katakana}|\p{Hangul}|\p{Bopomofo}")
_LETTER: Final = regex.compile(r"\p{L}|\p{N}")
_MARK: Final = regex.compile(r"\p{M}")

# Samples to a dot's width: fewer lose the strokes' edges, more only take time.
_SAMPLES_PER_PITCH: Final = 7.0
_COARSEST, _FINEST = 1.5, 2.4  # samples to a pixel

#: Pixels that words may fill unless told: with the camera's last step they are 88 % of a frame of 608,
#: within what Reels, TikTok and Shorts leave free.
BOX_WIDTH: Final = 516.0
BOX_HEIGHT: Final = 400.0

#: How far down counts as much as one pixel to the right, for the gradient.
_SLOPE: Final = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """A caption as dots, ready for drones. Pixels; x right, y down."""

    #: (n, 2) relative to the centre of the ink's box.
    dots: Floats
    #: (n,) 0 to 1: where in the palette's gradient each dot lies, left to right, a little downwards.
    colour_at: Floats
    #: (n, 3) linear light: what emoji are coloured by themselves; NaN for all other dots.
    own_colour: Floats
    #: As broken, in logical order.
    lines: tuple[str, ...]
    #: Each line's ink, relative to the same centre.
    boxes: tuple[Box, ...]
    #: Between neighbours.
    pitch: float
    #: The em.
    font_size: float
    #: The box of the ink.
    width: float
    height: float
    #: Coefficient of variation of the distance to the nearest neighbour.
    spacing_variation: float
    #: Whether a word had to be torn.
    torn: bool
    #: How long the outlines of all ink are.
    outline: float

    def colours(self, palette: Palette) -> Floats:
        """(n, 3) linear light: the palette's gradient, and emoji in their own colours."""
        gradient = palette.gradient(self.colour_at)
        return np.where(np.isnan(self.own_colour), gradient, self.own_colour)


def letter(
    caption: Caption, *, width: float = BOX_WIDTH, height: float = BOX_HEIGHT, seed: int = 0
) -> Lettering:
    """As large as a box of so many pixels allows. The same caption and seed give the same dots.

    Raise UnsupportedCharacters if no typeface has one of the characters.
    """
    layout = lay_out(caption, width=width, height=height)
    rough = fill(layout, 1.0)
    area = rough.area
    count = _count(layout, area)
    pitch = sqrt(area / (AREA_SHARE * count))
    scale = min(max(_SAMPLES_PER_PITCH / pitch, _COARSEST), _FINEST)
    dots = scatter(fill(layout, scale), count, seed)
    return Lettering(
        dots=dots,
        colour_at=_colour_at(dots),
        own_colour=colours_of(layout.pictures, dots),
        torn=layout.torn,
        outline=rough.outline,
        lines=layout.lines,
        boxes=layout.boxes,
        pitch=pitch,
        font_size=layout.font_size,
        width=layout.width,
        height=layout.height,
        spacing_variation=spacing_variation(dots),
    )


def warm() -> None:
    """Compile every kernel, or load it from the cache, by lettering something small."""
    letter(Caption("Hi"))


def _count(layout: Layout, area: float) -> int:
    """How many drones fill so many square pixels: not too many, not too few, none too close."""
    pitch = min(max(layout.font_size * _PITCH_SHARE, _CLOSEST), _WIDEST)
    count = max(min(_room(area, pitch), _MOST), _least(layout.characters))
    return max(min(count, _room(area, _TIGHTEST)), 1)


def _room(area: float, pitch: float) -> int:
    return round(area / (AREA_SHARE * pitch**2))


def _least(characters: Sequence[Character]) -> int:
    return min(sum(map(_least_for, characters)), _MOST_DENSE)


def _least_for(character: Character) -> int:
    if character.is_picture:
        return _LEAST_PER_PICTURE + _LEAST_PER_FIGURE * (character.figures - 1)
    if _IDEOGRAPH.match(character.text):
        return _LEAST_PER_IDEOGRAPH
    letter = _LEAST_PER_LETTER if _LETTER.match(character.text) else 0
    return letter + _LEAST_PER_MARK * len(_MARK.findall(character.text))


def _colour_at(dots: Floats) -> Floats:
    along = dots[:, 0] + np.float32(_SLOPE) * dots[:, 1]
    low, high = along.min(), along.max()
    position: Floats = (along - low) / max(high - low, np.float32(1e-6))
    return position
