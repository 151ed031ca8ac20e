"""Reading: how well a caption will read once it hangs in the sky, before it is rendered."""

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
#: Letters lower than this, in pixels of the 1080, are small on a phone; dense scripts break first.
LOW_LETTERS: Final = 40
#: What it takes on top for a caption to be read at a glance.
AMPLE: Final = 1.25

_IDEOGRAPH: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}]")


class Verdict(StrEnum):
    GOOD = "good"  # reads at a glance
    TIGHT = "tight"  # reads when one looks
    POOR = "poor"  # may not read on a phone, or cannot be drawn

    @property
    def advice(self) -> str:
        return {
            Verdict.GOOD: "Reads at a glance.",
            Verdict.TIGHT: "Readable, but small. Fewer words would shine brighter.",
            Verdict.POOR: "Hard to read on a phone. Take some words out.",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`letter_height` is the font size in pixels of a picture 1080 high; `unsupported` are names."""

    lines: tuple[str, ...]
    drones: int
    drones_per_character: float
    letter_height: float
    unsupported: tuple[str, ...]
    verdict: Verdict
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
            verdict=Verdict.POOR,
            advice=advice,
        )


def read(caption: Caption) -> Reading:
    """Write the caption with drones and look at it. Raise UnsupportedCharacters where that fails."""
    from lib.engine.lettering import letter  # noqa: PLC0415 - loads fonts: for workers alone

    lettering = letter(caption)
    return Reading.of(
        caption, tuple(lettering.lines), len(lettering.dots), float(lettering.font_size)
    )


def judge(caption: Caption, drones: int, letter_height: float) -> Verdict:
    characters = inked(caption)
    ideographs = sum(1 for character in characters if _IDEOGRAPH.search(character))
    needed = (
        DRONES_FOR_A_LETTER * (len(characters) - ideographs) + DRONES_FOR_AN_IDEOGRAPH * ideographs
    )
    if drones < needed or letter_height < LOW_LETTERS:
        return Verdict.POOR
    if drones < AMPLE * needed or letter_height < AMPLE * LOW_LETTERS:
        return Verdict.TIGHT
    return Verdict.GOOD


def inked(caption: Caption) -> list[str]:
    """Those that leave ink, as people count them."""
    return [
        character for character in regex.findall(r"\X", caption.text) if not character.isspace()
    ]


def _name(character: str) -> str:
    return " + ".join(
        unicodedata.name(point, f"U+{ord(point):04X}").capitalize() for point in character
    )
