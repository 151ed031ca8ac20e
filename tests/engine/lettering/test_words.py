from __future__ import annotations

import pytest

from lib.engine.lettering.words import word_starts


def parted(text: str) -> str:
    starts = word_starts(list(text)) - {0}
    return "".join(f"|{sign}" if place in starts else sign for place, sign in enumerate(text))


@pytest.mark.parametrize(
    "text",
    [
        "上海|欢迎|你", "新年|快乐|上海", "恭喜|发财|红包|拿来", "合作|伙伴的|支持|与信任",
        "新年|快樂|恭喜|發財", "让我们|一起", "2026年|新春|快乐|万事|如意", "2026年度|盛典", "5月|新品|发布会",
        "我爱|上海|Shanghai",
    ],
)  # fmt: skip
def test_chinese_words_are_pairs_with_their_particles(text: str) -> None:
    assert parted(text.replace("|", "")) == text


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
