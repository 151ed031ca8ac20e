"""What a button asks the studio for: done, and the page drawn anew; or a sentence why not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.errors import SkylitError
from lib.ui.as_typed import in_markdown


def attempt(act: Callable[[], object]) -> None:
    try:
        act()
    except SkylitError as error:
        st.toast(in_markdown(str(error)), icon=":material/info:", duration="long")
    else:
        st.rerun()
