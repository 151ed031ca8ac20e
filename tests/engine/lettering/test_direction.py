from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.engine.lettering.direction import levels, visual_order


def displayed(text: str) -> str:
    return "".join(text[i] for i in visual_order(levels(text)))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("abc 12", "abc 12"),
        ("אבג", "גבא"),
        ("abc אבג def", "abc גבא def"),
        ("אבג abc דהו", "והד abc גבא"),
        ("אבג 12, 34", "34 ,12 גבא"),
        ("אבג (abc) def", "def )abc( גבא"),  # brackets are mirrored when they are shaped
        ("abc (אבג) def", "abc (גבא) def"),
    ],
)
def test_lines_are_reordered_as_uax_9_says(written: str, seen: str) -> None:
    assert displayed(written) == seen


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abאבعر12٣٤ ()[].,:/+-%$!?", min_size=1, max_size=24).map(str.strip))
def test_order_agrees_with_the_compiled_algorithm(text: str) -> None:
    assert displayed(text) == get_display(text)


def test_joiners_go_with_what_they_join() -> None:
    assert levels("عر\u200cب") == [1, 1, 1, 1]


def test_signs_newer_than_pythons_tables_are_neutral() -> None:
    assert levels("אב \U0001fadf גד") == [1] * 7
