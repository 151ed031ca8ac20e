"""The last few videos, small, under the words: a click shows one in the phone."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.generation import Generation, Status
from lib.person import Viewer
from lib.search import Search
from lib.studio import Studio
from lib.ui import addresses
from lib.ui.escape import in_html, in_markdown
from lib.ui.panels import generation_panel

_HOW_MANY: Final = 6

_STATES: Final = {
    Status.FAILED: "did not work",
    Status.UNCONFIRMED: "not certain",
    Status.CANCELLED: "cancelled",
}


def show(studio: Studio, viewer: Viewer, on_stage: Generation | None) -> None:
    found = studio.found(viewer, Search(single=True), most=_HOW_MANY + 1)
    others = [each for each in found if on_stage is None or each.id != on_stage.id][:_HOW_MANY]
    if not others:
        return
    st.html('<h2 class="overline">Recent</h2>')
    with st.container(key="recent"):
        for place, generation in enumerate(others):
            with st.container(key=f"recent_{place}"):
                st.html(_small(studio, viewer, generation))
                st.button(
                    in_markdown(f"Show {generation.caption.text}"),
                    key=f"show_{place}",
                    on_click=generation_panel.open_generation,
                    args=(generation.id,),
                )


def _small(studio: Studio, viewer: Viewer, generation: Generation) -> str:
    status = generation.status
    ready = status is Status.READY
    address = (
        addresses.poster(studio, viewer, generation)
        if ready
        else addresses.preview_of(studio, viewer, generation, width=152)
    )
    state = "" if ready else f"<span>{_STATES.get(status, 'being made…')}</span>"
    whole = "" if generation.format.is_tall else " data-whole"
    return (
        f'<div class="small" data-status="{status}"{whole}>'
        f'<img src="{in_html(address)}" alt="" loading="lazy">{state}</div>'
    )
