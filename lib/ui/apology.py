"""A failure that nobody foresaw: a sentence in the page, and nothing that only programmers read."""

from __future__ import annotations

import streamlit as st

from lib.ui.escape import in_markdown


def show_apology(sentence: str) -> None:
    st.error(in_markdown(sentence), icon=":material/cloud_off:")
