"""LegibilityReport: how well a caption will read once it hangs in the sky, before it is rendered."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import regex

from lib.caption import Caption

#: Drones that a character needs to be told from its neighbours; found by looking at encoded videos.
DRONES_FOR_A_LETTER: Final = 32
DRONES_FOR_AN_IDEOGRAPH: Final = 54

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


@dataclass(frozen=True, slots=True, kw_only=True)
class LegibilityReport:
    """`letter_height` is the font size in pixels of a picture 1080 high; `unsupported` are names."""

    lines: tuple[str, ...]
    drones: int
    drones_per_character: float
    letter_height: float
    unsupported: tuple[str, ...]
    verdict: Legibility
    advice: str

    @classmethod
    def of(
        cls, caption: Caption, lines: tuple[str, ...], drones: int, letter_height: float
    ) -> Self:
        verdict = judge(caption, drones, letter_height)
        return cls(
            lines=lines,
            drones=drones,
            drones_per_character=round(drones / len(inked(caption)), 1),
            letter_height=round(letter_height, 1),
            unsupported=(),
            verdict=verdict,
            advice=verdict.advice,
        )

    @classmethod
    def undrawable(cls, characters: tuple[str, ...], advice: str) -> Self:
        return cls(
            lines=(),
            drones=0,
            drones_per_character=0.0,
            letter_height=0.0,
            unsupported=tuple(_name(character) for character in characters),
            verdict=Legibility.POOR,
            advice=advice,
        )


def read(caption: Caption) -> LegibilityReport:
    """Write the caption with drones and look at it. Raise UnsupportedCharacters where that fails."""
    from lib.engine.lettering import letter  # noqa: PLC0415 - loads fonts: for workers alone

    lettering = letter(caption)
    return LegibilityReport.of(
        caption, tuple(lettering.lines), len(lettering.dots), float(lettering.font_size)
    )


def judge(caption: Caption, drones: int, letter_height: float) -> Legibility:
    """How well it reads, by the smallest share of the film's width at which it still would."""
    share = _lowest(caption) / letter_height
    if drones < _needed(caption) or share > WHEN_ONE_LOOKS:
        return Legibility.POOR
    return Legibility.TIGHT if share > AT_A_GLANCE else Legibility.GOOD


def _needed(caption: Caption) -> int:
    characters = inked(caption)
    ideographs = sum(1 for character in characters if _IDEOGRAPH.search(character))
    letters = len(characters) - ideographs
    return DRONES_FOR_A_LETTER * letters + DRONES_FOR_AN_IDEOGRAPH * ideographs


def _lowest(caption: Caption) -> float:
    dense = any(not _PLAIN.match(letter) for letter in _LETTER.findall(caption.text))
    return _LOWEST_DENSE if dense else _LOWEST_LETTERS


def inked(caption: Caption) -> list[str]:
    """Those that leave ink, as people count them."""
    return [
        character for character in regex.findall(r"\X", caption.text) if not character.isspace()
    ]


def _name(character: str) -> str:
    return " + ".join(
        unicodedata.name(point, f"U+{ord(point):04X}").capitalize() for point in character
    )
