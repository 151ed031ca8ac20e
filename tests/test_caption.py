"""A caption is 1 to 80 characters as people count them, with nothing hidden in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.caption import MAX_CHARACTERS, Caption, count, cut, tidy, without
from lib.errors import InvalidCaption

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("hello", "hello"),
        ("  hello   sky\t ", "hello sky"),
        ("Cafe\u0301", "Café"),
        ("你好上海", "你好上海"),
        ("<b>&amp;", "<b>&amp;"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", None),
    ],
)
def test_spaces_are_folded_and_letters_composed(words: str, text: str | None) -> None:
    assert Caption.parse(words).text == (words if text is None else text)


@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u3000", "\u200d", "\ufe0f\u200b"[:1]])
def test_nothing_to_see_is_no_caption(words: str) -> None:
    with pytest.raises(InvalidCaption, match="one character is enough"):
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
    [
        "\x00", "\x1b", "\x7f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800", "\u180e", "\u034f",
        "\u3164", "\U000e0041",
    ],
)  # fmt: skip
def test_what_nobody_sees_is_dropped(character: str) -> None:
    assert Caption.parse(f"he{character}llo{character}") == Caption("hello")


@pytest.mark.parametrize("hint", ["\u200b", "\u00ad"])
def test_a_place_to_break_is_kept_inside_a_word_and_counts_nothing(hint: str) -> None:
    caption = Caption.parse(f"{hint}bright{hint}{hint}er {hint}sky{hint}")
    assert caption.text == f"bright{hint}er sky"
    assert len(caption) == len("brighter sky")
    assert caption.on_one_line == "brighter sky"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("See you\nat the fair", "See you\nat the fair"),
        ("  one \r\n\r\n\ttwo\u2028three\n", "one\ntwo\nthree"),
        ("a\x0bb\x0cc\x85d\u2029e\rf", "a\nb\nc\nd\ne\nf"),
    ],
)
def test_a_line_break_that_was_typed_is_kept(words: str, text: str) -> None:
    caption = Caption.parse(words)
    assert caption.text == text
    assert len(caption) == len(text)
    assert caption.on_one_line == text.replace("\n", " ")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007"])
def test_a_no_break_space_stays_one(space: str) -> None:
    assert Caption.parse(f"{space}50{space}{space}€ {space}off").text == f"50{space}€ off"


@pytest.mark.parametrize(
    "words", ["x" * 200, "ab " * 60, FAMILY * 90, "a\nb" * 60, "a\u00adb" * 60]
)
def test_words_that_are_cut_fit(words: str) -> None:
    cut_words = cut(words)
    assert 79 <= len(Caption.parse(cut_words)) <= 80
    assert tidy(words).startswith(cut_words)


def test_characters_are_taken_out_whole() -> None:
    assert without(f"Hi {FAMILY} 𓀀 you\n𓀀", {"𓀀", FAMILY}) == "Hi you"
    assert without("👩‍👩‍👧‍👦👩", {"👩"}) == FAMILY


@pytest.mark.parametrize(
    "words",
    [
        "A microscopic view of a drop of water",
        "a cat is dancing on a roof",
        "Cinematic shot, bokeh, 4k",
        "An aerial shot of Shanghai at night",
        "Three men walking in the rain",
        "A camera pans over the city",
        "A close-up of an eye",
        "a portrait of a lady\nphotorealistic",
    ],
)
def test_a_scene_is_told_from_words(words: str) -> None:
    assert Caption.parse(words).reads_like_a_scene


@pytest.mark.parametrize(
    "words",
    [
        "Happy Friday!", "A new view", "Welcome, Anna", "We love videos", "一个新的开始", "A star is born",
        "A new year is here", "An amazingly good deal", "A truly great view", "A better world is possible",
        "4K TV −50%", "Slow-motion Sundays", "A picture of health", "Some really good video",
        "An evening in Shanghai", "A new view of the world", "Two hearts are one", "A night to remember",
    ],
)  # fmt: skip
def test_a_slogan_is_not_taken_for_a_scene(words: str) -> None:
    assert not Caption.parse(words).reads_like_a_scene


_PASTED = st.text(
    st.characters()
    | st.sampled_from("ab \n\r\u00a0\u202f\u200b\u00ad\u202e\ufeff\u2028\u0301\u200d🚀"),
    max_size=120,
)


@given(_PASTED)
def test_whatever_parses_keeps_its_promise(words: str) -> None:
    try:
        caption = Caption.parse(words)
    except InvalidCaption:
        return
    assert 1 <= len(caption) <= 80
    assert caption.text == unicodedata.normalize("NFC", caption.text)
    for line in caption.text.split("\n"):
        assert line == line.strip() != ""
        assert "  " not in line
    assert Caption.parse(cut(words)) == caption
    assert Caption.parse(caption.text) == caption
