"""The icon font with the icons that are used: some 30 kB instead of 375.

Icons are ligatures: the letters of "delete" become one glyph. A page that names an icon which is not
in the font shows its name, so the names are read from the code itself, ours and Streamlit's.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from lib.settings import PROJECT
from lib.web.front_end.compressed import CACHE

_ICON: Final = re.compile(r":material/([a-z0-9_]+):")
_FILE: Final = re.compile(r"/static/media/MaterialSymbols-Rounded\.[\w-]+\.woff2")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_LIGATURES: Final = 4  # OpenType's number for this kind of substitution
_EXTENSION: Final = 7


def is_icon_font(path: str) -> bool:
    return _FILE.fullmatch(path) is not None


def our_icons() -> frozenset[str]:
    """Return every icon that our code names."""
    return icons_in([*(PROJECT / "pages").rglob("*.py"), *(PROJECT / "lib" / "ui").rglob("*.py")])


def icons_in(files: Iterable[Path]) -> frozenset[str]:
    found = (_ICON.findall(file.read_text("utf-8")) for file in files)
    return frozenset(name for names in found for name in names)


def subset(font_file: Path, names: frozenset[str]) -> bytes:
    """Return a WOFF2 with these icons and every letter, so that an unknown name can at least be read."""
    font = TTFont(font_file)
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.layout_closure = False  # else the subset has every icon that these letters can spell
    subsetter = Subsetter(options)
    subsetter.populate(
        unicodes=[ord(each) for each in _LETTERS], glyphs=sorted(_glyphs(font, names))
    )
    subsetter.subset(font)
    out = io.BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return out.getvalue()


def _glyphs(font: TTFont, names: frozenset[str]) -> Iterator[str]:
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    for first, ligature in ligatures(font):
        spelt = "".join(letters.get(glyph, "?") for glyph in (first, *ligature.Component))
        if spelt in names:
            yield ligature.LigGlyph


def ligatures(font: TTFont) -> Iterator[tuple[str, Any]]:
    """Return the first glyph of each ligature, with the other glyphs and what they become."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            found = table.ExtSubTable if table.LookupType == _EXTENSION else table
            if found.LookupType == _LIGATURES:
                for first, ligatures in found.ligatures.items():
                    for ligature in ligatures:
                        yield first, ligature


def kept_subset(font_file: Path) -> Path:
    """Return the path of this font's subset for the present code, whether or not it was made.

    The font's own name changes with Streamlit, and so stands for the icons of its scripts.
    """
    told = "\n".join([font_file.name, *sorted(our_icons())])
    return CACHE / f"icons-{hashlib.sha256(told.encode()).hexdigest()[:32]}.woff2"
