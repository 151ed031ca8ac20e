"""Caption: the words in the sky, checked. Holding one means that the words are good.

Whether the drones can *draw* every character depends on who renders, so that is asked of the
renderer; what stands here holds for any of them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Self

import regex

from lib.errors import InvalidCaption

MAX_CHARACTERS: Final = 80

# A caption is a text, not a program: 80 family emoji are 560 code points, which is ample.
_MAX_CODE_POINTS: Final = 1000

# Marks that join or shape letters and carry no text of their own are part of writing:
# zero-width non-joiner and joiner, left-to-right and right-to-left mark, word joiner,
# and the tags that spell the flags of regions.
_SHAPING: Final = frozenset("\u200c\u200d\u200e\u200f\u2060\u061c") | frozenset(
    chr(code) for code in range(0xE0020, 0xE0080)
)

# Openings and phrases that people use for a picture's description, seldom for a banner.
_SCENE: Final = regex.compile(
    r"""
    ^\s*(?:an?|two|three|some)\s+[\p{L}\s,-]{0,40}?
      \b(?:view|shot|scene|close-?up|portrait|photo|picture|image|video|clip|footage|animation)
      \s+(?:of|showing|where|in)\b
    | ^\s*an?\s+(?:\p{L}+\s+){1,4}
      (?:is|are|walks|walking|runs|running|flies|flying|sits|sitting|stands|standing
        |dances|dancing|swims|swimming)\b
    | \b(?:cinematic|(?:photo|hyper)-?realistic|ultra-?detailed|bokeh|slow[\s-]motion
        |wide[\s-]angle|4k|8k|drone\s+shot|camera\s+(?:pans?|zooms?|moves?|follows?))\b
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """1 to 80 characters as people count them, one line, composed (NFC), spaces folded."""

    text: str

    @classmethod
    def parse(cls, words: str) -> Self:
        """Raise InvalidCaption if the words cannot stand in any sky."""
        if len(words) > _MAX_CODE_POINTS:
            raise _too_long(count(words[: _MAX_CODE_POINTS + 1]), words)
        text = unicodedata.normalize("NFC", " ".join(words.split()))
        _refuse_control_characters(text)
        length = count(text)
        if not length or not any(map(_leaves_ink, text)):
            raise InvalidCaption(
                "Write the words that the drones shall write, at least one character.",
                expected=f"1 to {MAX_CHARACTERS} characters",
                received="no text",
            )
        if length > MAX_CHARACTERS:
            raise _too_long(length, text)
        return cls(text)

    def __len__(self) -> int:
        return count(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def reads_like_a_scene(self) -> bool:
        """True where the words seem to describe a picture: worth a warning, never a refusal."""
        return _SCENE.search(self.text) is not None


def count(text: str) -> int:
    """Characters as people count them: extended grapheme clusters (Unicode UAX #29)."""
    return len(regex.findall(r"\X", text))


def _too_long(length: int, words: str) -> InvalidCaption:
    return InvalidCaption(
        f"That is {length} characters; the sky holds {MAX_CHARACTERS}. "
        f"Take out {length - MAX_CHARACTERS}.",
        expected=f"1 to {MAX_CHARACTERS} characters",
        received=f"{length} characters: {words[:40]}…",
    )


def _refuse_control_characters(text: str) -> None:
    for character in text:
        if character in _SHAPING or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}:
            continue
        name = unicodedata.name(character, "a control character")
        raise InvalidCaption(
            f"The caption holds an invisible character, {name} (U+{ord(character):04X}). Take it out.",
            expected="text without control characters",
            received=f"U+{ord(character):04X}",
        )


def _leaves_ink(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC" and character not in "\ufe0e\ufe0f"
