from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.caption import Caption
from lib.engine.lettering.breaks import Strength, between
from lib.engine.lettering.layout import Layout, lay_out
from lib.errors import InvalidCaption
from tests.engine.lettering.laying import laid, lines


@pytest.mark.parametrize(
    "words",
    [
        "The quick brown fox jumps over the lazy dog while the sun sets over Shanghai",
        "Привет, Шанхай! С Новым годом, друзья и коллеги",
        "كل عام وأنتم بخير من مدينة شنغهاي المضيئة",
        "नया साल मुबारक हो शंघाई से सभी दोस्तों को",
        "안녕하세요 상하이 드론 쇼에 오신 것을 환영합니다",
        "สุขสันต์ วันปีใหม่ จาก เซี่ยงไฮ้",
        "I ❤️ Shanghai 🚀 2026",
        "x",
    ],
)
def test_lines_break_between_words(words: str) -> None:
    assert " ".join(lines(words)) == words


@pytest.mark.parametrize("words", ["新年快乐 上海", "新年 快乐", "上海 ようこそ"])
def test_chinese_and_japanese_break_at_spaces_first(words: str) -> None:
    assert "\n".join(lines(words)) == words.replace(" ", "\n")


@pytest.mark.parametrize(
    ("words", "broken"),
    [("新年快乐上海", "新年快乐 上海"), ("我爱上海", "我爱 上海"), ("上海欢迎你", "上海 欢迎你")],
)
def test_chinese_words_of_two_characters_stay_whole(words: str, broken: str) -> None:
    assert " ".join(lines(words)) == broken


def test_chinese_without_spaces_breaks_between_characters() -> None:
    broken = lines("欢迎来到上海人工智能大会，让我们一起点亮夜空！")
    assert len(broken) > 2
    assert "".join(broken) == "欢迎来到上海人工智能大会，让我们一起点亮夜空！"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("好", "，"), ("界", "！"), ("海", "）"), ("》", "。"), ("シ", "ョ"), ("ロ", "ー"), ("人", "々"),
        ("（", "上"), ("「", "上"), ("《", "上"), ("¥", "5"), ("เ", "ซ"), ("ก", "ะ"), ("a", "b"),
        ("5", "%"), ("ル", "ー"),
    ],
)  # fmt: skip
def test_no_line_ends_where_a_reader_would_stumble(before: str, after: str) -> None:
    assert between(before, after) is Strength.ANYWHERE


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("こんにちは世界、上海ドローンショーへようこそ", "こんにちは 世界、 上海ドローン ショーへ ようこそ"),
        ("東京で開かれる新製品発表会へようこそ", "東京で開かれる 新製品発表会へ ようこそ"),
        ("お誕生日おめでとうございます", "お誕生日 おめでとう ございます"),
        ("「未来」を、ここから。", "「未来」を、 ここから。"),
        ("欢迎来到上海人工智能大会，让我们一起点亮夜空！",
        "欢迎来到上海 人工智能大会， 让我们一起 点亮夜空！"),
        ("感谢所有合作伙伴的支持与信任", "感谢所有 合作伙伴的 支持与信任"),
        ("2026年新春快乐万事如意", "2026年 新春快乐 万事如意"),
        ("第三届中国国际进口博览会开幕", "第三届中国 国际进口 博览会开幕"),
        ("สุขสันต์วันปีใหม่", "สุขสันต์ วันปีใหม่"),
        ("生日快乐🎂🎉", "生日快乐 🎂🎉"),
    ],
)  # fmt: skip
def test_lines_break_between_words_also_where_no_space_parts_them(words: str, broken: str) -> None:
    assert " ".join(lines(words)) == broken


def test_a_phrase_of_chinese_keeps_its_line_though_lines_are_less_even() -> None:
    words = (
        "新年快乐 祝福大家 事业有成 感谢所有合作伙伴的支持与信任 让我们携手同行 迎接更加美好的明天"
    )
    whole = {"新年快乐", "祝福大家 事业有成", "让我们携手同行", "迎接更加美好的明天"}
    assert whole < set(lines(words))


@given(st.text("ab \n\u00a0\u200b\u00ad-/新年，😀1€", min_size=1, max_size=60))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_lines_lose_nothing_but_blanks_and_keep_every_line_break(words: str) -> None:
    try:
        caption = Caption.parse(words)
    except InvalidCaption:
        return
    broken = lay_out(caption, width=548, height=400).lines
    shown = caption.on_one_line.replace(" ", "").replace("\u00a0", "")
    joined = "".join(broken).replace(" ", "").replace("\u00a0", "")
    assert joined.replace("-", "") == shown.replace("-", "")
    assert len(broken) > caption.text.count("\n")


def test_a_word_is_broken_only_as_the_last_resort() -> None:
    assert lines("Congratulations!") == ("Congratulations!",)
    broken = lines("x" * 80)
    assert len(broken) > 3
    assert "".join(broken) == "x" * 80


def test_thai_without_spaces_breaks_between_clusters() -> None:
    words = "สวัสดีชาวโลกยินดีต้อนรับสู่เซี่ยงไฮ้ในคืนวันปีใหม่"
    broken = lines(words)
    assert len(broken) > 1
    assert "".join(broken) == words
    assert not any(line[0] in "ะาำ\u0e31\u0e34\u0e35" for line in broken)


def test_lines_are_balanced() -> None:
    words = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    broken = lines(" ".join(words))
    longest = max(map(len, broken))
    assert longest <= 1.1 * min(
        max(len(" ".join(words[a:b])) for a, b in pairwise([0, *ends, len(words)]))
        for ends in combinations(range(1, len(words)), len(broken) - 1)
    )


def test_letters_are_as_large_as_the_box_allows() -> None:
    layout = laid("Happy New Year Shanghai")
    assert layout.width == pytest.approx(548, abs=0.5) or layout.height == pytest.approx(
        400, abs=0.5
    )
    assert laid("HI").font_size == pytest.approx(230)


def test_fewer_lines_are_preferred() -> None:
    assert len(lines("Hello")) == 1
    assert len(lines("一 二 三 四 五 六")) == 2  # three lines of two would be no larger


@pytest.mark.parametrize(
    "words",
    [
        "ผู้ใหญ่ ที่ดี ชื่อ ปู่ สู่ ฝั่ง",
        "هُوَ اللَّهُ إِيْمَانٌ بِٱلْغَيْبِ شُكْرًا جَزِيلًا",
        "हिन्दी मूर्ति कृष्ण र्स्त्री",
        "Ǻǻ Ộộ Ḝḝ gjpqy ỘỘ ÇÇ gg ŞŞ ÅÅ",
    ],
)
def test_marks_of_neighbouring_lines_do_not_meet(words: str) -> None:
    layout = laid(" ".join([words] * 2)[:79])
    assert len(layout.lines) > 1
    tops: dict[float, float] = {}
    bottoms: dict[float, float] = {}
    baselines = _baselines(layout)
    for placed in layout.glyphs:
        ink = placed.glyph.font.get_glyph_extents(placed.glyph.id)
        unit = placed.glyph.em * layout.font_size
        line = min(baselines, key=lambda y: abs(y - (placed.y - placed.glyph.y)))
        top = placed.y - ink.y_bearing * unit
        tops[line] = min(tops.get(line, 1e9), top)
        bottoms[line] = max(bottoms.get(line, -1e9), top - ink.height * unit)
    ordered = sorted(tops)
    assert all(bottoms[upper] < tops[lower] for upper, lower in pairwise(ordered))


def _baselines(layout: Layout) -> list[float]:
    """The heights that most glyphs stand on, one for each line."""
    counts: dict[float, int] = {}
    for placed in layout.glyphs:
        counts[round(placed.y, 3)] = counts.get(round(placed.y, 3), 0) + 1
    return sorted(counts, key=lambda y: -counts[y])[: len(layout.lines)]
