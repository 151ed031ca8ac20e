"""Moods: which colours the words of a caption ask for, in every script that the drones write.

The table is `moods.toml`, beside this file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import regex

_TABLE: Final = Path(__file__).with_suffix(".toml")

#: These are written without spaces: a word is found wherever it stands.
_UNSPACED: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{So}"
    r"\p{Emoji_Presentation}]"
)
#: A Latin word shorter than this counts only whole: "ai" is not in "aims", nor "win" in "window".
_PREFIX: Final = 5
#: Articles and prepositions that are written with the word that follows.
_JOINED: Final = (
    (regex.compile(r"\p{Arabic}"), r"(?:[وفبلك]?(?:ال)?|لل)"),
    (regex.compile(r"\p{Hebrew}"), r"[והבלמש]{0,2}"),
)
_ONE_I: Final = str.maketrans("İı", "ii")


@dataclass(frozen=True, slots=True)
class Mood:
    """`palettes` that suit it, the best first; `words` finds what tells of it in a folded text."""

    name: str
    palettes: tuple[str, ...]
    words: regex.Pattern[str]


def mood_of(text: str) -> Mood | None:
    """The mood that most of a caption's words tell of; the first of the table where several do."""
    heard = {mood.name: len(mood.words.findall(_folded(text))) for mood in moods()}
    best = max(moods(), key=lambda mood: heard[mood.name])
    return best if heard[best.name] else None


@cache
def moods() -> tuple[Mood, ...]:
    table = tomllib.loads(_TABLE.read_text("utf-8"))["mood"]
    return tuple(
        Mood(row["name"], tuple(row["palettes"]), _finder(row["words"].split())) for row in table
    )


def _finder(words: list[str]) -> regex.Pattern[str]:
    """Words and text are folded: a pattern that ignores case takes seven times as long to compile."""
    longest_first = sorted(map(_folded, words), key=len, reverse=True)
    return regex.compile("|".join(map(_sought, longest_first)), regex.VERSION1)


def _folded(text: str) -> str:
    """Without case; Turkish capitals may stand for either i."""
    return text.translate(_ONE_I).casefold()


def _sought(word: str) -> str:
    found = r"\s+".join(map(regex.escape, word.split("_")))
    if _UNSPACED.search(word) or not regex.match(r"[\p{L}\p{N}]", word):
        return found
    whole = len(word) < _PREFIX and regex.fullmatch(r"\p{Latin}+", word)
    joined = next((before for script, before in _JOINED if script.match(word)), "")
    return rf"(?<![\p{{L}}\p{{M}}\p{{N}}]){joined}{found}" + (r"(?![\p{L}\p{M}])" if whole else "")
