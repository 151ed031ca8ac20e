"""Hyphens: where a long word may break with a hyphen, by the patterns of its language (pyphen).

The patterns are Liang's (1983), as LibreOffice ships them. The language is guessed from letters and
words that no other has; English is what is left. Never in an address, a handle or a hashtag.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import pyphen
import regex

#: At least so many letters on each side of a hyphen: fewer look torn off.
_LEAST: Final = 3
_WORD: Final = regex.compile(r"(?:[\p{Latin}\p{Cyrillic}\p{Greek}]\p{M}*){7,}")
_ADDRESS: Final = regex.compile(r"^[#@＃]|://|^www\.|\S@\S|[\p{L}\p{N}]\.\p{L}{2,}|_|^/")

#: Language -> what gives it away. The first that is found is believed.
_SIGNS: Final = tuple(
    (language, regex.compile(signs, regex.IGNORECASE))
    for language, signs in (
        ("uk", r"[іїєґ]"),
        ("be", r"ў"),
        ("sr", r"[ђћџљњј]"),
        ("ru", r"[ыэёъ]|\p{Cyrillic}"),
        ("el", r"\p{Greek}"),
        ("pl", r"[łżśźćąę]|\bi\b.*\bz\b"),
        ("cs", r"[řěů]"),
        ("hu", r"[őű]"),
        ("ro", r"[țșă]"),
        ("is", r"[ðþ]"),
        ("pt", r"[ãõ]|ções\b|\b(?:não|obrigad[oa]|parabéns|para\s+você)\b"),
        ("es", r"[ñ¿¡]|ci[óo]n(?:es)?\b|dades\b|\b(?:el|los|las|una|del|feliz|con|y|nuestr[oa]s?|gracias)\b"),
        ("de", (r"ß|ä|ü|schaft|ung(?:en)?\b|keit\b|heit\b|lich\b|sch[lmnwt]|tz|pf"
               r"|\b(?:und|der|das|wir|für|mit|zum|auf|ein)\b")),
        ("fr", (r"[çœèêâîûù]|tions?\s+(?:de|du|à)\b"
               r"|\b(?:le|les|des|et|une|pour|avec|nous|vous|bonne|joyeux)\b|é[es]?\b")),
        ("sv", r"å|\b(?:och|är)\b"),
        ("nl", r"ij|\b(?:het|een|van|voor|wij)\b"),
        ("it", r"zion[ei]\b|\b(?:gli|della|il|buon|auguri|per)\b"),
    )
)  # fmt: skip


def points(word: str, text: str) -> Iterator[int]:
    """The places in a word (of letters and signs) where a hyphen may be set, in its text's language."""
    if _ADDRESS.search(word):
        return
    for letters in _WORD.finditer(word):
        for place in _patterns(_language(text)).positions(letters[0]):
            yield letters.start() + int(place)


def is_address(word: str) -> bool:
    """A hashtag, a handle, a link or an e-mail address: what a hyphen would make another one."""
    return _ADDRESS.search(word) is not None


def _language(text: str) -> str:
    return next((language for language, signs in _SIGNS if signs.search(text)), "en_US")


@cache
def _patterns(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=language, left=_LEAST, right=_LEAST)
