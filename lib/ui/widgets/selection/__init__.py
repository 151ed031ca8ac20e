"""The selection of films on History: ticks on the posters, and a bar of what can be done with them.

The browser keeps the selection, so that a tick costs no run of the page. Presses of the bar, of stars
and of the buttons on cards come back as acts (`lib.ui.widgets.acts`); a ZIP is asked for by the browser
itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from lib.ui.widgets.acts import Act, newest, note

_HERE: Final = Path(__file__).parent
_KEY: Final = "selection"

_mount: Final = st.components.v2.component(
    "skylit.selection",
    html=(_HERE / "selection.html").read_text("utf-8"),
    css=(_HERE / "selection.css").read_text("utf-8"),
    js=(_HERE / "selection.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipForm:
    """The address of the ZIP, and what proves who asks where no cookie does."""

    address: str
    fields: Mapping[str, str]


def show_selection(*, total: int, most: int, zip_form: ZipForm, shares: bool) -> None:
    """Draw the bar, which hides while nothing is selected, and hear all acts of the page.

    `total` films were found, of which `most` can be selected. `shares`: public links can be made.
    """
    _mount(
        key=_KEY,
        data={
            "total": total,
            "most": most,
            "zip": {"address": zip_form.address, "fields": dict(zip_form.fields)},
            "shares": shares,
            "all": st.session_state.get("selected_all"),
            "go": st.session_state.get("selected_go"),
            "done": newest(),
        },
        on_acted_change=lambda: note(_KEY),
    )


def select_all(act: Act, films: Sequence[tuple[str, bool]]) -> None:
    """Answer `all`: select these, too. Each is an id, and whether its film plays."""
    st.session_state["selected_all"] = {"at": act.at, "films": [list(each) for each in films]}


def go_to(act: Act, address: str) -> None:
    """Answer an act with another page of ours."""
    st.session_state["selected_go"] = {"at": act.at, "address": address}
