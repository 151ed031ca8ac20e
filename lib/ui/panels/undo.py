"""Deleted · Undo: for ten seconds, also after a reload, in another tab and after a restart."""

from __future__ import annotations

import streamlit as st

from lib.person import Viewer
from lib.studio import JustDeleted, Studio
from lib.ui.attempt import attempt
from lib.ui.escape import in_html


def show_undo(studio: Studio, viewer: Viewer) -> None:
    """Offer to bring back what was deleted last. The offer disappears without a run of the page."""
    deleted = studio.deleted_just_now(viewer)
    if deleted is None:
        return
    seconds = (deleted.until - studio.clock()).total_seconds()
    with st.container(key="undo_delete", horizontal=True, vertical_alignment="center"):
        st.html(f"<style>.st-key-undo_delete{{animation-delay:{seconds:.1f}s}}</style>")
        st.html(f'<p data-voice="deleted">{in_html(_said(deleted))}</p>', width="content")
        if st.button("Undo", key="undo_deleting", type="tertiary", icon=":material/undo:"):
            attempt(lambda: studio.undo_delete(viewer, *deleted.ids))


def _said(deleted: JustDeleted) -> str:
    return "Deleted" if len(deleted.ids) == 1 else f"{len(deleted.ids):,} deleted"
