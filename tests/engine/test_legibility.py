"""The real frame in the middle of the hold, read by Tesseract: what is in the sky can be read."""

from __future__ import annotations

from statistics import mean

import pytest

from benchmarks.legibility import (
    NAMES,
    READABLE,
    SENTENCES,
    Score,
    accuracy,
    captions,
    draw_frame,
    mean_where_readable,
    missing,
    read,
    score,
)
from lib.engine.order import Order
from lib.template import Provider, offered_by

#: What the mean over captions must reach.
LATIN, OTHERS = 0.97, 0.90

TEMPLATES = [template.name for template in offered_by(Provider.BUILTIN)]
# All of these Tesseract reads in print without a mistake.
LATIN_FEW = ("Shanghai", "Welcome to Shanghai", "Grand Opening 2026")
CHINESE_FEW = ("新年快乐", "新年快乐 万事如意", "感谢所有合作伙伴的支持与信任")

needs_tesseract = pytest.mark.skipif(
    (reason := missing(set(SENTENCES))) is not None, reason=str(reason)
)


def _seen(words: str, language: str, template: str) -> str:
    return read(draw_frame(Order.parse(words, template)), language)


@needs_tesseract
@pytest.mark.parametrize("template", TEMPLATES)
def test_short_captions_in_the_sky_can_be_read(template: str) -> None:
    latin = {words: _seen(words, "eng", template) for words in LATIN_FEW}
    chinese = {words: _seen(words, "chi_sim", template) for words in CHINESE_FEW}
    assert mean(accuracy(*pair) for pair in latin.items()) >= LATIN, latin
    assert mean(accuracy(*pair) for pair in chinese.items()) >= OTHERS, chinese


@needs_tesseract
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", SENTENCES, ids=NAMES.get)
@pytest.mark.parametrize("template", TEMPLATES)
def test_captions_of_all_lengths_can_be_read_in_every_script(template: str, language: str) -> None:
    scores = [score(words, language, template) for words in captions(language)]
    least = LATIN if language == "eng" else OTHERS
    worst = min(scores, key=lambda score: score.frame)
    assert mean_where_readable(scores) >= least, f"{NAMES[language]}: {worst} reads worst"


def test_there_are_enough_captions_to_speak_of_a_mean() -> None:
    counted = {language: len(list(captions(language))) for language in SENTENCES}
    assert sum(counted.values()) >= 60
    assert min(counted.values()) >= 10


def test_a_wrong_letter_and_a_lost_one_cost_one_each_and_blanks_nothing() -> None:
    assert accuracy("Grand Opening", "GrandOpening\n") == 1.0
    assert accuracy("abcd", "abxd") == accuracy("abcd", "abd") == 0.75
    assert accuracy("上海", "") == 0.0


def test_what_print_does_not_show_is_not_asked_of_drones() -> None:
    read, unread = Score("a", 1.0, 1.0, READABLE), Score("b", 0.0, 0.0, READABLE - 0.01)
    assert mean_where_readable([read, unread]) == 1.0
