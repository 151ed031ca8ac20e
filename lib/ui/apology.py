"""Tell a person of a failure that nobody foresaw, in one sentence and without a traceback."""

from __future__ import annotations

import streamlit as st

from lib.ui.escape import in_markdown


def show_apology(sentence: str) -> None:
    st.error(in_markdown(sentence), icon=":material/cloud_off:")
