"""Breaks: where a line may end, and how glad a reader is of it (after UAX #14 and JIS X 4051)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import Final

import regex

from lib.caption import SOFT_HYPHEN, ZERO_WIDTH_SPACE
from lib.engine.lettering.bonds import Bond, bond
from lib.engine.lettering.characters import Character
from lib.engine.lettering.hyphens import is_address, points
from lib.engine.lettering.shaping import Cell
from lib.engine.lettering.words import joints, word_starts


class Strength(IntEnum):
    """What a break costs the reader, from nothing to a word torn apart."""

    SPACE = 0  # between words
    PHRASE = 1  # after punctuation
    SEAM = 2  # after a hyphen, a slash or a bar in a word; inside a hashtag or an address
    WORD = 3  # between words that no space parts, as in Chinese, Japanese and Thai; beside emoji
    JOINT = 4  # between the parts of a katakana compound
    HELD = 5  # at a space, between what is one thing: 50 €, 31 March, Formula 1
    GROUP = 6  # within a number that is written in groups
    SYLLABLE = 7  # within a word, with a hyphen; in Chinese, Japanese and Korean without
    ANYWHERE = 8  # in a word: only if nothing else can make it large enough to read


@dataclass(frozen=True, slots=True)
class Break:
    """A line may end before cell `end`, and the next begin with cell `start`.

    forced  a person has broken the line there
    weak    the line would end with an article, a preposition or a number
    hyphen  the line ends with one
    """

    end: int
    start: int
    strength: Strength
    forced: bool = False
    weak: bool = False
    hyphen: bool = False

    @property
    def tears(self) -> bool:
        """Whether a word is torn that nobody has said may be."""
        return self.strength >= Strength.SYLLABLE and not self.forced


# What may not begin a line, and what may not end one (kinsoku; Thai and Lao vowels likewise).
_NOT_FIRST: Final = (
    r"[\p{Pe}\p{Pf}\p{M}—―!%,.:;?…‥·・、。，．：；！？～〜ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‰℃°"
    r"”’»\u0E30\u0E32\u0E33\u0E45\u0E46\u0E2F\u0EB0\u0EB2\u0EB3\u0EC6\u060C\u061B\u061F\u06D4\u0964\u0965"
    r"\u1361-\u1368\u17D4-\u17D7\u2060\u200d]"
)
_NOT_LAST: Final = r"[\p{Ps}\p{Pi}“‘«¿¡$€£¥￥＄₩₽₹฿#@№\u0E40-\u0E44\u0EC0-\u0EC4\u17D2\u2060\u200d]"
_NO_BREAK: Final = regex.compile(r"[\u00a0\u202f\u2007]")
_EMOJI: Final = r"[\p{Emoji_Presentation}\p{Regional_Indicator}\ufe0f]"
_UNPARTED: Final = r"[\p{Han}\p{Bopomofo}\p{Hiragana}\p{Katakana}ー\p{Hangul}]"

# Two clusters with a bar between them: the first rule that they match says how they part; words
# come between signs and letters.
_SIGNS: Final = (
    (rf"\0{_NOT_FIRST}|{_NOT_LAST}\0", Strength.ANYWHERE),
    (r"[\u1361-\u1368]\0", Strength.SPACE),  # Ethiopic: the wordspace and the signs of a sentence
    (r"[、。，．：；！？…—―]\0", Strength.PHRASE),
    (r"[）】》」』〉〕]\0\p{Hiragana}", Strength.SYLLABLE),  # 「未来」を
    (r"[）】》」』〉〕]\0", Strength.PHRASE),
    (rf"[·・]\0{_UNPARTED}", Strength.WORD),
)
_LETTERS: Final = (
    (rf"{_EMOJI}.*\0|\0.*{_EMOJI}", Strength.WORD),
    (r"[\p{Katakana}ー]\0[\p{Katakana}]", Strength.ANYWHERE),  # a foreign word, spelled out
    (rf"{_UNPARTED}.*\0|\0{_UNPARTED}", Strength.SYLLABLE),
)
_BAR: Final = regex.compile(r"[-\u2010\u2013/|]")
_BEFORE_BAR: Final = regex.compile(r"\p{L}\p{M}*")
_SEAM: Final = regex.compile(r"\p{Ll}\0\p{Lu}|[._&=?~/-]\0\p{L}|\p{L}\0\p{Nd}{4}")
_TOKEN: Final = regex.compile(r"\S+")
# A face out of signs: brackets around a few, most of them no letters: (^▽^), ʕ•ᴥ•ʔ, ¯\_(ツ)_/¯.
_FACE: Final = regex.compile(
    r"[^\p{L}\p{N}\s]*[(（ʕ⊂](?![^)）]*\p{L}[\p{L}\p{N}]{2})[^()（）\n]{1,10}[)）ʔ⊃][^\p{L}\p{N}\s]*"
)
_SIGN_OR_MARK: Final = regex.compile(r"[^\p{L}\p{N}\s]")


class _Text:
    """The clusters of a text and their places in it; what is known of it as a whole."""

    def __init__(self, clusters: Sequence[str]) -> None:
        self.clusters = clusters
        self.text = "".join(clusters)
        self.offsets = list(accumulate(map(len, clusters), initial=0))
        self.words = word_starts(clusters)
        self.joints = joints(clusters)
        self.tokens = [found.span() for found in _TOKEN.finditer(self.text)]
        self.whole = set(self._inside_faces())
        self.hyphens = set(self._hyphens())

    def token(self, index: int, *, back: int = 0) -> str:
        """The word between two spaces to which a cluster belongs, or one so many words before it."""
        place = self.offsets[index]
        found = (i for i, (start, end) in enumerate(self.tokens) if start <= place < end)
        at = next(found, -1) - back
        return self.text[slice(*self.tokens[at])] if at >= 0 else ""

    def _inside_faces(self) -> Iterator[int]:
        for face in _FACE.finditer(self.text):
            if 2 * len(_SIGN_OR_MARK.findall(face[0])) > len(face[0]):
                yield from range(face.start() + 1, face.end())

    def _hyphens(self) -> Iterator[int]:
        for start, end in self.tokens:
            for place in points(self.text[start:end], self.text):
                yield start + place


def breaks(cells: Sequence[Cell], characters: Sequence[Character]) -> list[Break]:
    """All places where a line may end, in order; none at the very start or end."""
    text = _Text(["".join(one.text for one in characters[cell.start : cell.end]) for cell in cells])
    found = []
    for i in range(1, len(cells)):
        if text.clusters[i].isspace():
            if i + 1 < len(cells):
                found.append(_at_space(text, i))
        elif not text.clusters[i - 1].isspace():
            found.append(_inside(text, i))
    return found


_ACROSS_SPACE: Final = {
    Bond.HELD: Strength.HELD,
    Bond.GROUP: Strength.GROUP,
    Bond.FIRM: Strength.ANYWHERE,
}


def _at_space(text: _Text, i: int) -> Break:
    space = text.clusters[i]
    if space == "\n":
        return Break(i, i + 1, Strength.SPACE, forced=True)
    if _NO_BREAK.fullmatch(space):
        return Break(i, i + 1, Strength.ANYWHERE)
    earlier, before, after = text.token(i - 1, back=1), text.token(i - 1), text.token(i + 1)
    held = bond(before, after)
    belongs = bool(earlier) and bond(earlier, before) in {Bond.HELD, Bond.GROUP}
    weak = held is Bond.WEAK and not belongs  # the 1 of "Formula 1" counts no laps
    return Break(i, i + 1, _ACROSS_SPACE.get(held, Strength.SPACE), weak=weak)


def _inside(text: _Text, i: int) -> Break:
    before, after = text.clusters[i - 1], text.clusters[i]
    if before.endswith(SOFT_HYPHEN):
        return Break(i, i, Strength.SEAM, hyphen=True)
    if before.endswith(ZERO_WIDTH_SPACE):
        return Break(i, i, Strength.PHRASE)
    if text.offsets[i] in text.whole:
        return Break(i, i, Strength.ANYWHERE)
    strength = between(before, after, word=i in text.words, joint=i in text.joints)
    if strength is not Strength.ANYWHERE:
        return Break(i, i, strength)
    if text.offsets[i] in text.hyphens:
        return Break(i, i, Strength.SYLLABLE, hyphen=True)
    return Break(i, i, Strength.SEAM if _is_seam(text, i) else strength)


def _is_seam(text: _Text, i: int) -> bool:
    """After a hyphen, a slash or a bar between letters; where the words of a hashtag meet."""
    before, after = text.clusters[i - 1], text.clusters[i]
    if not regex.match(r"[\p{L}\p{N}]", after):
        return False
    if _BAR.fullmatch(before) and i > 1 and _BEFORE_BAR.fullmatch(text.clusters[i - 2]):
        return bool(_BEFORE_BAR.match(after))
    return is_address(text.token(i)) and bool(
        _SEAM.search(f"{before}\0{text.text[text.offsets[i] :][:4]}")
    )


def between(before: str, after: str, *, word: bool = False, joint: bool = False) -> Strength:
    """The strength of a break between two neighbouring clusters, neither of them a space.

    `word` says that one begins there, where the script has no space for it; `joint`, a part of one.
    """
    pair = f"{before}\0{after}"
    inner = (("", Strength.WORD),) if word else (("", Strength.JOINT),) if joint else _LETTERS
    matching = (s for rule, s in (*_SIGNS, *inner) if regex.search(rule, pair, regex.DOTALL))
    return next(matching, Strength.ANYWHERE)
