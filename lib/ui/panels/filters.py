"""The filters of History, one row of chips. What is chosen stands in the address and nowhere else.

So a view can be sent, and Back and Forward in the browser undo and redo a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from lib.format import FORMATS
from lib.provider import Provider
from lib.search import NAMES, Order, Search, State
from lib.template import CATALOGUE
from lib.ui import phrases
from lib.ui.escape import in_markdown

#: How many months back can be chosen by name.
_MONTHS: Final = 12

_STATES: Final = {
    State.READY: "Ready",
    State.MAKING: "Being made",
    State.ASKS: "Asks you",
    State.FAILED: "Did not work",
    State.CANCELLED: "Cancelled",
}
_ORDERS: Final = {
    Order.NEWEST: "Newest first",
    Order.OLDEST: "Oldest first",
    Order.WORDS: "A to Z",
}


@dataclass(frozen=True, slots=True)
class _Menu:
    """A chip that opens a menu: what may be chosen, by its word in the address."""

    name: str
    label: str
    options: dict[str, str]
    chosen: str = ""
    #: What it says where nothing is chosen.
    anything: str = ""


def show_filters(search: Search, providers: Sequence[Provider], now: datetime) -> None:
    """Draw the chips. What a press changes is put into the address before the next run."""
    query = search.query
    with st.container(key="filters", horizontal=True, gap="small"):
        st.button("All", key="chip_all", on_click=show_everything)
        st.button(
            "Starred", key="chip_starred", icon=":material/star:", on_click=_put,
            args=("starred", "" if search.starred else "yes"),
        )  # fmt: skip
        if search.batch:
            st.button(
                "This batch", key="chip_batch", icon=":material/close:", on_click=_put,
                args=("batch", ""),
            )  # fmt: skip
        for menu in _menus(query, providers, now):
            _show_menu(menu)
        _show_menu(_Menu("sort", "Sort", _orders(), query.get("sort", ""), _ORDERS[Order.NEWEST]))
    st.html(f"<style>{_look(search)}</style>")


def show_everything() -> None:
    """Clear filters and words; for a button's callback."""
    for name in (*NAMES, "page"):
        if name not in ("sort", "q"):
            st.query_params.pop(name, None)
    st.session_state["q"] = ""  # its field is bound to the address, and alone may change it


def _menus(query: dict[str, str], providers: Sequence[Provider], now: datetime) -> list[_Menu]:
    """Return the menus in which there is something to choose."""
    offered = {
        "template": {each.slug: each.name for each in CATALOGUE},
        "provider": {each.value: each.label for each in providers},
        "format": {each.name: phrases.shape(each) for each in FORMATS},
        "state": {state.value: label for state, label in _STATES.items()},
        "when": _spans(now),
    }
    labels = {
        "template": ("Template", "Any template"), "provider": ("Rendered by", "Anybody"),
        "format": ("Format", "Any format"), "state": ("State", "Any state"),
        "when": ("When", "Any time"),
    }  # fmt: skip
    menus = (
        _Menu(name, labels[name][0], options, query.get(name, ""), labels[name][1])
        for name, options in offered.items()
    )
    return [menu for menu in menus if len(menu.options) > 1 or menu.chosen]


def _show_menu(menu: _Menu) -> None:
    said = menu.options.get(menu.chosen, menu.chosen) or ""
    label = said or (menu.anything if menu.name == "sort" else menu.label)
    key = f"chip_{menu.name}"
    options = ["", *(word for word in menu.options if word)]
    st.menu_button(
        in_markdown(label),
        options,
        key=key,
        help=None,
        format_func=lambda word: in_markdown(menu.options.get(word, "") or menu.anything),
        on_click=lambda: _put(menu.name, str(st.session_state[key] or "")),
    )


def _put(name: str, word: str) -> None:
    if word:
        st.query_params[name] = word
    else:
        st.query_params.pop(name, None)
    st.query_params.pop("page", None)


def _orders() -> dict[str, str]:
    return {order.value: label for order, label in _ORDERS.items() if order is not Order.NEWEST}


def _spans(now: datetime) -> dict[str, str]:
    """Return recent spans, then the last months by name, then whole years."""
    lately = {"today": "Today", "7d": "The last 7 days", "30d": "The last 30 days"}
    months = {}
    year, month = now.year, now.month
    for _ in range(_MONTHS):
        months[f"{year}-{month:02}"] = f"{datetime(year, month, 1):%B %Y}"  # noqa: DTZ001  # a name
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    years = {str(each): str(each) for each in range(now.year, now.year - 3, -1)}
    return {**lately, **months, **years}


def _look(search: Search) -> str:
    """Return the style that gives what is chosen an amber edge."""
    query = search.query
    chosen = [f"chip_{name}" for name in query if name != "q"]
    if not search.is_narrowed:
        chosen.append("chip_all")
    return "".join(
        f".st-key-{key} button{{border-color:var(--accent);color:var(--accent)}}" for key in chosen
    )
