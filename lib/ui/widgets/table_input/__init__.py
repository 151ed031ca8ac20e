"""Where a table comes in: a file that is chosen or dropped, or rows that are pasted.

The browser sends it to an own route (lib/web/routes/batches.py): through Streamlit it would be as large
as ten thousand captions, and be kept in the memory of the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__).parent

_mount: Final = st.components.v2.component(
    "skylit.table_input",
    html=(_HERE / "table.html").read_text("utf-8"),
    css=(_HERE / "table.css").read_text("utf-8"),
    js=(_HERE / "table.js").read_text("utf-8"),
)


def table_input(*, address: str, most_megabytes: int) -> str | None:
    """Draw it. Return the id of a table that has just come in."""
    result = _mount(
        key="table_input",
        data={"address": address, "megabytes": most_megabytes},
        on_taken_change=_note,
    )
    taken = result.taken
    return str(taken["table"]) if isinstance(taken, Mapping) and "table" in taken else None


def _note() -> None:
    """The run that follows reads the value; Streamlit wants a callback to know its name."""
