"""The last few videos, small, under the words: a click shows one in the phone."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.generation import Generation, Status
from lib.person import Viewer
from lib.search import Search
from lib.studio import Studio
from lib.ui import addresses
from lib.ui.escape import in_html
from lib.ui.widgets.acts import button

_HOW_MANY: Final = 6

_STATES: Final = {
    Status.FAILED: "did not work",
    Status.UNCONFIRMED: "not certain",
    Status.CANCELLED: "cancelled",
}


def show(studio: Studio, viewer: Viewer, on_stage: Generation | None) -> None:
    found = studio.found(viewer, Search(single=True), most=_HOW_MANY + 1)
    others = [each for each in found if on_stage is None or each.id != on_stage.id][:_HOW_MANY]
    if others:
        small = "".join(_small(studio, viewer, *each) for each in enumerate(others))
        st.html(f'<h2 class="overline">Recent</h2><div class="recent">{small}</div>')


def _small(studio: Studio, viewer: Viewer, place: int, generation: Generation) -> str:
    status = generation.status
    ready = status is Status.READY
    address = (
        addresses.poster(studio, viewer, generation)
        if ready
        else addresses.preview_of(studio, viewer, generation, width=152)
    )
    state = "" if ready else f"<span>{_STATES.get(status, 'being made…')}</span>"
    whole = "" if generation.format.is_tall else " data-whole"
    show = button("show", "Show", generation.caption.text, of=generation.id)
    return (
        f'<div class="small" data-status="{status}" data-place="recent_{place}"{whole}>'
        f'<img src="{in_html(address)}" alt="" loading="lazy">{state}{show}</div>'
    )
