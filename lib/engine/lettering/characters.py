"""Characters: what readers count, and for each the shape and the typeface that draw it.

Light on purpose: a server asks `unsupported` before it takes an order, long before it draws.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex
import uharfbuzz as hb

from lib.caption import Caption
from lib.engine.lettering import fonts
from lib.engine.lettering.fonts import Typeface
from lib.engine.lettering.han import Language, language_of
from lib.engine.lettering.names import name_of
from lib.errors import UnsupportedCharacters
from lib.problem import Problem

_HAN: Final = ("Han", "Hiragana", "Katakana", "Hangul", "Bopomofo")
_SCRIPT: Final = regex.compile(
    "|".join(rf"(?P<{script}>\p{{Script={script}}})" for script in (*fonts.BY_SCRIPT, *_HAN))
)

# Emoji are what shows as a picture by itself, or is asked to by variation selector 16; the digits,
# #, * and © that may also be pictures stay text.
_EMOJI: Final = regex.compile(
    r"\p{Emoji_Presentation}|\p{Emoji}\p{EMod}|[0-9#*]\u20e3|.*\ufe0f", regex.DOTALL
)
# Selectors of a presentation, skin tones, and the tags that spell flags of regions: what may be
# left out of a picture without making it another.
_MODIFIERS: Final = regex.compile(r"[\ufe0e\ufe0f\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]")
_LETTER: Final = regex.compile(r"[\p{L}\p{N}]")
_IGNORABLE: Final = regex.compile(r"\p{Default_Ignorable_Code_Point}")
# Marks of direction and joining that stand alone steer the text around them and show nothing.
_STEERING: Final = regex.compile(r"[\p{Cf}\ufe0e\ufe0f]+")

# They are drawn as a space is; what else they say, the lines know.
_SPACES: Final = frozenset(" \n\u00a0\u2007\u202f")

# The hearts of one colour are hatched in Noto Emoji, which tells colours apart in print and turns
# to noise in dots. Here lights colour them, and a solid heart is what was meant.
_HEART: Final = "\N{BLACK HEART SUIT}"
_HEART_IN_TEXT: Final = "❤\ufe0e"
_JOINED: Final = regex.compile("\u200d")
_KEYCAP: Final = regex.compile("([0-9#*])\u20e3")
#: Of people who stand together each needs the room of a picture.
_PEOPLE: Final = regex.compile("[👨👩🧑👦👧🧒👶👴👵👫👬👭👪👯🤼]")
_HEARTS: Final = frozenset("❤💙💚💛💜🖤🤎🧡🩵🩶🩷")


_HAN_FACES: Final = {
    Language.SIMPLIFIED: fonts.CHINESE,
    Language.TRADITIONAL: fonts.TAIWANESE,
    Language.JAPANESE: fonts.JAPANESE,
    Language.KOREAN: fonts.KOREAN,
}


@dataclass(frozen=True, slots=True)
class Character:
    """One grapheme cluster. `text` is what was written, `drawn` what is shaped in its stead."""

    text: str
    drawn: str
    typeface: Typeface

    @property
    def is_picture(self) -> bool:
        """Whether it has colours of its own."""
        return self.typeface.is_picture

    @property
    def figures(self) -> int:
        """How many pictures are joined in one: a family of four has four."""
        return max(len(_JOINED.split(self.drawn)), 1)

    @property
    def script(self) -> str | None:
        """The Unicode script, for those that typefaces are chosen by; None for common signs."""
        return script(self.drawn)


@lru_cache(maxsize=4096)
def script(text: str) -> str | None:
    match = _SCRIPT.search(text)
    return match.lastgroup if match else None


def resolve(caption: Caption) -> tuple[Character, ...]:
    """Every character with what draws it. Raise UnsupportedCharacters as `check_supported` does."""
    check_supported(caption)
    return tuple(found for _, found in _search(caption.text) if found)


def unsupported(caption: Caption) -> tuple[str, ...]:
    """The graphemes that no typeface has, each once, in order."""
    missing = (grapheme for grapheme, found in _search(caption.text) if found is None)
    return tuple(dict.fromkeys(missing))


def check_supported(caption: Caption) -> None:
    """Raise UnsupportedCharacters, naming each character, if the drones cannot draw them all."""
    if missing := unsupported(caption):
        names = [_with_name(grapheme) for grapheme in missing]
        listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        raise UnsupportedCharacters(
            Problem.told(
                f"The drones cannot draw {listed}. Take {'it' if len(missing) == 1 else 'them'} out."
            ),
            characters=missing,
        )


def _with_name(grapheme: str) -> str:
    return f"{grapheme} ({name_of(grapheme)})"


@lru_cache(maxsize=256)
def _search(text: str) -> tuple[tuple[str, Character | None], ...]:
    graphemes = regex.findall(r"\X", text)
    han = _han_face(text)
    first = next(filter(None, map(script, graphemes)), "Latin")
    beside = fonts.BY_SCRIPT.get(first, han)
    found: list[tuple[str, Character | None]] = []
    for grapheme in graphemes:
        character = _find(grapheme, beside, han)
        found.append((grapheme, character))
        if character and character.script:
            beside = character.typeface
    return tuple(found)


def _han_face(text: str) -> Typeface:
    """Han characters look a little different in each language."""
    return _HAN_FACES[language_of(text)]


def _find(grapheme: str, beside: Typeface, han: Typeface) -> Character | None:
    """`beside` is the typeface of the text before: signs common to all scripts follow it."""
    if _STEERING.fullmatch(grapheme):
        return Character(grapheme, grapheme, beside)
    if grapheme in _SPACES:
        return Character(grapheme, " ", beside)
    for drawn in _forms(grapheme):
        for typeface in _candidates(grapheme, drawn, beside, han):
            if _draws(typeface, drawn):
                return Character(grapheme, drawn, typeface)
    return None


def _forms(grapheme: str) -> Iterator[str]:
    """What may be drawn for a grapheme, the best first: each next form gives up a little more."""
    bare = _MODIFIERS.sub("", grapheme)
    if bare in _HEARTS:
        yield _HEART
        return
    yield _KEYCAP.sub("\\1\ufe0f\u20e3", grapheme)
    if bare:
        yield bare
        yield bare.replace("\u200d", "")
    # Letters in fancy dress (𝓗𝓮𝓵𝓵𝓸, ﬁ, ①) have a plain form.
    yield unicodedata.normalize("NFKC", bare)


def _candidates(grapheme: str, drawn: str, beside: Typeface, han: Typeface) -> Iterator[Typeface]:
    name = script(drawn)
    if drawn == _HEART and grapheme not in {_HEART, _HEART_IN_TEXT}:
        yield fonts.HEART
    elif drawn != _HEART and _EMOJI.match(drawn):
        yield _emoji_face(drawn)
    elif name:
        yield fonts.BY_SCRIPT.get(name, han)
    else:
        yield beside
    yield from (
        fonts.SANS,
        fonts.SYMBOLS,
        han,
        fonts.SYMBOLS_2,
        fonts.MATH,
        fonts.EMOJI,
        fonts.MUSIC,
    )
    yield from fonts.BY_SCRIPT.values()


def _emoji_face(drawn: str) -> Typeface:
    several = "\u200d" in drawn and len(_PEOPLE.findall(drawn)) > 1
    return fonts.EMOJI_GROUP if several else fonts.EMOJI


@lru_cache(maxsize=4096)
def _draws(typeface: Typeface, drawn: str) -> bool:
    """True where one face has all of it; of a picture's sequence, where it is one picture."""
    if typeface is fonts.MATH and _LETTER.match(drawn):
        return False  # of letters in fancy dress it has all: they are drawn plainly
    needed = _IGNORABLE.sub("", drawn)
    if not all(map(typeface.has, needed)):
        return False
    if not drawn.isspace() and not any(map(typeface.has_ink, needed)):
        return False
    joined = "\u200d" in drawn or _MODIFIERS.search(drawn)
    return typeface.file != fonts.EMOJI.file or not joined or _is_one_picture(drawn)


def _is_one_picture(drawn: str) -> bool:
    buffer = hb.Buffer()
    buffer.add_str(drawn)
    buffer.guess_segment_properties()
    hb.shape(fonts.EMOJI.at(400), buffer)
    shown = [position for position in buffer.glyph_positions if position.x_advance]
    return len(shown) == 1
