"""The wall: a frame for each film of a batch, which fills as they are made. The browser asks for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__).parent

_mount: Final = st.components.v2.component(
    "skylit.wall",
    html=(_HERE / "wall.html").read_text("utf-8"),
    css=(_HERE / "wall.css").read_text("utf-8"),
    js=(_HERE / "wall.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One film: its words, the address of its poster once it is made, and of its page."""

    words: str
    poster: str
    page: str


def wall(
    frames: Sequence[Frame],
    *,
    address: str,
    first: Mapping[str, object],
    price: str,
    aside: str = "",
    is_small: bool = False,
) -> None:
    """Draw it. `first` is what the route at `address` would answer now. Call outside of any fragment.

    The page is drawn anew when the whole comes to its end. `is_small`: for a phone's frame.
    """
    _mount(
        key="wall",
        data={
            "frames": [[each.words, each.poster, each.page] for each in frames],
            "address": address,
            "first": dict(first),
            "price": price,
            "aside": aside,
            "small": is_small,
        },
        on_moved_change=_note,
    )


def _note() -> None:
    """The run that follows draws the page as it is now; Streamlit wants a callback to know the name."""
