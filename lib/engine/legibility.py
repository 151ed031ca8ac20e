"""Legibility: how well a caption will read once it hangs in the sky, before it is rendered."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import regex

from lib.caption import Caption
from lib.engine.frame import Frame
from lib.engine.lettering.names import name_of
from lib.format import PORTRAIT, Format

# Drones that each em of outline needs so that it can be told from its neighbour; found by looking at
# encoded videos. A letter of an alphabet has some 2.2 ems of outline, which makes 32 drones; an
# ideograph 7, which makes 54; a full stop next to nothing.
_DRONES_FOR_LETTERS: Final = 14.5
_DRONES_FOR_IDEOGRAPHS: Final = 7.7
_DRONES_FOR_PICTURES: Final = 5.0
_DRONES_FOR_SIGNS: Final = 7.0
#: Ems of outline for each character, beyond which letters are ligated to words: ﷽ has 47.
_LIGATED: Final = 5.0

# The lowest em, in pixels of the screen, at which Tesseract still reads nine characters of ten off
# a frame that was made smaller: 6 to 8 for Latin and Cyrillic, 8 to 9 for Arabic, 9 to 11 for Han
# and Devanagari (`python -m benchmarks.legibility --afar`).
_LOWEST_LETTERS: Final = 8.0
_LOWEST_DENSE: Final = 11.0
#: A caption reads at a glance where it would still be read with the film at this share of its
#: width, a stamp of 122 pixels; and when one looks, at a third.
AT_A_GLANCE: Final = 1 / 5
WHEN_ONE_LOOKS: Final = 1 / 3

_IDEOGRAPH: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}]")
_PLAIN: Final = regex.compile(
    r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}\p{Georgian}\p{Hebrew}\p{Arabic}]"
)
_LETTER: Final = regex.compile(r"\p{L}")
_PICTURE: Final = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}|.+\u20e3")
_SIGN: Final = regex.compile(r"\p{P}")
_WORD: Final = 4  # characters


class Legibility(StrEnum):
    GOOD = "good"  # reads at a glance
    TIGHT = "tight"  # reads when one looks
    POOR = "poor"  # may not read on a phone, or cannot be drawn

    @property
    def advice(self) -> str:
        return {
            Legibility.GOOD: "Reads at a glance.",
            Legibility.TIGHT: "Readable, but small. Fewer words would shine brighter.",
            Legibility.POOR: "Hard to read on a phone. Take some words out.",
        }[self]


_TORN: Final = "Readable, but a word had to be broken. Shorter words would read better."


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A caption as it was written: what tells how it will read.

    letter_height  the font size in pixels of a picture 1080 high
    outline        ems: how long the outlines of all its ink are
    torn           a word had to be torn
    """

    lines: tuple[str, ...]
    drones: int
    letter_height: float
    outline: float
    torn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegibilityReport:
    """What a page says of a caption before it is made.

    letter_height           the font size in pixels of a picture 1080 high
    unsupported             what cannot be drawn, in words that people know
    unsupported_characters  the same as characters, to be taken out
    """

    lines: tuple[str, ...]
    drones: int
    drones_per_character: float
    letter_height: float
    unsupported: tuple[str, ...]
    unsupported_characters: tuple[str, ...]
    verdict: Legibility
    advice: str

    @classmethod
    def of(cls, caption: Caption, writing: Writing) -> Self:
        verdict = judge(caption, writing)
        torn = writing.torn and verdict is Legibility.TIGHT
        return cls(
            lines=writing.lines,
            drones=writing.drones,
            drones_per_character=round(writing.drones / len(inked(caption)), 1),
            letter_height=round(writing.letter_height, 1),
            unsupported=(),
            unsupported_characters=(),
            verdict=verdict,
            advice=_TORN if torn else verdict.advice,
        )

    @classmethod
    def undrawable(cls, characters: tuple[str, ...], advice: str) -> Self:
        return cls(
            lines=(),
            drones=0,
            drones_per_character=0.0,
            letter_height=0.0,
            unsupported=tuple(map(name_of, characters)),
            unsupported_characters=characters,
            verdict=Legibility.POOR,
            advice=advice,
        )


def read(caption: Caption, size: Format = PORTRAIT) -> LegibilityReport:
    """Write the caption with drones, as a film of this size would. Raise UnsupportedCharacters."""
    from lib.engine.lettering import letter  # noqa: PLC0415 - loads fonts: for workers alone

    width, height = Frame(size).words
    lettering = letter(caption, width=width, height=height)
    writing = Writing(
        lines=lettering.lines,
        drones=len(lettering.dots),
        letter_height=float(lettering.font_size),
        outline=lettering.outline / lettering.font_size,
        torn=lettering.torn,
    )
    return LegibilityReport.of(caption, writing)


def judge(caption: Caption, writing: Writing) -> Legibility:
    """How well it reads, by the smallest share of the film's width at which it still would."""
    share = _lowest(caption, writing) / writing.letter_height
    if writing.drones < _needed(caption, writing) or share > WHEN_ONE_LOOKS:
        return Legibility.POOR
    small = share > AT_A_GLANCE or writing.torn
    return Legibility.TIGHT if small else Legibility.GOOD


def _needed(caption: Caption, writing: Writing) -> float:
    """How many drones the caption needs. Ink counts, not characters: dots need few, and a letter that
    stands for a whole word needs as many as the word.
    """
    rates = [_rate(character) for character in inked(caption)]
    return writing.outline * sum(rates) / len(rates)


def _rate(character: str) -> float:
    if _PICTURE.match(character):
        return _DRONES_FOR_PICTURES
    if _SIGN.match(character):
        return _DRONES_FOR_SIGNS
    return _DRONES_FOR_IDEOGRAPHS if _IDEOGRAPH.search(character) else _DRONES_FOR_LETTERS


def _lowest(caption: Caption, writing: Writing) -> float:
    letters = _LETTER.findall(caption.text)
    dense = any(not _PLAIN.match(letter) or _is_ligated(letter) for letter in letters)
    ligated = writing.outline > _LIGATED * len(inked(caption)) and _PLAIN.search(caption.text)
    return _LOWEST_DENSE if dense or ligated else _LOWEST_LETTERS


def _is_ligated(letter: str) -> bool:
    """A whole phrase in one character, as ﷺ is."""
    return len(unicodedata.normalize("NFKC", letter)) > _WORD


def inked(caption: Caption) -> list[str]:
    """The characters that leave ink, as people count them."""
    return [
        character for character in regex.findall(r"\X", caption.text) if not character.isspace()
    ]
