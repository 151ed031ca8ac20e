from __future__ import annotations

import pytest

from lib.caption import Caption
from lib.engine.legibility import Legibility, LegibilityReport, Writing, judge, read


def written(
    words: str, drones: int, height: float, outline: float, *, torn: bool = False
) -> Writing:
    """`outline`: ems of each character."""
    return Writing(
        lines=(words,),
        drones=drones,
        letter_height=height,
        outline=outline * len(words.replace(" ", "")),
        torn=torn,
    )


@pytest.mark.parametrize(
    ("words", "drones", "height", "outline", "verdict"),
    [
        ("HI", 441, 190, 2.4, Legibility.GOOD),
        ("Welcome to the AI Summit", 1200, 86, 2.2, Legibility.GOOD),
        ("a" * 60, 1920, 63, 2.2, Legibility.GOOD),
        ("a" * 60, 1910, 63, 2.2, Legibility.POOR),
        ("i" * 60, 1910, 63, 1.2, Legibility.GOOD),
        ("Soon" + "." * 40, 760, 63, 0.4, Legibility.GOOD),
        ("a" * 20, 2000, 39, 2.2, Legibility.TIGHT),
        ("a" * 20, 2000, 23, 2.2, Legibility.POOR),
        ("新" * 16, 1964, 91, 7.0, Legibility.GOOD),
        ("新" * 30, 1620, 54, 7.0, Legibility.TIGHT),
        ("新" * 30, 1616, 54, 7.0, Legibility.POOR),
        ("新" * 30, 1700, 32, 7.0, Legibility.POOR),
        ("नमस्ते", 900, 54, 3.6, Legibility.TIGHT),
        ("مرحبا", 900, 54, 2.0, Legibility.GOOD),
        ("﷽", 772, 51, 47.0, Legibility.TIGHT),
        ("محمد ﷺ", 772, 51, 4.0, Legibility.TIGHT),
    ],
)
def test_a_caption_reads_as_well_as_its_drones_its_ink_and_its_height_allow(
    words: str, drones: int, height: float, outline: float, verdict: Legibility
) -> None:
    assert judge(Caption.parse(words), written(words, drones, height, outline)) is verdict


def test_a_word_that_had_to_be_torn_is_not_called_good() -> None:
    caption = Caption.parse("Donaudampfschiff")
    report = LegibilityReport.of(caption, written(caption.text, 2000, 90, 2.2, torn=True))
    assert report.verdict is Legibility.TIGHT
    assert "had to be broken" in report.advice


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Coming soon....", Legibility.GOOD),
        ("Wait for it" + "." * 30, Legibility.GOOD),
        ("﷽", Legibility.TIGHT),
        ("🎉🎊🥳", Legibility.GOOD),
        ("Geschwindigkeitsbegrenzungsschilder", Legibility.TIGHT),
    ],
)
def test_the_verdict_weighs_what_is_drawn(words: str, verdict: Legibility) -> None:
    assert read(Caption.parse(words)).verdict is verdict


def test_blanks_need_no_drones() -> None:
    report = LegibilityReport.of(Caption.parse("a b c"), written("a b c", 300, 100.0, 2.2))
    assert report.drones_per_character == 100.0


def test_what_cannot_be_drawn_is_named_and_poor() -> None:
    reading = LegibilityReport.undrawable(("☠", "\u0378", "🫪", "👋🏿", "🇨🇶"), "Take them out.")
    assert reading.unsupported == (
        "skull and crossbones", "U+0378", "distorted face", "waving hand sign, dark skin tone", "flag CQ"
    )  # fmt: skip
    assert reading.unsupported_characters == ("☠", "\u0378", "🫪", "👋🏿", "🇨🇶")
    assert reading.verdict is Legibility.POOR
    assert reading.advice == "Take them out."
