"""Bonds: what belongs together though a space stands between, and what should not end a line.

A number holds its unit or currency, on either side; a day its month; a name its number ("Formula 1");
a telephone number all of its groups; a sign of a sentence the word before it. An article, a
preposition or a number may end a line, but better does not. The lists are data: one line a language.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final

import regex


class Bond(Enum):
    """How firmly two words hold together across a space."""

    FREE = "free"
    WEAK = "weak"  # the first had better not end a line
    HELD = "held"  # they are one thing
    GROUP = "group"  # they are one number
    FIRM = "firm"  # the second is a sign that belongs to the first, or the first to the second


_WEAK_WORDS: Final = (
    # en
    "a an the of in on at to for from with by and or & + × x my your our their his her its this these "
    "no not is are we i as than per via "
    # de
    "der die das den dem des ein eine einen einem einer im am zum zur auf mit von vom bei für und oder "
    "unser unsere mein dein ihr ins ans "
    # fr
    "le la les un une du de à au aux en dans pour par sur avec et ou mon ma mes ton ta tes son sa ses "
    "notre nos votre vos ce cette ces "
    # es, pt, it
    "el los las una unos unas del al con y o para por toda todo todos a "
    "os as um uma do da dos das em no na nos nas com e il lo "
    "gli i di della del dei al alla nel nella per su mi tu su "
    # nl, sv, pl, tr
    "het een van op voor met og och den det w z na do ve ile bir "
    # ru, uk
    "в на с к у о и а но не для от до из за по со во ко об при без над под мы з та і й від про"
)  # fmt: skip
_WEAK: Final = frozenset(_WEAK_WORDS.split())

_MONTHS: Final = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch|s|zo|ço)?|märz|apr(?:il|ile)?|may|mai|maj|june?|juni"
    r"|july?|juli|aug(?:ust)?|sept?(?:ember|iembre|tembre|embre)?|o[ck]t(?:ober|obre|ubre)?"
    r"|nov(?:ember|embre|iembre)?|de[cz](?:ember|embre)?|février|avril|juin|juillet|août|décembre"
    r"|enero|febrero|abril|mayo|junio|julio|agosto|octubre|noviembre|diciembre|gennaio|febbraio|aprile"
    r"|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho"
    r"|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus"
    r"|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]"
    r"|декабр[ья]|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık"
    r"|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    r"|जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर"
)
_UNITS: Final = (
    r"%|‰|\p{Sc}|°[CF]?|[kcmµn]?m[²³]?|km/h|mph|k?g|mg|t|lbs?|oz|[mcd]?l|ft|in|[kMG]?W|kWh|k?V|[kMG]?Hz|[KMGT]B|px"
    r"|a\.?m\.?|p\.?m\.?|uhr|hrs?|h|min|sec|s|час(?:а|ов)?|ч|мин|гг?|г\.|лет|года?|год|руб(?:\.|лей|ля|ль)?|тыс\.?"
    r"|млн\.?|млрд\.?|million(?:s|en)?|mio\.?|billion|bn|k|pts?|kcal|cal|mp|st|ton|tons"
    r"|USD|EUR|GBP|CNY|RMB|JPY|CHF|AED|INR|RUB|KRW|HKD|SGD|yuan|dollars?|euros?|pounds?|元|円|원|วัน|บาท|درهم|ريال"
)
_NUMBER: Final = r"[+\-−~≈]?\p{Sc}?\p{Nd}[\p{Nd}.,:'’/–-]*"
_DAY: Final = r"\p{Nd}{1,2}(?:st|nd|rd|th|\.|º|er|e)?,?"
_NAME: Final = r"\p{Ll}{0,3}\p{Lu}[\p{L}\p{M}'’-]*|iphone|ipad|no|nr|n°|№|#|nº|vol|ch|art|§"
_ORDINAL: Final = r"\p{Nd}{1,3}(?:[.,]\p{Nd}+)?|[IVX]+"
_SIGN: Final = r"[\p{Pe}\p{Pf}!?%‰.,:;…、。！？»”’؟،۔।]+"

#: Two words with a bar between: the first pattern that matches says how they hold together.
_RULES: Final = tuple(
    (regex.compile(pattern, flags), bond)
    for pattern, flags, bond in (
        (rf".*\0(?:{_SIGN}|[-–—―|/\\·•∙・]+)", 0, Bond.FIRM),
        (r"[\p{Ps}\p{Pi}“‘«¿¡]+\0.*", 0, Bond.FIRM),
        (rf"{_NUMBER}\0(?:{_UNITS})[.,;:!?]*", regex.IGNORECASE, Bond.HELD),
        (rf"(?:\p{{Sc}}|USD|EUR|GBP|CNY|RMB|JPY|CHF|AED|INR|HKD|SGD)\0{_NUMBER}.*", 0, Bond.HELD),
        (
            rf"{_DAY}\0(?:{_MONTHS})\b.*|(?:{_MONTHS})\.?\0{_DAY}[.!?;]*",
            regex.IGNORECASE,
            Bond.HELD,
        ),
        (rf"(?:1er|\p{{Nd}}{{1,2}})\0de|de\0(?:{_MONTHS})\b.*", regex.IGNORECASE, Bond.HELD),
        (r"[+(]?\p{Nd}[\p{Nd}()./-]*\0[(]?\p{Nd}[\p{Nd}()./-]*[.,!?]*", 0, Bond.GROUP),
        (r"\+\p{Nd}+\0.*", 0, Bond.GROUP),
        (rf"(?:{_NAME})\.?\0(?:{_ORDINAL})[.,:;!?]*", 0, Bond.HELD),
        (r"(?:no|nr|n°|№|#|nº|vol|ch|art|§)\.?\0\p{Nd}.*", regex.IGNORECASE, Bond.HELD),
        (r"(?:Mr|Mrs|Ms|Mme|Dr|Prof|St|Sr|Sra|Herr|Frau|г|ул|д)\.?\0\p{Lu}.*", 0, Bond.HELD),
        (r"\p{Lu}\.\0\p{Lu}.*", 0, Bond.HELD),
        (rf"{_NUMBER}\0\p{{L}}.*", 0, Bond.WEAK),
    )
)
_WORD: Final = regex.compile(r"[^\p{L}\p{M}\p{N}&+×’']")


@lru_cache(maxsize=4096)
def bond(before: str, after: str) -> Bond:
    """How two words hold together that a space parts; neither is empty."""
    pair = f"{before}\0{after}"
    for rule, found in _RULES:
        if rule.fullmatch(pair):
            return found
    return Bond.WEAK if _is_weak(before) else Bond.FREE


def _is_weak(word: str) -> bool:
    """What ends in a sign ends a phrase: it may end a line as well."""
    return word.lower() in _WEAK and not (len(word) == 1 and word.isupper() and word != "I")
