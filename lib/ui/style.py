"""The style sheet and the script that every page shares, each put together from its parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

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
    "forced",
)
_SCRIPTS: Final = ("films", "voice", "focus", "names", "line", "shortcuts", "menu", "copy")


def _parts(folder: str, names: tuple[str, ...], ending: str) -> str:
    return "\n".join((_HERE / folder / f"{name}.{ending}").read_text("utf-8") for name in names)


_SHEET: Final = _parts("styles", _SHEETS, "css")

#: Runs once a tab, however often a page is drawn.
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


@dataclass(frozen=True, slots=True)
class _Ready:
    """Markup that Streamlit takes as it is; it would look for indentation in a string on every run."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


_STYLE: Final = _Ready(f"<style>{_SHEET}{_swatches()}</style>")
_SCRIPT: Final = _Ready(f"<script>{SCRIPT}</script>")


def show_style() -> None:
    """Call once on every run, before anything is drawn."""
    st.html(_STYLE)
    st.html(_SCRIPT, unsafe_allow_javascript=True)
