"""The main script: page config, sign-in, navigation. Every run of every page begins here."""

from __future__ import annotations

import streamlit as st

from lib.bootstrap import current_studio
from lib.person import Action, Viewer, may
from lib.settings import PROJECT
from lib.studio import Studio
from lib.ui.panels import sign_in
from lib.ui.viewer import current_viewer

_ASSETS = PROJECT / "assets"


def pages_of(studio: Studio, viewer: Viewer) -> list[st.Page]:
    """Return what this viewer has a use for; the first is the front page."""
    makes = may(viewer, Action.MAKE)
    making = [
        st.Page("create.py", title="Create", icon=":material/edit:", default=True),
        st.Page("batch.py", title="Batch", icon=":material/list:"),
    ]
    found = making if makes else []
    found += [st.Page("history.py", title="History", icon=":material/movie:", default=not makes)]
    if any(provider.charges for provider in studio.providers):
        found.append(st.Page("costs.py", title="Costs", icon=":material/payments:"))
    if may(viewer, Action.APPROVE):
        found.append(st.Page("approvals.py", title="Approvals", icon=":material/fact_check:"))
    if may(viewer, Action.MANAGE):
        found.append(st.Page("people.py", title="People", icon=":material/group:"))
    return found


def forget_the_one_before(viewer: Viewer) -> None:
    """A tab that was somebody else's keeps nothing of theirs."""
    person = viewer.person.id if viewer.person else ""
    if st.session_state.get("person", person) != person:
        st.session_state.clear()
    st.session_state["person"] = person


def label(studio: Studio, viewer: Viewer, title: str) -> str:
    """Whoever may say yes or no sees on every page how many wait for it."""
    waiting = studio.count_asked_for(viewer) if title == "Approvals" else 0
    return f"{title} {waiting:,}" if waiting else title


st.set_page_config(page_icon=_ASSETS / "icon.svg", layout="wide")
st.logo(_ASSETS / "logo.svg", size="large", link=None)

studio, viewer = current_studio(), current_viewer()
if studio.settings.signs_in:
    forget_the_one_before(viewer)
    if viewer.person is None:
        st.navigation(
            [st.Page(lambda: sign_in.show_gate(studio), title="Sign in")], position="hidden"
        ).run()
        st.stop()
pages = pages_of(studio, viewer)
page = st.navigation(pages, position="top")
with st.container(key="pages", horizontal=True, width="content"):
    for each in pages:
        st.page_link(each, label=label(studio, viewer, each.title), width="content")
if account := studio.account(viewer):
    sign_in.show_account(account)
    sign_in.ask_about_films(studio, viewer)
page.run()
