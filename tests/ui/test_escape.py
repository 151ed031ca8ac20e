from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from lib.ui.escape import in_html, in_markdown


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    shown = in_html(text)
    assert not set('<>"') & set(shown)
    assert html.unescape(shown) == text


@given(st.text())
def test_no_punctuation_reaches_markdown_unescaped(text: str) -> None:
    mark = r"[!-/;-@\[-`{-~]"
    assert not re.search(mark, re.sub(rf"\\{mark}", "", in_markdown(text)))


def test_names_of_emoji_and_icons_stay_words() -> None:
    assert ":rocket" not in in_markdown(":rocket: :material/delete: :red[x]")
    assert ":material" not in in_markdown(":material/delete:")


def test_plain_words_are_left_alone() -> None:
    assert in_markdown("Grand opening 新年快乐") == "Grand opening 新年快乐"
