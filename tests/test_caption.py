"""A caption is 1 to 80 characters as people count them, on one line, with nothing hidden in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.caption import MAX_CHARACTERS, Caption, count
from lib.errors import InvalidCaption

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("hello", "hello"),
        ("  hello \n  sky\t ", "hello sky"),
        ("Cafe\u0301", "Café"),
        ("你好上海", "你好上海"),
        ("<b>&amp;", "<b>&amp;"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
    ],
)
def test_words_are_folded_to_one_composed_line(words: str, text: str | None) -> None:
    assert Caption.parse(words).text == (words if text is None else text)


@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u3000", "\u200d", "\ufe0f\u200b"[:1]])
def test_nothing_to_see_is_no_caption(words: str) -> None:
    with pytest.raises(InvalidCaption, match="at least one character"):
        Caption.parse(words)


def test_eighty_fit_and_eighty_one_do_not() -> None:
    assert len(Caption.parse("x" * MAX_CHARACTERS)) == 80
    with pytest.raises(InvalidCaption, match=r"That is 81 characters.*Take out 1\."):
        Caption.parse("x" * 81)


def test_characters_are_what_people_count() -> None:
    assert count(FAMILY * 80) == 80
    assert len(Caption.parse(FAMILY * 80)) == 80
    assert len(Caption.parse("नमस्ते")) < len("नमस्ते")


def test_a_book_is_refused_at_once() -> None:
    with pytest.raises(InvalidCaption) as caught:
        Caption.parse("word " * 1_000_000)
    assert len(caught.value.received) < 100


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\u00ad"],
)
def test_a_hidden_character_is_refused_by_its_number(character: str) -> None:
    with pytest.raises(InvalidCaption, match=f"U\\+{ord(character):04X}"):
        Caption.parse(f"he{character}llo")


@pytest.mark.parametrize(
    "words",
    [
        "A microscopic view of a drop of water",
        "a cat is dancing on a roof",
        "Cinematic shot, bokeh, 4k",
        "An aerial shot of Shanghai at night",
    ],
)
def test_a_scene_is_told_from_words(words: str) -> None:
    assert Caption.parse(words).reads_like_a_scene


@pytest.mark.parametrize(
    "words", ["Happy Friday!", "A new view", "Welcome, Anna", "We love videos", "一个新的开始"]
)
def test_words_are_not_taken_for_a_scene(words: str) -> None:
    assert not Caption.parse(words).reads_like_a_scene


@given(st.text(max_size=120))
def test_whatever_parses_keeps_its_promise(words: str) -> None:
    try:
        caption = Caption.parse(words)
    except InvalidCaption:
        return
    assert 1 <= len(caption) <= 80
    assert caption.text == unicodedata.normalize("NFC", caption.text)
    assert caption.text == " ".join(caption.text.split())
    assert Caption.parse(caption.text) == caption
