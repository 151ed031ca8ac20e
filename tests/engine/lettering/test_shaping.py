from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from lib.caption import Caption
from lib.engine.lettering import fonts
from lib.engine.lettering.characters import resolve
from lib.engine.lettering.shaping import Cell, shape


def shaped(words: str) -> Sequence[Cell]:
    return shape(resolve(Caption.parse(words)), 560.0)


def ids(cells: Sequence[Cell]) -> list[int]:
    return [glyph.id for cell in cells for glyph in cell.glyphs]


def nominal(typeface: fonts.Typeface, letter: str) -> int:
    glyph = typeface.at(560.0).get_nominal_glyph(ord(letter))
    assert glyph is not None
    return int(glyph)


def test_arabic_letters_are_joined() -> None:
    arabic = fonts.BY_SCRIPT["Arabic"]
    joined = ids(shaped("سسس"))
    assert len(set(joined)) == 3  # initial, medial, final
    assert nominal(arabic, "س") not in joined


def test_brackets_are_mirrored_where_text_runs_right_to_left() -> None:
    _, opening, *_ = shaped("א(ב)")
    assert ids([opening]) == [nominal(fonts.SANS, ")")]


def test_devanagari_clusters_are_one_cell() -> None:
    cells = shaped("नमस्ते")
    assert [cell.end - cell.start for cell in cells] == [1, 1, 1]
    assert len(ids(cells)) < len("नमस्ते") + 1


def test_cells_hold_every_character_once_and_in_order() -> None:
    words = "Hi مرحبا (abc) 新年 🚀 สวัสดี क्षत्रिय ﷽"
    cells = shaped(words)
    assert cells[0].start == 0
    assert cells[-1].end == len(Caption.parse(words))
    assert all(a.end == b.start for a, b in pairwise(cells))


def test_a_lone_mark_gets_no_dotted_circle() -> None:
    thai = fonts.BY_SCRIPT["Thai"]
    assert nominal(thai, "◌") not in ids(shaped("ก ี"))


def test_no_glyph_is_missing() -> None:
    assert 0 not in ids(shaped("Hi مرحبا 新年 🚀🏽‍🎉 สวัสดี क्षत्रिय ﷽ 1️⃣\u200e é"))


def test_a_mark_that_is_wider_than_its_letter_widens_its_cell() -> None:
    plain, ringed, _ = shaped("ii\u20dd|")
    assert ringed.advance > plain.advance + 0.3
    assert ringed.left > -0.1
    assert ringed.right < ringed.advance + 0.1


def test_emoji_leave_no_gap_beside_letters() -> None:
    (picture,) = shaped("🎉")
    assert picture.left == pytest.approx(0.05, abs=0.01)
    assert picture.advance == pytest.approx(picture.right + 0.05, abs=0.01)
