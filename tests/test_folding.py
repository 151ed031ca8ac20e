"""What a person would call the same words is the same to the search, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.caption import tidy
from lib.folding import fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("GRAND Opening", "grand opening"),
        ("Crème brûlée", "creme brulee"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Việt Nam", "viet nam"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Ἀθῆναι", "αθηναι"),
        ("Ёлка", "елка"),
        ("ＡＢＣ　１２", "abc 12"),
        ("ﾎﾞﾝｼﾞｮﾙﾉ", "ボンジョルノ"),
        ("上海\n你好", "上海你好"),
        ("สวัสดี\nชาวโลก", "สวัสดีชาวโลก"),
        ("Grand\nopening", "grand opening"),
        ("مَرْحَبًا", "مرحبا"),
        ("إسلام", "اسلام"),
        ("שָׁלוֹם", "שלום"),
        ("it’s", "it's"),
        ("Mon–Fri", "mon-fri"),
        ("H₂O", "h2o"),
        ("50\N{NO-BREAK SPACE}€", "50 €"),
        ("soft\u00adhyphen", "softhyphen"),
        ("❤️", "❤"),
    ],
)
def test_the_same_words_are_the_same(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [("กิน", "กน"), ("मल", "मेल"), ("か", "が"), ("мой", "мои"), ("grandopening", "grand opening")],
)
def test_other_words_stay_others(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@given(st.text(max_size=40))
def test_a_caption_is_folded_like_the_words_that_were_typed_for_it(words: str) -> None:
    assert fold(tidy(words)).replace(" ", "") in fold(words).replace(" ", "")
