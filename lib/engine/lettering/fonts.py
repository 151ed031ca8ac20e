"""The typefaces: Noto (OFL-1.1) as two packages bring it, opened when first needed, kept open.

Files are mapped into memory, never read whole: Noto Sans CJK has 32 MB, and a caption touches a few
pages of it.
"""

from __future__ import annotations

import importlib
import importlib.util
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

_REGULAR: Final = 400
_LETTERS: Final = "manimgx_fonts"
_HAN: Final = "manimgx_fonts_cjk"
_MORE: Final = "pymupdf_fonts"
_HAN_FILE: Final = "NotoSansCJK-VF.otf.ttc"


@dataclass(frozen=True, slots=True)
class Typeface:
    """One face of one file, or of one module. `size` is how large it is set beside the others."""

    package: str
    file: str
    index: int = 0
    size: float = 1.0

    def has(self, character: str) -> bool:
        """True where the typeface has a glyph for this code point, whole or taken apart (NFD)."""
        glyph = self.at(_REGULAR).get_nominal_glyph
        return bool(
            glyph(ord(character))
            or all(glyph(ord(part)) for part in unicodedata.normalize("NFD", character))
        )

    def has_ink(self, character: str) -> bool:
        """True where what the typeface has for it is not blank."""
        font = self.at(_REGULAR)
        glyph = font.get_nominal_glyph(ord(character))
        if not glyph:  # it has been taken apart: the parts of a letter are not blank
            return self.has(character)
        ink = font.get_glyph_extents(glyph)
        return ink is not None and ink.width != 0

    @property
    def is_picture(self) -> bool:
        """Whether it draws emoji: pictures that have colours of their own."""
        return self in PICTURES

    def at(self, weight: float) -> hb.Font:
        """The face at a weight (OpenType `wght`; held inside the range that the face has)."""
        return _font(self, weight)

    @property
    def em(self) -> float:
        """Ems for each of the face's own units."""
        return self.size / float(_face(self).upem)


def _noto(name: str) -> Typeface:
    return Typeface(_LETTERS, f"Noto{name}[wght].ttf")


SANS: Final = _noto("Sans")
SYMBOLS: Final = _noto("SansSymbols")
JAPANESE, KOREAN, CHINESE, TAIWANESE = (Typeface(_HAN, _HAN_FILE, index) for index in range(4))
#: What the three above lack: ballot boxes, chess, Braille, ornaments; operators; notes. One weight.
SYMBOLS_2, MATH, MUSIC = (
    Typeface(_MORE, name)
    for name in ("NotoSansSymbols2_Regular", "NotoSansMath_Regular", "NotoMusic_Regular")
)
#: Emoji stand out from the letters beside them; those of several people need more room to be read.
EMOJI: Final = Typeface(_LETTERS, "NotoEmoji[wght].ttf", size=1.15)
EMOJI_GROUP: Final = Typeface(_LETTERS, "NotoEmoji[wght].ttf", size=1.55)
HEART: Final = Typeface(_HAN, _HAN_FILE, CHINESE.index, size=1.2)
PICTURES: Final = frozenset({EMOJI, EMOJI_GROUP, HEART})

#: By Unicode script. Han has a face for each language and is chosen by the whole caption.
BY_SCRIPT: Final = {
    "Latin": SANS,
    "Cyrillic": SANS,
    "Greek": SANS,
} | {
    script: _noto(f"Sans{script}")
    for script in (
        "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati",
        "Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya",
        "Sinhala", "Tamil", "Telugu", "Thai",
    )
}  # fmt: skip


@cache
def _face(typeface: Typeface) -> hb.Face:
    if typeface.package == _MORE:  # fonts packed into modules
        packed = importlib.import_module(f"{_MORE}.{typeface.file}")
        return hb.Face(hb.Blob(packed.fontbuffer), typeface.index)
    # find_spec finds a top-level package without running it.
    spec = importlib.util.find_spec(typeface.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The font package {typeface.package} is not installed.")
    path = Path(spec.submodule_search_locations[0]) / typeface.file
    return hb.Face(hb.Blob.from_file_path(str(path)), typeface.index)


@cache
def _font(typeface: Typeface, weight: float) -> hb.Font:
    font = hb.Font(_face(typeface))
    font.set_variations({"wght": weight})
    return font
