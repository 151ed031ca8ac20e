"""What a browser tells of pressed buttons: each press counts once, and nonsense counts for nothing."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.widgets.acts import Act, button


def _page() -> None:
    import streamlit as st  # this function is run as a script of its own

    from lib.ui.widgets import acts

    acts.note("told")
    st.session_state["taken"] = acts.take_acts()


def taken(at: AppTest, *told: object) -> tuple[Act, ...]:
    at.session_state["told"] = {"acted": list(told)}
    at.run()
    assert not at.exception
    found: tuple[Act, ...] = at.session_state["taken"]
    return found


@pytest.fixture
def at() -> AppTest:
    return AppTest.from_function(_page)


def press(at: int, act: str = "star", *of: Any) -> dict[str, object]:
    return {"act": act, "of": list(of), "at": at}


def test_what_is_told_again_is_done_once(at: AppTest) -> None:
    first, second, third = press(1, "star", "a"), press(2, "star", "b"), press(3, "delete", "a")
    assert taken(at, first) == (Act("star", ("a",), 1),)
    assert taken(at, first, second) == (Act("star", ("b",), 2),)
    assert taken(at, second, third) == (Act("delete", ("a",), 3),)
    assert taken(at, first, second, third) == ()


@pytest.mark.parametrize(
    "nonsense",
    [None, 7, "star", [], {}, {"act": 1, "of": [], "at": 1}, {"act": "star", "of": "a", "at": 1},
     {"act": "star", "of": ["a"], "at": "1"}, {"act": "star", "at": 1}],
)  # fmt: skip
def test_nonsense_is_left_alone_and_stops_nothing(at: AppTest, nonsense: object) -> None:
    assert taken(at, nonsense, press(5, "open", "a", 3, None)) == (Act("open", ("a",), 5),)


def test_a_label_and_what_it_is_about_stay_words() -> None:
    made = button("again", "<b>", 'x"y', of='"><script>', look="act")
    assert "<b>" not in made
    assert "<script>" not in made
    assert "&lt;b&gt;" in made
