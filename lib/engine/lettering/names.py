"""Names: what people call a character that the drones cannot draw."""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

#: Emoji younger than Python's own tables (Unicode 15 to 17).
_YOUNG: Final = {
    "\U0001fa75": "light blue heart", "\U0001fa76": "grey heart", "\U0001fa77": "pink heart",
    "\U0001fae8": "shaking face", "\U0001faf7": "leftwards pushing hand",
    "\U0001faf8": "rightwards pushing hand", "\U0001face": "moose", "\U0001facf": "donkey",
    "\U0001fabd": "wing", "\U0001fabf": "goose", "\U0001fabc": "jellyfish", "\U0001fabb": "hyacinth",
    "\U0001fada": "ginger root", "\U0001fadb": "pea pod", "\U0001faad": "folding fan",
    "\U0001faae": "hair pick", "\U0001fa87": "maracas", "\U0001fa88": "flute", "\U0001faaf": "khanda",
    "\U0001f6dc": "wireless", "\U0001fae9": "face with bags under eyes", "\U0001fac6": "fingerprint",
    "\U0001fabe": "leafless tree", "\U0001fadc": "root vegetable", "\U0001fa89": "harp",
    "\U0001fa8f": "shovel", "\U0001fadf": "splatter", "\U0001faea": "distorted face",
    "\U0001faef": "fight cloud", "\U0001fac8": "hairy creature", "\U0001facd": "orca",
    "\U0001fa8e": "treasure chest", "\U0001fa8a": "trombone", "\U0001f6d8": "landslide",
}  # fmt: skip
_TONES: Final = dict(
    zip(
        map(chr, range(0x1F3FB, 0x1F400)),
        ("light", "medium-light", "medium", "medium-dark", "dark"),
        strict=True,
    )
)
_FIRST_INDICATOR: Final = ord("\N{REGIONAL INDICATOR SYMBOL LETTER A}")
_FLAG: Final = regex.compile(r"\p{Regional_Indicator}{2}")
#: Joiners and selectors shape a picture and are nothing that people see.
_SHAPING: Final = regex.compile(r"[\u200c\u200d\ufe00-\ufe0f\U000E0020-\U000E007F]")


def name_of(grapheme: str) -> str:
    """In words and in lower case: "phoenix", "waving hand, dark skin tone", "flag CQ"."""
    if _FLAG.fullmatch(grapheme):
        letters = (chr(ord("A") + ord(one) - _FIRST_INDICATOR) for one in grapheme)
        return f"flag {''.join(letters)}"
    parts = map(_name, _SHAPING.sub("", grapheme) or grapheme)
    return ", ".join(dict.fromkeys(parts))


def _name(code: str) -> str:
    if tone := _TONES.get(code):
        return f"{tone} skin tone"
    return _YOUNG.get(code) or unicodedata.name(code, "").lower() or f"U+{ord(code):04X}"
