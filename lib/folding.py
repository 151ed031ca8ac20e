"""Folding: words as a search compares them, so that what a person would call the same is the same.

Case, width, accents and points that readers leave out count for nothing; nor do characters that
nobody sees, nor a line break. Vowel signs of Thai or Hindi stay: without them it is another word.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

#: Characters without a decomposition, and what people type in their place; variants of one sign.
_SAME: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ى": "ي", "ة": "ه", "ـ": None, "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"',
        "«": '"', "»": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip

#: Marks that a reader leaves out when typing. The breve stays: й is a letter of its own.
_ACCENTS: Final = regex.compile(
    r"(?<=[\p{Latin}\p{Greek}]\p{M}*)\p{M}|(?<=\p{Cyrillic})[\u0300\u0301\u0308]"
    r"|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]"
)
_UNSEEN: Final = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}--\s]", regex.V1)
#: A space between two characters of scripts that put none between words.
_IDLE_SPACE: Final = regex.compile(
    r"(?<=[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]) "
    r"(?=[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])"
)


def fold(words: str) -> str:
    """Return the words as the search compares them; folding twice changes nothing."""
    seen = _UNSEEN.sub("", words)
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", seen).casefold())
    bare = _ACCENTS.sub("", apart).translate(_SAME)
    whole = unicodedata.normalize("NFC", bare)
    return _IDLE_SPACE.sub("", " ".join(whole.split()))
