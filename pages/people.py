"""People: who may come in, as what, and what was done about them. For admins."""

from __future__ import annotations

import streamlit as st

from lib.bootstrap import current_studio
from lib.ui.viewer import current_viewer

studio, viewer = current_studio(), current_viewer()
st.set_page_config(page_title="People · Skylit")
st.title("People", anchor=False)
for each in studio.members(viewer):
    st.text(each.account.claims.name)
