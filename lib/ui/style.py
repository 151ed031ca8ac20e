"""The one style sheet, and the one script that every page shares."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from lib.ui.palettes import SWATCHES

_HERE: Final = Path(__file__).parent
_SHEET: Final = (_HERE / "style.css").read_text("utf-8")
SCRIPT: Final = (_HERE / "films.js").read_text("utf-8")


def show_style() -> None:
    """Call once on every run, before anything is drawn."""
    st.html(f"<style>{_SHEET}{_swatches()}</style>")
    st.html(f"<script>{SCRIPT}</script>", unsafe_allow_javascript=True)


def _swatches() -> str:
    """Pills have no pictures of their own; the swatches stand in the order of the options."""
    return "".join(
        f".st-key-palette button:nth-of-type({place})::before{{background:{colours}}}"
        for place, colours in enumerate(SWATCHES.values(), start=1)
    )
