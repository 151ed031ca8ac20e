"""Han: which language a text is in, where it is written in characters that several share.

The old national character sets tell: GB 2312 has the simplified forms, Big5 the traditional ones,
JIS X 0208 the Japanese shinjitai. A set that holds all of a text's characters names its language.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Final

import regex

_HAN: Final = regex.compile(r"\p{Han}")
_KANA: Final = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HANGUL: Final = regex.compile(r"\p{Hangul}")
_BOPOMOFO: Final = regex.compile(r"\p{Bopomofo}")


class Language(StrEnum):
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    JAPANESE = "ja"
    KOREAN = "ko"


#: In the order in which they are believed where several hold the whole text.
_SETS: Final = (
    (Language.SIMPLIFIED, "gb2312"),
    (Language.TRADITIONAL, "big5"),
    (Language.JAPANESE, "euc_jp"),
)


@lru_cache(maxsize=1024)
def language_of(text: str) -> Language:
    """By kana, Hangul or Bopomofo beside the Han characters; else by those themselves."""
    if _KANA.search(text):
        return Language.JAPANESE
    if _HANGUL.search(text):
        return Language.KOREAN
    if _BOPOMOFO.search(text):
        return Language.TRADITIONAL
    han = _HAN.findall(text)
    missing = {language: sum(not _holds(name, one) for one in han) for language, name in _SETS}
    return min(missing, key=lambda language: missing[language])


@lru_cache(maxsize=8192)
def _holds(charset: str, character: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
