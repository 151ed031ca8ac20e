from __future__ import annotations

import pytest

from lib.caption import Caption
from lib.engine.legibility import Legibility, LegibilityReport, judge


@pytest.mark.parametrize(
    ("words", "drones", "height", "verdict"),
    [
        ("HI", 441, 190, Legibility.GOOD),
        ("Welcome to the AI Summit", 1200, 86, Legibility.GOOD),
        ("a" * 60, 1920, 63, Legibility.GOOD),
        ("a" * 60, 1919, 63, Legibility.POOR),
        ("a" * 20, 2000, 39, Legibility.TIGHT),
        ("a" * 20, 2000, 23, Legibility.POOR),
        ("新" * 16, 1964, 91, Legibility.GOOD),
        ("新" * 30, 1620, 54, Legibility.TIGHT),
        ("新" * 30, 1619, 54, Legibility.POOR),
        ("新" * 30, 1700, 32, Legibility.POOR),
        ("नमस्ते", 900, 54, Legibility.TIGHT),
        ("مرحبا", 900, 54, Legibility.GOOD),
    ],
)
def test_a_caption_reads_as_well_as_its_drones_and_its_height_allow(
    words: str, drones: int, height: float, verdict: Legibility
) -> None:
    assert judge(Caption.parse(words), drones, height) is verdict


def test_blanks_need_no_drones() -> None:
    reading = LegibilityReport.of(Caption.parse("a b c"), ("a b c",), 300, 100.0)
    assert reading.drones_per_character == 100.0


def test_what_cannot_be_drawn_is_named_and_poor() -> None:
    reading = LegibilityReport.undrawable(("☠", "\u0378"), "Take them out.")
    assert reading.unsupported == ("Skull and crossbones", "U+0378")
    assert reading.verdict is Legibility.POOR
    assert reading.advice == "Take them out."
