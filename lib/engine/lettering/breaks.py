"""Breaks: where a line may end, and how glad a reader is of it (after UAX #14 and JIS X 4051)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile
from typing import Final

import regex

from lib.engine.lettering.characters import Character
from lib.engine.lettering.shaping import Cell


class Strength(IntEnum):
    """What a break costs the reader, from nothing to a word torn apart."""

    SPACE = 0  # between words
    PHRASE = 1  # after punctuation, a hyphen, or a phrase of Japanese
    IDEOGRAPH = 2  # between Han characters or kana, each of which is nearly a word
    SYLLABLE = 3  # in scripts that do not part words, and in Korean, which does
    ANYWHERE = 4  # in a word: only if nothing else can make it large enough to read


@dataclass(frozen=True, slots=True)
class Break:
    """A line may end before cell `end`, and the next begin with cell `start`."""

    end: int
    start: int
    strength: Strength


# What may not begin a line, and what may not end one (kinsoku; Thai and Lao vowels likewise).
_NOT_FIRST: Final = regex.compile(
    r"[\p{Pe}\p{Pf}\p{M}!%,.:;?…‥·・、。，．：；！？～〜ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‰℃°"
    r"”’»\u0E30\u0E32\u0E33\u0E45\u0E46\u0E2F\u0EB0\u0EB2\u0EB3\u0EC6\u060C\u061B\u061F\u06D4\u0964\u0965"
    r"\u2060\u200d]"
)
_NOT_LAST: Final = regex.compile(
    r"[\p{Ps}\p{Pi}“‘«$€£¥￥＄#@\u0E40-\u0E44\u0EC0-\u0EC4\u2060\u200d]"
)
_AFTER_PHRASE: Final = regex.compile(r"[、。，．：；！？…）】》」』〉〕]")
_HYPHEN: Final = regex.compile(r"[-\u2010\u2013\u2014/|·・]")
_IDEOGRAPH: Final = regex.compile(r"[\p{Han}\p{Bopomofo}]")
_HIRAGANA: Final = regex.compile(r"\p{Hiragana}")
_KATAKANA: Final = regex.compile(r"[\p{Katakana}ー]")
_WIDE: Final = regex.compile(r"[\p{Han}\p{Bopomofo}\p{Hiragana}\p{Katakana}ー]")
_UNPARTED: Final = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Hangul}]")
_EMOJI: Final = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}")


def breaks(cells: Sequence[Cell], characters: Sequence[Character]) -> list[Break]:
    """All places where a line may end, in order; none at the very start or end."""
    texts = [
        "".join(character.text for character in characters[cell.start : cell.end]) for cell in cells
    ]
    found = []
    for i in range(1, len(cells)):
        if texts[i].isspace():
            if i + 1 < len(cells):
                found.append(Break(i, i + 1, Strength.SPACE))
        elif not texts[i - 1].isspace():
            strength = between(texts[i - 1], texts[i])
            if strength == Strength.IDEOGRAPH and _splits_a_pair(texts, i):
                strength = Strength.SYLLABLE
            found.append(Break(i, i, strength))
    return found


def _splits_a_pair(texts: Sequence[str], i: int) -> bool:
    """Most words of Chinese are two characters: with an odd number of Han on both sides of it, up
    to the next sign or space, a break nearly always parts one (新年快 | 乐上海).
    """
    before = takewhile(_IDEOGRAPH.match, reversed(texts[:i]))
    after = takewhile(_IDEOGRAPH.match, texts[i:])
    return sum(1 for _ in before) % 2 == 1 == sum(1 for _ in after) % 2


def between(before: str, after: str) -> Strength:
    """The strength of a break between two neighbouring clusters, neither of them a space."""
    last, first = before[-1], after[0]
    if _NOT_FIRST.match(first) or _NOT_LAST.match(last):
        return Strength.ANYWHERE
    if _AFTER_PHRASE.match(last) or (_HYPHEN.match(last) and not last.isspace()):
        return Strength.PHRASE
    if _WIDE.match(before) or _WIDE.match(after):
        return _between_wide(before, after)
    if _EMOJI.match(before) or _EMOJI.match(after):
        return Strength.IDEOGRAPH
    if _UNPARTED.match(before) and _UNPARTED.match(after):
        return Strength.SYLLABLE
    return Strength.ANYWHERE


def _between_wide(before: str, after: str) -> Strength:
    """At least one side is Han or kana. Phrases of Japanese mostly end in hiragana."""
    if _HIRAGANA.match(before) and not _HIRAGANA.match(after):
        return Strength.PHRASE
    if _KATAKANA.match(before) and _KATAKANA.match(after):
        return Strength.ANYWHERE  # a foreign word, spelled out
    if _HIRAGANA.match(after):
        return Strength.SYLLABLE
    if before[-1].isdecimal():  # 2026年, 3月: a number stays with what it counts
        return Strength.SYLLABLE
    return Strength.IDEOGRAPH
