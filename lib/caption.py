"""Caption: the words in the sky, checked. Whoever holds one knows that its words are valid.

Whether the drones can *draw* every character depends on the renderer, so ask the renderer. The rules
here hold for every renderer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self

import regex

from lib.errors import InvalidCaption
from lib.problem import Code, Problem

MAX_CHARACTERS: Final = 80

#: Zero-width space and soft hyphen: a line may break there. They show nothing and count nothing.
ZERO_WIDTH_SPACE: Final = "\u200b"
SOFT_HYPHEN: Final = "\u00ad"

# A caption is a text, not a program: 80 family emoji are 560 code points, which is ample.
_MAX_CODE_POINTS: Final = 1000

_NEW_LINE: Final = regex.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# The blank of Braille shows nothing either; people paste it as a space that is not trimmed.
_SPACES: Final = regex.compile(r"[\s\u2800]+")
_NO_BREAK: Final = regex.compile(r"[\u00a0\u202f\u2007]+")
_HINTS: Final = regex.compile(f"[{ZERO_WIDTH_SPACE}{SOFT_HYPHEN}]+")
_IDLE_HINTS: Final = regex.compile(rf"(?<=^|\s){_HINTS.pattern}|{_HINTS.pattern}(?=\s|$)")

# Marks that join or shape letters and carry no text of their own are part of writing:
# zero-width non-joiner and joiner, left-to-right, right-to-left and Arabic letter mark, word joiner.
_SHAPING: Final = r"\u200c\u200d\u200e\u200f\u061c\u2060"
# Whatever else cannot be seen is dropped: nobody can take out what nobody sees. These are controls,
# format characters, lone surrogates and fillers; tags (U+E00xx) stay where they spell a flag.
_UNSEEN: Final = regex.compile(
    rf"""
    (?P<flag>\N{{WAVING BLACK FLAG}}[\U000E0020-\U000E007E]+\U000E007F)
    | [\p{{Cc}}\p{{Cf}}\p{{Cs}}--[{_SHAPING}{ZERO_WIDTH_SPACE}{SOFT_HYPHEN}\s]]
    | [\u034f\u17b4\u17b5\u3164\uffa0]
    """,
    regex.VERBOSE | regex.VERSION1,
)

# What people write to describe a picture, and seldom on a banner.
_A: Final = r"(?:an?|two|three|four|some|several)"
_MOTION: Final = (
    r"(?:(?:is|are)\s+(?:walk|runn|fly|sitt|stand|danc|swimm|play|eat|sleep|jump|rid|driv)ing"
    r"|walks|runs|flies|sits|stands|dances|swims|walking|running|flying|sitting|standing|dancing"
    r"|swimming)"
)
_WHERE: Final = r"(?:on|in|at|over|under|through|across|along|near|behind|beside|around|into|with)"
_LENS: Final = (
    r"(?:aerial|close|wide|drone|tracking|macro|microscopic|cinematic|panoramic|overhead)"
)
_PICTURE: Final = (
    r"(?:view|shot|scene|close-?up|portrait|photo|picture|image|video|clip|footage|animation)"
)
_SCENE: Final = regex.compile(
    rf"""
    ^{_A}\s+(?:\p{{L}}+\s+){{1,4}}{_MOTION}\s+{_WHERE}\s+\p{{L}}
    | ^{_A}\s+[\p{{L}}\s,-]{{0,40}}?\b{_PICTURE}\s+(?:showing|(?:of|with)\s+{_A})\s+\p{{L}}
    | \b{_LENS}(?:[\s-]\p{{L}}+)?[\s-]{_PICTURE}\s+(?:of|showing|in)\s+\p{{L}}
    | \bcamera\s+(?:pans?|zooms?|moves?|follows?|tilts?)\b
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
# One of these is a product ("4K TV"); two describe how a picture is taken.
_TECHNIQUE: Final = regex.compile(
    r"\b(?:cinematic|(?:photo|hyper)-?realistic|ultra-?detailed|bokeh|slow[\s-]motion|wide[\s-]angle"
    r"|depth\s+of\s+field|lens\s+flare|[48]k|unreal\s+engine|volumetric|drone\s+shot)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """1 to 80 characters as people count them, composed (NFC), spaces folded.

    A line break that was typed is kept as a single newline, a no-break space as it is, and so are
    the places where a line may break inside a word (zero-width space, soft hyphen).
    """

    text: str

    @classmethod
    def parse(cls, words: str) -> Self:
        """Raise InvalidCaption if the words cannot stand in any sky."""
        if len(words) > _MAX_CODE_POINTS:
            raise _too_long(count(words[: _MAX_CODE_POINTS + 1]), words)
        text = tidy(words)
        length = count(text)
        if not length or not any(map(_leaves_ink, text)):
            raise InvalidCaption(
                Code.CAPTION_EMPTY,
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
    def on_one_line(self) -> str:
        """The words for a renderer that breaks lines itself: spaces for newlines, and no break hints."""
        return _HINTS.sub("", self.text.replace("\n", " "))

    @property
    def reads_like_a_scene(self) -> bool:
        """True if the words seem to describe a picture. That is worth a warning, but no refusal."""
        words = self.on_one_line
        return bool(_SCENE.search(words)) or len(_TECHNIQUE.findall(words)) > 1


def count(text: str) -> int:
    """Count characters as people do: extended grapheme clusters (Unicode UAX #29)."""
    return len(regex.findall(r"\X", _HINTS.sub("", text)))


def tidy(words: str) -> str:
    """Composed (NFC), without what cannot be seen; spaces folded, empty lines left out."""
    seen = _UNSEEN.sub(lambda found: found["flag"] or "", words)
    lines = map(_folded, _NEW_LINE.split(seen))
    return unicodedata.normalize("NFC", "\n".join(filter(None, lines)))


def cut(words: str) -> str:
    """Return as many of the first characters as a caption may have, tidied."""
    kept, room = list[str](), MAX_CHARACTERS
    for character in regex.findall(r"\X", tidy(words)):
        room -= not _HINTS.fullmatch(character)
        if room < 0:
            break
        kept.append(character)
    return tidy("".join(kept))


def without(words: str, characters: Collection[str]) -> str:
    """Return the words without these characters (grapheme clusters), tidied."""
    kept = (each for each in regex.findall(r"\X", tidy(words)) if each not in characters)
    return tidy("".join(kept))


def _folded(line: str) -> str:
    """A run of spaces becomes one: a no-break space where all of them were."""

    def one(run: regex.Match[str]) -> str:
        return run[0][0] if _NO_BREAK.fullmatch(run[0]) else " "

    folded = _SPACES.sub(one, line).strip()
    return _HINTS.sub(_strongest, _IDLE_HINTS.sub("", folded)).strip()


def _strongest(hints: regex.Match[str]) -> str:
    return SOFT_HYPHEN if SOFT_HYPHEN in hints[0] else ZERO_WIDTH_SPACE


def _too_long(length: int, words: str) -> InvalidCaption:
    over = length - MAX_CHARACTERS
    return InvalidCaption(
        Problem.of(Code.CAPTION_TOO_LONG, length=length, limit=MAX_CHARACTERS, over=over),
        expected=f"1 to {MAX_CHARACTERS} characters",
        received=f"{length} characters: {words[:40]}…",
    )


def _leaves_ink(character: str) -> bool:
    return unicodedata.category(character)[0] not in "ZC" and character not in "\ufe0e\ufe0f"
