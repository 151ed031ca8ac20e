"""Run what a button asks for and draw the page anew, or say in a sentence why it cannot be done."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.errors import SkylitError
from lib.ui.escape import in_markdown


def attempt(act: Callable[[], object], tell: Callable[[str], object] | None = None) -> None:
    """`tell` shows the sentence, for places where a message in the corner would cover its subject.

    An action that opens another page never returns.
    """
    try:
        act()
    except SkylitError as error:
        (tell or _in_the_corner)(str(error))
    else:
        st.rerun()


def _in_the_corner(sentence: str) -> None:
    st.toast(in_markdown(sentence), icon=":material/info:", duration="long")
