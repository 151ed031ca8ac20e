"""Breaks: where a line may end, and how glad a reader is of it (after UAX #14 and JIS X 4051)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import regex

from lib.engine.lettering.characters import Character
from lib.engine.lettering.shaping import Cell
from lib.engine.lettering.words import word_starts


class Strength(IntEnum):
    """What a break costs the reader, from nothing to a word torn apart."""

    SPACE = 0  # between words
    PHRASE = 1  # after punctuation or a hyphen
    WORD = 2  # between words that no space parts, as in Chinese, Japanese and Thai; beside emoji
    SYLLABLE = 3  # within such a word, and in one of Korean
    ANYWHERE = 4  # in a word: only if nothing else can make it large enough to read


@dataclass(frozen=True, slots=True)
class Break:
    """A line may end before cell `end`, and the next begin with cell `start`."""

    end: int
    start: int
    strength: Strength


# What may not begin a line, and what may not end one (kinsoku; Thai and Lao vowels likewise).
_NOT_FIRST: Final = (
    r"[\p{Pe}\p{Pf}\p{M}—―!%,.:;?…‥·・、。，．：；！？～〜ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‰℃°"
    r"”’»\u0E30\u0E32\u0E33\u0E45\u0E46\u0E2F\u0EB0\u0EB2\u0EB3\u0EC6\u060C\u061B\u061F\u06D4\u0964\u0965"
    r"\u2060\u200d]"
)
_NOT_LAST: Final = r"[\p{Ps}\p{Pi}“‘«$€£¥￥＄#@\u0E40-\u0E44\u0EC0-\u0EC4\u2060\u200d]"
_EMOJI: Final = r"[\p{Extended_Pictographic}\p{Regional_Indicator}]"
_UNPARTED: Final = (
    r"[\p{Han}\p{Bopomofo}\p{Hiragana}\p{Katakana}ー\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)

# Two clusters with a bar between them: the first rule that they match says how they part; words
# come between signs and letters.
_SIGNS: Final = (
    (rf"\0{_NOT_FIRST}|{_NOT_LAST}\0", Strength.ANYWHERE),
    (r"[、。，．：；！？…]\0", Strength.PHRASE),
    (r"[）】》」』〉〕]\0\p{Hiragana}", Strength.SYLLABLE),  # 「未来」を
    (r"[）】》」』〉〕]\0", Strength.PHRASE),
    (r"[-\u2010\u2013\u2014/|·・]\0\p{Nd}", Strength.ANYWHERE),  # 24/7, 2026-11-28
    (r"[-\u2010\u2013\u2014/|·・]\0", Strength.PHRASE),
)
_LETTERS: Final = (
    (rf"{_EMOJI}.*\0|\0{_EMOJI}", Strength.WORD),
    (r"[\p{Katakana}ー]\0\p{Katakana}", Strength.ANYWHERE),  # a foreign word, spelled out
    (rf"{_UNPARTED}.*\0|\0{_UNPARTED}", Strength.SYLLABLE),
    (r"\p{Ll}\0\p{Lu}|[._&=?~]\0\p{L}", Strength.SYLLABLE),  # #FashionWeek, example.com
)


def breaks(cells: Sequence[Cell], characters: Sequence[Character]) -> list[Break]:
    """All places where a line may end, in order; none at the very start or end."""
    texts = [
        "".join(character.text for character in characters[cell.start : cell.end]) for cell in cells
    ]
    starts = word_starts(texts)
    found = []
    for i in range(1, len(cells)):
        if texts[i].isspace():
            if i + 1 < len(cells):
                found.append(Break(i, i + 1, _at_space(texts[i - 1], texts[i + 1])))
        elif not texts[i - 1].isspace():
            found.append(Break(i, i, between(texts[i - 1], texts[i], word=i in starts)))
    return found


def _at_space(before: str, after: str) -> Strength:
    """French sets a space before ! and ?, and a dash between spaces ends a line."""
    stays = regex.fullmatch(rf"[\u2013-\u2015]+|{_NOT_FIRST}", after)
    return Strength.ANYWHERE if stays or regex.fullmatch(_NOT_LAST, before) else Strength.SPACE


def between(before: str, after: str, *, word: bool = False) -> Strength:
    """The strength of a break between two neighbouring clusters, neither of them a space.

    `word` says that one begins there, where the script has no space for it.
    """
    pair = f"{before}\0{after}"
    rules = (*_SIGNS, ("", Strength.WORD)) if word else (*_SIGNS, *_LETTERS)
    matching = (strength for rule, strength in rules if regex.search(rule, pair, regex.DOTALL))
    return next(matching, Strength.ANYWHERE)
