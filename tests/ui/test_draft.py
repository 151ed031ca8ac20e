from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ui.draft import read_kept

KEPT = {
    "words": "Grand opening 新年\nsoon 🚀",
    "template": "Neon Alley",
    "format": "1080x1350",
    "provider": "builtin",
    "palette": "brand",
    "brand": "#ff5a36",
}


def cookie(draft: object) -> str:
    return quote(json.dumps(draft))


def test_a_draft_comes_back_as_it_was_kept() -> None:
    assert read_kept(cookie(KEPT)) == KEPT


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(cookie))
def test_no_cookie_is_an_error(text: str) -> None:
    read_kept(text)


@given(
    name=st.sampled_from(sorted(KEPT)),
    value=st.none() | st.integers() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()),
)
def test_what_is_no_text_is_left_out_and_the_rest_stays(name: str, value: object) -> None:
    kept = read_kept(cookie({**KEPT, name: value}))
    assert kept == {other: text for other, text in KEPT.items() if other != name}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("template", "No such show"),
        ("format", "12x12"),
        ("provider", "somebody"),
        ("palette", "url(x)"),
        ("brand", "red"),
        ("brand", "#ff5a36;background:url(x)"),
        ("brand", "#FF5A3"),
        ("words", "\ud800"),
    ],
)
def test_what_is_not_offered_is_left_out(name: str, value: str) -> None:
    assert name not in read_kept(cookie({**KEPT, name: value}))
