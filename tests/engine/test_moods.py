"""What "Auto" picks follows the words, in every script, and stays while one types."""

from __future__ import annotations

from itertools import accumulate, groupby

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from lib.caption import Caption
from lib.engine.lettering import fonts, unsupported
from lib.engine.moods import mood_of, moods
from lib.engine.palette import PALETTES
from lib.engine.request import RenderRequest
from lib.template import CATALOGUE, LANTERN_FESTIVAL, NEON_ALLEY, Template


def palette_of(words: str) -> str:
    return RenderRequest.parse(words).palette.name


@pytest.mark.parametrize(
    ("words", "palette"),
    [
        ("Happy New Year", "red"), ("新年快乐", "red"), ("새해 복 많이 받으세요", "red"), ("С Новым годом!",
        "red"),
        ("كل عام وأنتم بخير", "red"), ("नया साल मुबारक", "red"), ("สุขสันต์วันปีใหม่", "red"), ("ຮັກ", "red"),
        ("恭喜发财", "gold"), ("开业大吉", "gold"), ("We won the Champions Award", "gold"), ("🏆", "gold"),
        ("I love you", "red"), ("我爱你", "red"), ("Te quiero, Ana", "red"), ("الحب", "red"), ("האהבה",
        "red"),
        ("Люблю тебя", "red"), ("사랑해", "red"), ("Marry me ❤️", "red"), ("სიყვარული", "red"), ("ፍቅር",
        "red"),
        ("Go green with us", "jade"), ("绿色环保 低碳生活", "jade"), ("Природа зовёт", "jade"), ("🌱",
        "jade"),
        ("Winter is here", "ice"), ("冰雪节", "ice"), ("Merry Christmas", "ice"), ("Frohe Weihnachten",
        "ice"),
        ("Summer Sale −50%", "neon"), ("直播间抢购攻略", "neon"), ("Распродажа", "neon"), ("ลดราคา", "neon"),
        ("AI Summit", "neon"), ("音乐节", "neon"),
    ],
)  # fmt: skip
def test_colours_follow_the_words(words: str, palette: str) -> None:
    assert palette_of(words) == palette


@pytest.mark.parametrize("words", ["Aims and windows", "Prices", "Noticed", "Seattle", "Gracias"])
def test_a_short_word_inside_another_says_nothing(words: str) -> None:
    assert mood_of(words) is None


def test_a_template_that_lacks_the_best_palette_gets_the_next() -> None:
    assert RenderRequest.parse("Black Friday Sale", LANTERN_FESTIVAL.name).palette.name == "red"
    assert RenderRequest.parse("Grand prosperity", NEON_ALLEY.name).palette.name == "red"
    for template in CATALOGUE:
        own = template.palettes or tuple(each.name for each in PALETTES)
        assert RenderRequest.parse("雪", template.name).palette.name in own


def test_the_rest_is_spread_over_the_palettes() -> None:
    names = {palette_of(f"{first}xyz") for first in "abcdefghijklmnopqrstuvwxyz"}
    assert names == {palette.name for palette in PALETTES}


def test_colours_do_not_hop_while_one_types() -> None:
    typed = list(accumulate("Quarterly numbers for everybody in town"))
    assert len({palette_of(words) for words in typed}) == 1
    heard = [palette_of(words) for words in accumulate("Quarterly, with love, from Ann")]
    assert [palette for palette, _ in groupby(heard)] == [heard[0], "red"]


@given(st.text("abc 上海愛🎉", min_size=1, max_size=20), st.sampled_from(CATALOGUE))
def test_any_words_get_a_palette_of_their_template(words: str, template: Template) -> None:
    request = RenderRequest.parse(f"x{words}", template.name)
    assert not template.palettes or request.palette.name in template.palettes


def test_the_table_speaks_every_script_and_only_words_that_can_be_drawn() -> None:
    known = {palette.name for palette in PALETTES}
    text = "".join(mood.words.pattern for mood in moods())
    assert all(set(mood.palettes) <= known for mood in moods())
    scripts = [script for script in fonts.BY_SCRIPT if not regex.search(rf"\p{{{script}}}", text)]
    assert not scripts
    for word in regex.findall(r"[\p{L}\p{M}\p{So}]+", text):
        assert unsupported(Caption.parse(f"x {word}")) == (), word
