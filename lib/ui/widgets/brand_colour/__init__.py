"""One colour of one's own: typed, picked, or read from a logo that never leaves the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from lib.errors import InvalidInput
from lib.palette import parse_palette_name

_HERE: Final = Path(__file__).parent

_mount: Final = st.components.v2.component(
    "skylit.brand_colour",
    html=(_HERE / "colour.html").read_text("utf-8"),
    css=(_HERE / "colour.css").read_text("utf-8"),
    js=(_HERE / "colour.js").read_text("utf-8"),
)


def brand_colour(label: str, *, key: str, colour: str) -> str:
    """Draw the field; return the colour as `#rrggbb`. What is no colour leaves it as it was."""
    result = _mount(key=key, data={"label": label, "colour": colour}, on_colour_change=_note)
    try:
        chosen = parse_palette_name(str(result.colour or colour))
    except InvalidInput:
        return colour
    return chosen if chosen.startswith("#") else colour


def _note() -> None:
    """Do nothing: the next run reads the value, but Streamlit wants a callback for each name."""
