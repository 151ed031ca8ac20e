"""Buttons in our own markup, `<button data-act="…" data-of="…">`: a page of many is one element.

A press comes back as an `Act`, which waits in the session until the page takes it and carries it out
before it draws anything. So no press is lost when the run that it began is interrupted by the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from lib.ui.escape import in_html

_HERE: Final = Path(__file__).parent
_KEY: Final = "acts"

#: In the session: the acts that wait, and the number of the newest that has come.
_WAITING: Final = "acts_waiting"
_NEWEST: Final = "acts_newest"

_mount: Final = st.components.v2.component(
    "skylit.acts", html="<i hidden></i>", js=(_HERE / "acts.js").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Act:
    """What shall be done, and with what: mostly ids of films. `at` grows from press to press."""

    name: str
    of: tuple[str, ...]
    at: int


def button(act: str, label: str, heard: str = "", *, of: str = "", look: str = "") -> str:
    """Return the markup of a button. `heard` follows its label, unseen; `look` is its class."""
    more = f' <span class="unseen">{in_html(heard)}</span>' if heard else ""
    return (
        f'<button type="button" class="{look}" data-act="{act}" data-of="{in_html(of)}">'
        f"{in_html(label)}{more}</button>"
    )


def hear_acts() -> None:
    """Hear the buttons of this page. Call once a run; nothing is seen of it."""
    _mount(key=_KEY, data={"done": newest()}, on_acted_change=lambda: note(_KEY))


def newest() -> int:
    """Return the number of the newest act that has come, for the browser to forget all up to it."""
    return int(st.session_state.get(_NEWEST, 0))


def note(key: str) -> None:
    """Keep what the widget of this key was told, each act once. For its callback."""
    told: Any = st.session_state[key].get("acted")
    for act in filter(None, map(_parsed, told if isinstance(told, list) else ())):
        if act.at > newest():
            st.session_state[_NEWEST] = act.at
            st.session_state[_WAITING] = (*st.session_state.get(_WAITING, ()), act)


def take_acts() -> tuple[Act, ...]:
    """Return the acts that wait, and forget them."""
    return tuple(st.session_state.pop(_WAITING, ()))


def _parsed(told: Any) -> Act | None:  # noqa: ANN401  # a browser may send anything
    if not isinstance(told, Mapping) or not isinstance(told.get("act"), str):
        return None
    of, at = told.get("of"), told.get("at")
    if not isinstance(of, list) or not isinstance(at, int):
        return None
    return Act(told["act"], tuple(each for each in of if isinstance(each, str)), at)
