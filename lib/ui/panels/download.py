"""Download: one button, whose menu (scripts/menu.js) holds the film and what else can be had of it."""

from __future__ import annotations

import streamlit as st

from lib.generation import Generation
from lib.person import Viewer
from lib.studio import Studio
from lib.ui import addresses
from lib.ui.escape import in_html


def show_download(studio: Studio, viewer: Viewer, generation: Generation) -> None:
    st.html(download_button(studio, viewer, generation), width="content")


def download_button(
    studio: Studio, viewer: Viewer, generation: Generation, *, plain: bool = False
) -> str:
    """Return the button's markup. `plain` gives it the look of a card's buttons."""
    words = in_html(generation.caption.text)
    film = in_html(addresses.film(studio, viewer, generation, download=True))
    exports = in_html(addresses.exports(studio, viewer, generation))
    return (
        f'<button type="button" class="download{" plain" if plain else ""}" title="Download"'
        f' data-exports="{exports}" data-film="{film}" data-facts="{in_html(_facts(generation))}"'
        f' data-title="Download: {words}" aria-haspopup="menu" aria-expanded="false">'
        f'Download <span class="unseen">{words}</span></button>'
    )


def _facts(generation: Generation) -> str:
    """Such as "608 × 1080 · 4.6 MB"."""
    video = generation.video
    return f"{video.width} × {video.height} · {video.size / 1e6:.1f} MB" if video else ""
