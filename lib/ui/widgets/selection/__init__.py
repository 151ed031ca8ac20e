"""The selection of films on History: ticks on the posters, and a bar of what can be done with them.

The browser keeps the selection, so that a tick costs no run of the page. Presses of the bar come back
as `Act`; a ZIP is asked for by the browser itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_KEY: Final = "selection"

_mount: Final = st.components.v2.component(
    "skylit.selection",
    html=(_HERE / "selection.html").read_text("utf-8"),
    css=(_HERE / "selection.css").read_text("utf-8"),
    js=(_HERE / "selection.js").read_text("utf-8"),
)

#: What the bar and the stars can ask for.
ACTS: Final = ("all", "present", "compare", "share", "star", "unstar", "delete")


@dataclass(frozen=True, slots=True)
class Act:
    """What shall be done with these films; `at` tells two presses apart."""

    name: str
    ids: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipForm:
    """The address of the ZIP, and what proves who asks where no cookie does."""

    address: str
    fields: Mapping[str, str]


def show_selection(
    do: Callable[[Act], None], *, total: int, most: int, zip_form: ZipForm, shares: bool
) -> None:
    """Draw the bar, which hides while nothing is selected. `do` is called before the next run.

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
        },
        on_acted_change=lambda: _told(do),
    )


def select_all(act: Act, films: Sequence[tuple[str, bool]]) -> None:
    """Answer `all`: select these, too. Each is an id, and whether its film plays."""
    st.session_state["selected_all"] = {"at": act.at, "films": [list(each) for each in films]}


def go_to(act: Act, address: str) -> None:
    """Answer an act with another page of ours."""
    st.session_state["selected_go"] = {"at": act.at, "address": address}


def _told(do: Callable[[Act], None]) -> None:
    told: Any = st.session_state[_KEY].get("acted")
    if act := _parsed(told):
        do(act)


def _parsed(told: Any) -> Act | None:  # noqa: ANN401  # a browser may send anything
    if not isinstance(told, Mapping) or told.get("act") not in ACTS:
        return None
    ids, at = told.get("ids"), told.get("at")
    if not isinstance(ids, list) or not isinstance(at, int):
        return None
    return Act(told["act"], tuple(each for each in ids if isinstance(each, str)), at)
