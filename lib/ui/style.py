"""The style sheet and the script that every page shares, each put together from its parts.

Both stand in the one HTML page (`lib.web.front_end.shell`): there before anything is drawn, kept by the
browser, and no work for a run of a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lib.ui.palettes import SWATCHES

_HERE: Final = Path(__file__).parent

#: Later sheets overrule earlier ones.
_SHEETS: Final = (
    "base",
    "create",
    "films",
    "menu",
    "history",
    "batch",
    "costs",
    "narrow",
    "people",
    "forced",
)
_SCRIPTS: Final = ("films", "acts", "voice", "focus", "line", "shortcuts", "menu", "copy")


def _parts(folder: str, names: tuple[str, ...], ending: str) -> str:
    return "\n".join((_HERE / folder / f"{name}.{ending}").read_text("utf-8") for name in names)


#: Runs once a tab, from its beginning, however often a page is drawn.
SCRIPT: Final = (
    "(() => {\nif (window.skylit) return\nwindow.skylit = {}\n"
    f"{_parts('scripts', _SCRIPTS, 'js')}}})()"
)


def _swatches() -> str:
    """Return the style of the swatches, in the order of the options: pills have no pictures."""
    return "".join(
        f".st-key-palette button:nth-of-type({place})::before{{background:{colours}}}"
        for place, colours in enumerate(SWATCHES.values(), start=1)
    )


#: Our sheet, whole. Streamlit's own stand in the head of the page, so this one overrules them.
SHEET: Final = f"{_parts('styles', _SHEETS, 'css')}{_swatches()}"
