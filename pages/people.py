"""People: who may come in, as what, and what was done about them. For admins."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.bootstrap import current_studio
from lib.studio import Member, Studio
from lib.ui.panels import people as panel
from lib.ui.panels.card import Reader
from lib.ui.viewer import current_viewer


def sought(members: Sequence[Member]) -> list[Member]:
    """Draw the search. Return those whose name or address holds its words."""
    words = st.text_input(
        "Search people",
        key="people_q",
        placeholder="Search people",
        label_visibility="collapsed",
        icon=":material/search:",
        width=300,
    )
    said = (words or "").lower()
    return [
        each
        for each in members
        if said in f"{each.account.claims.name} {each.account.claims.email}".lower()
    ]


def show_members(studio: Studio, reader: Reader, found: Sequence[Member]) -> None:
    pages = max(1, -(-len(found) // panel.PER_PAGE))
    page = min(int(st.session_state.get("people_page") or 1), pages)
    start = (page - 1) * panel.PER_PAGE
    for place, member in enumerate(found[start : start + panel.PER_PAGE]):
        panel.show_member(studio, reader, member, place)
    if not found:
        st.html('<div class="empty"><b>Nobody found</b></div>')
    if pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="people_page")


studio, viewer = current_studio(), current_viewer()
reader = Reader(viewer, studio.clock(), st.context.timezone)
st.set_page_config(page_title="People · Skylit")
with st.container(key="people"):
    with st.container(key="history_head", horizontal=True, horizontal_alignment="distribute"):
        st.title("People", anchor=False, width="content")
        found = sought(studio.members(viewer))
    show_members(studio, reader, found)
    st.html("<h2>What was done</h2>")
    st.html(panel.audit(reader, studio.audit(viewer), studio.names(viewer)))
