"""What a button asks the studio for: done, and the page drawn anew; or a sentence why not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.errors import SkylitError
from lib.ui.escape import in_markdown


def attempt(act: Callable[[], object], tell: Callable[[str], object] | None = None) -> None:
    """`tell` says why not, where a message in the corner would cover what it is about.

    What ends by leading to another page does not come back here to draw this one anew.
    """
    try:
        act()
    except SkylitError as error:
        (tell or _in_the_corner)(str(error))
    else:
        st.rerun()


def _in_the_corner(sentence: str) -> None:
    st.toast(in_markdown(sentence), icon=":material/info:", duration="long")
