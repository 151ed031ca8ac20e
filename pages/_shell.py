"""The main script: page config, navigation. Every run of every page begins here."""

from __future__ import annotations

import streamlit as st

from lib.bootstrap import current_studio
from lib.person import Action, may
from lib.settings import PROJECT
from lib.ui.viewer import current_viewer

_ASSETS = PROJECT / "assets"

st.set_page_config(page_icon=_ASSETS / "icon.svg", layout="wide")
st.logo(_ASSETS / "logo.svg", size="large", link=None)

pages = [
    st.Page("create.py", title="Create", icon=":material/edit:", default=True),
    st.Page("batch.py", title="Batch", icon=":material/list:"),
    st.Page("history.py", title="History", icon=":material/movie:"),
]
if any(provider.charges for provider in current_studio().providers):
    pages.append(st.Page("costs.py", title="Costs", icon=":material/payments:"))
if may(current_viewer(), Action.APPROVE):
    pages.append(st.Page("approvals.py", title="Approvals", icon=":material/fact_check:"))
page = st.navigation(pages, position="top")
with st.container(key="pages", horizontal=True, width="content"):
    for each in pages:
        st.page_link(each, width="content")
page.run()
