from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib.caption import Caption
from lib.engine.lettering import check_supported, fonts, unsupported
from lib.engine.lettering.characters import resolve
from lib.errors import UnsupportedCharacters

ROOT = Path(__file__).resolve().parents[3]


def drawn(words: str) -> list[str]:
    return [character.drawn for character in resolve(Caption.parse(words))]


def typefaces(words: str) -> set[fonts.Typeface]:
    return {c.typeface for c in resolve(Caption.parse(words)) if not c.text.isspace()}


@pytest.mark.parametrize(
    "greeting",
    [
        "Hello Ångström", "Привет, Ёлка", "Γειά σου Κόσμε", "你好，世界！", "こんにちは、ドローン",
        "안녕하세요", "مرحبا بالعالم", "שלום עולם", "नमस्ते दुनिया", "สวัสดีชาวโลก", "হ্যালো বিশ্ব",
        "வணக்கம்", "నమస్కారం", "ជំរាបសួរ", "ສະບາຍດີ", "გამარჯობა", "Բարև Ձեզ", "ሰላም ልዑል", "မင်္ဂလာပါ",
        "ආයුබෝවන්", "નમસ્તે", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "ನಮಸ್ಕಾರ", "നമസ്കാരം", "ନମସ୍କାର", "★ → ♪ ∞ € № ½ ™", "🚀🎉",
    ],
)  # fmt: skip
def test_every_script_of_the_typefaces_can_be_drawn(greeting: str) -> None:
    assert unsupported(Caption.parse(greeting)) == ()


def test_missing_characters_are_told_once_and_in_order() -> None:
    assert unsupported(Caption.parse("𓁀 a 𓀀 b 𓁀")) == ("𓁀", "𓀀")


def test_the_refusal_names_the_character_and_says_what_to_do() -> None:
    with pytest.raises(UnsupportedCharacters) as refusal:
        check_supported(Caption.parse("Hi 𓀀"))
    assert str(refusal.value) == (
        "The drones cannot draw 𓀀 (egyptian hieroglyph a001). Take it out."
    )
    assert refusal.value.characters == ("𓀀",)


def test_the_refusal_names_several_characters() -> None:
    with pytest.raises(UnsupportedCharacters, match=r"a001\) and 𓀁 .* Take them out\."):
        check_supported(Caption.parse("𓀀 𓀁"))


def test_what_shows_nothing_is_no_character() -> None:
    assert unsupported(Caption("\u3164")) == ("\u3164",)  # Hangul filler: a letter without ink


@pytest.mark.parametrize("heart", ["❤", "❤️", "❤︎", "💙", "🖤"])
def test_hearts_of_one_colour_are_solid(heart: str) -> None:
    assert drawn(f"I {heart} SH")[2] == "♥"


@pytest.mark.parametrize("sequence", ["👨‍👩‍👧‍👦", "👍🏽", "🇨🇳", "1️⃣", "🏳️‍🌈", "❤️‍🔥", "👩🏽‍🚀"])
def test_a_sequence_that_is_one_picture_stays_whole(sequence: str) -> None:
    (character,) = resolve(Caption.parse(sequence))
    assert character.is_picture
    assert character.drawn[0] == sequence[0]
    assert "\u200d" not in sequence or "\u200d" in character.drawn


@pytest.mark.parametrize(
    ("sequence", "pictures"), [("🚀‍🎉", "🚀🎉"), ("🚀🏽", "🚀"), ("🐼🏽‍🚀", "🐼🚀")]
)
def test_a_sequence_that_nobody_has_drawn_shows_its_parts(sequence: str, pictures: str) -> None:
    assert drawn(sequence) == [pictures]


@pytest.mark.parametrize("sign", ["1", "#", "*", "©", "®", "™", "‼", "↔"])
def test_signs_that_may_be_pictures_are_text_unless_asked_for(sign: str) -> None:
    assert fonts.EMOJI not in typefaces(f"a {sign}")


def test_a_sign_is_a_picture_where_it_is_asked_for() -> None:
    assert fonts.EMOJI in typefaces("a ☀️")


@pytest.mark.parametrize(("fancy", "plain"), [("𝓗𝓲", ["H", "i"]), ("𝟚𝟘", ["2", "0"])])
def test_letters_in_fancy_dress_are_drawn_plainly(fancy: str, plain: list[str]) -> None:
    assert drawn(fancy) == plain


@pytest.mark.parametrize(
    ("words", "face"),
    [
        ("直", fonts.CHINESE), ("直 を", fonts.JAPANESE), ("直 한", fonts.KOREAN),
        ("直 ㄅ", fonts.TAIWANESE),
    ],
)  # fmt: skip
def test_han_takes_the_shapes_of_its_language(words: str, face: fonts.Typeface) -> None:
    assert typefaces(words) == {face}


@pytest.mark.parametrize(
    ("words", "face"),
    [
        ("進口博覽會", fonts.TAIWANESE), ("進口 Expo", fonts.TAIWANESE), ("进口博览会", fonts.CHINESE),
        ("新製品発表会", fonts.JAPANESE), ("駅前広場", fonts.JAPANESE), ("国際映画祭", fonts.JAPANESE),
        ("上海", fonts.CHINESE), ("大韓民國 만세", fonts.KOREAN),
    ],
)  # fmt: skip
def test_han_alone_tells_its_language_by_its_shapes(words: str, face: fonts.Typeface) -> None:
    assert {c.typeface for c in resolve(Caption.parse(words)) if c.script == "Han"} == {face}


@pytest.mark.parametrize(
    "signs",
    [
        "←↑→↓⇒⟶➜➤", "★☆✦✧✪", "✓✔✗✘☑☒☐", "❝❞❛❜„", "♔♛♞♟♠♣♥♦", "⠓⠑⠇⠇⠕", "∀∃∈∑√∞≠≤", "♩♪♫♬𝄞", "■□▲△●○◆◇◕",
        "①②⑳Ⓐ", "⌘⌥⏎⌫", "₿₹₽₩",
    ],
)  # fmt: skip
def test_everyday_signs_are_drawn(signs: str) -> None:
    assert unsupported(Caption.parse(f"a {signs}")) == ()


@pytest.mark.parametrize("key", ["1\u20e3", "#\u20e3", "1\ufe0f\u20e3"])
def test_a_keycap_is_one_with_or_without_its_selector(key: str) -> None:
    (character,) = resolve(Caption.parse(key))
    assert (character.typeface, character.drawn) == (fonts.EMOJI, f"{key[0]}\ufe0f\u20e3")


def test_people_who_stand_together_get_the_room_to_be_told_apart() -> None:
    family, one, *_ = (c for c in resolve(Caption.parse("👨‍👩‍👧‍👦👩‍🚀")) if c.is_picture)
    assert family.typeface.size > 1.3 * one.typeface.size
    assert family.figures == 4


def test_punctuation_follows_the_text_before_it() -> None:
    assert typefaces("你好，“世界”…2026年！") == {fonts.CHINESE}
    assert typefaces("سلام، 2026") == {fonts.BY_SCRIPT["Arabic"]}


def test_marks_of_direction_need_no_glyph() -> None:
    assert unsupported(Caption.parse("abc\u200f שלום\u200e")) == ()


def test_asking_is_fast() -> None:
    captions = [Caption.parse(f"新年快乐 Happy {year} नमस्ते 🚀") for year in range(2000, 2020)]
    unsupported(captions[0])
    began = time.process_time()
    for caption in captions[1:]:
        unsupported(caption)
    assert (time.process_time() - began) / 19 < 0.005


def test_asking_does_not_import_numba() -> None:
    program = (
        "import sys; from lib.caption import Caption; from lib.engine.lettering import unsupported;"
        "unsupported(Caption.parse('Hi 你')); sys.exit('numba' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60)
