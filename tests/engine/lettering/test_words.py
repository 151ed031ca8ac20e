from __future__ import annotations

from itertools import pairwise

import pytest

from lib.engine.lettering.words import joints, word_starts


def parted(text: str) -> str:
    starts = word_starts(list(text)) - {0}
    return "".join(f"|{sign}" if place in starts else sign for place, sign in enumerate(text))


@pytest.mark.parametrize(
    "text",
    [
        "进口|博览会|欢迎您", "祝大家|新年快乐", "直播间|抢购|攻略", "夏季|T恤|清仓",
        "國際|電影節|隆重|開幕", "双十一|狂欢节",
        "双11|狂欢节", "618|年中大促", "上海|欢迎你", "我爱|上海|Shanghai", "合作伙伴的|支持|与信任",
        "2026年|新春快乐|万事如意",
        "2026年度|盛典", "2026|新年快乐", "11月28日|盛大|开业", "满100|送20", "第18届中国|国际|动漫节",
        "祝您|闔家歡樂",
        "让我们|一起|点亮|夜空", "扫码|领红包", "维生素C片", "B站|跨年|晚会", "AI|大模型|发布会",
    ],
)  # fmt: skip
def test_chinese_parts_into_words_with_the_short_ones_that_lean_on_them(text: str) -> None:
    assert parted(text.replace("|", "")) == text


def compound(text: str) -> str:
    places = joints(list(text))
    return "".join(f"|{sign}" if place in places else sign for place, sign in enumerate(text))


@pytest.mark.parametrize(
    "text",
    [
        "コミュニケーション|デザイン", "クリスマス|プレゼント|キャンペーン", "オープニング|セレモニー",
        "アニバーサリー|パーティー",
        "ブラック|フライデー|セール", "ハッピー|ニューイヤー", "オンライン|ショップ|リニューアル",
        "イルミネーション", "ドローン|ショー",
    ],
)  # fmt: skip
def test_a_katakana_compound_parts_at_its_joints(text: str) -> None:
    assert compound(text.replace("|", "")) == text


@pytest.mark.parametrize(
    "text",
    [
        "ຍິນດີ|ຕ້ອນຮັບ|ສູ່|ຊຽງໄຮ້", "សូមស្វាគមន៍|មកកាន់|សៀងហៃ", "မင်္ဂလာ|နှစ်သစ်ကူး|ပါ",
        "ยินดี|ต้อนรับ|สู่|เซี่ยงไฮ้",
    ],
)  # fmt: skip
def test_scripts_of_south_east_asia_part_into_words(text: str) -> None:
    assert "|".join(_cut(text.replace("|", ""))) == text


def test_zero_width_spaces_part_words_where_somebody_has_set_them() -> None:
    assert _cut("សូមស្វាគមន៍\u200bមកកាន់សៀងហៃ") == ["សូមស្វាគមន៍\u200b", "មកកាន់សៀងហៃ"]


def _cut(text: str) -> list[str]:
    starts = sorted({0, *word_starts(list(text)), len(text)})
    return [text[start:end] for start, end in pairwise(starts)]


@pytest.mark.parametrize(
    "text",
    [
        "今日は|天気が|いいですね",
        "東京で|開かれる|新製品発表会へ|ようこそ",
        "AIサミット2026へ|ようこそ",
    ],
)
def test_japanese_parts_after_phrases(text: str) -> None:
    assert parted(text.replace("|", "")) == text


def test_thai_has_words_too() -> None:
    assert parted("ขอบคุณสำหรับทุกคน").startswith("ขอบคุณ|สำหรับ|ทุก")


def test_what_has_spaces_needs_no_model() -> None:
    assert not word_starts(list("Grand Opening, Привет, 안녕하세요, مرحبا"))


def test_a_cluster_of_several_code_points_is_one_place() -> None:
    assert word_starts(["👨\u200d👩\u200d👧", "上", "海", "欢", "迎"]) == {1, 3, 5}
