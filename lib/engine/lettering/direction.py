"""Direction: which way each character runs, by the Unicode Bidirectional Algorithm (UAX #9).

python-bidi brings the algorithm's stages; its compiled version gives only reordered text, while
shaping wants levels. What its stages lack is rule N0, paired brackets, which stands here. Captions
hold no embeddings and no isolates (they are refused), so a caption is one level run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Final

from bidi import get_base_level
from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_embedding_levels,
    get_empty_storage,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)
from bidi.mirror import MIRRORED

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
#: N0 counts numbers as right-to-left, as the rules after it do.
_STRONG: Final = {"L": "L", "R": "R", "EN": "R", "AN": "R"}

# One character on its way through the stages: python-bidi's dictionary with "ch", "level", "type",
# "orig", and our "index".
_Char = dict[str, Any]


def levels(text: str) -> list[int]:
    """An embedding level for each code point: odd where it runs right to left."""
    if not any(unicodedata.bidirectional(code) in _RIGHT_TO_LEFT for code in text):
        return [0] * len(text)
    base = get_base_level(text)
    chars = _resolved(text, base)
    found = [base] * len(text)
    for char in chars:
        found[char["index"]] = char["level"]
    removed = set(range(len(text))) - {char["index"] for char in chars}
    for index in sorted(removed):  # joiners go with what they join
        found[index] = found[index - 1] if index else base
    return found


def visual_order(levels: Sequence[int]) -> list[int]:
    """Rule L2: indices from left to right, given the levels in logical order."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order


def _resolved(text: str, base: int) -> list[_Char]:
    storage = get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    get_embedding_levels("".join(map(_known, text)), storage)
    for index, char in enumerate(storage["chars"]):
        char["index"] = index
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], "LR"[base])
    resolve_neutral_types(storage, debug=False)
    resolve_implicit_levels(storage, debug=False)
    chars: list[_Char] = storage["chars"]
    return chars


def _known(code: str) -> str:
    """What is newer than Python's tables is a symbol more likely than a letter: neutral."""
    return code if unicodedata.bidirectional(code) else "\N{OBJECT REPLACEMENT CHARACTER}"


def _resolve_brackets(chars: list[_Char], embedding: str) -> None:
    """Rule N0: a pair of brackets takes one direction, from what it holds and what is before it."""
    for opening, closing in sorted(_pairs(chars)):
        inside = {_STRONG.get(char["type"]) for char in chars[opening + 1 : closing]}
        if embedding in inside:
            direction = embedding
        elif inside & {"L", "R"}:
            direction = _before(chars, opening, embedding)
        else:
            continue
        for bracket in (opening, closing):
            for char in _with_marks(chars, bracket):
                char["type"] = direction


def _pairs(chars: list[_Char]) -> Iterator[tuple[int, int]]:
    """Definition BD16: brackets that open and close each other."""
    open_brackets: list[tuple[str, int]] = []
    for index, char in enumerate(chars):
        if char["type"] != "ON" or char["ch"] not in MIRRORED:
            continue
        if unicodedata.category(char["ch"]) == "Ps":
            open_brackets.append((MIRRORED[char["ch"]], index))
        elif unicodedata.category(char["ch"]) == "Pe":
            for depth in range(len(open_brackets) - 1, -1, -1):
                if open_brackets[depth][0] == char["ch"]:
                    yield open_brackets[depth][1], index
                    del open_brackets[depth:]
                    break


def _before(chars: list[_Char], index: int, default: str) -> str:
    """The direction of the nearest strong character before a place."""
    strong = (_STRONG.get(char["type"]) for char in reversed(chars[:index]))
    return next(filter(None, strong), default)


def _with_marks(chars: list[_Char], index: int) -> Iterator[_Char]:
    yield chars[index]
    for char in chars[index + 1 :]:
        if char["orig"] != "NSM":
            return
        yield char
