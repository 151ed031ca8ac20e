"""The real frame in the middle of the hold, read by Tesseract: what is in the sky can be read."""

from __future__ import annotations

from itertools import cycle
from statistics import mean

import numpy as np
import pytest

from benchmarks.legibility import (
    NAMES,
    READABLE,
    SENTENCES,
    Score,
    captions,
    mean_where_readable,
    score,
)
from benchmarks.reader import (
    accuracy,
    contrast,
    frame_lines,
    lines_from_afar,
    lines_of,
    missing,
    print_lines,
    read,
)
from lib.engine import legibility, templates
from lib.engine.legibility import AT_A_GLANCE, WHEN_ONE_LOOKS, Legibility
from lib.engine.lettering import letter
from lib.engine.palette import PALETTES
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import FPS
from lib.format import Format
from lib.template import CATALOGUE, Template
from tests.engine.portrait import OTHERS as FORMS

#: What the mean over captions must reach, or over the moments of a film.
LATIN, OTHERS = 0.97, 0.90
#: What one moment of it may lie below that.
ONE_FRAME = 0.1
#: What WCAG 2.2 asks of large letters (1.4.3).
CONTRAST = 3.0

TEMPLATES = [template.name for template in CATALOGUE]
# All of these Tesseract reads in print without a mistake.
LATIN_FEW = ("Shanghai", "Welcome to Shanghai", "Grand Opening 2026")
CHINESE_FEW = ("新年快乐", "新年快乐 万事如意", "感谢所有合作伙伴的支持与信任")

needs_tesseract = pytest.mark.skipif(
    (reason := missing(set(SENTENCES))) is not None, reason=str(reason)
)


@needs_tesseract
@pytest.mark.parametrize("template", TEMPLATES)
def test_short_captions_in_the_sky_can_be_read(template: str) -> None:
    latin = {words: _seen(words, "eng", template) for words in LATIN_FEW}
    chinese = {words: _seen(words, "chi_sim", template) for words in CHINESE_FEW}
    assert mean(accuracy(*pair) for pair in latin.items()) >= LATIN, latin
    assert mean(accuracy(*pair) for pair in chinese.items()) >= OTHERS, chinese


def _seen(words: str, language: str, template: str) -> str:
    return read(frame_lines(RenderRequest.parse(words, template)), language)


@needs_tesseract
@pytest.mark.parametrize(
    ("words", "language", "palette"),
    [("Grand Opening 2026", "eng", "red"), ("感谢所有合作伙伴的支持与信任", "chi_sim", "ice")],
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_caption_can_be_read_over_two_fifths_of_the_film_finale_included(
    template: str, words: str, language: str, palette: str
) -> None:
    _assert_lasting(RenderRequest.parse(words, template, palette), language, moments=4)


@needs_tesseract
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", SENTENCES, ids=NAMES.get)
@pytest.mark.parametrize("template", TEMPLATES)
def test_captions_of_all_lengths_can_be_read_over_two_fifths_of_the_film(
    template: str, language: str
) -> None:
    for words, palette in zip(list(captions(language))[::3], cycle(PALETTES)):
        _assert_lasting(RenderRequest.parse(words, template, palette.name), language, moments=8)


def _assert_lasting(order: RenderRequest, language: str, moments: int) -> None:
    """Read, and bright enough, at so many moments from three fifths of the film to its last frame.

    Once it is read in print, that is: then a single frame may cost it a letter more.
    """
    show = templates.compose(order)
    renderer, words = renderer_for(show), letter(order.caption, seed=order.seed)
    printed = accuracy(order.caption.text, read(print_lines(order.caption), language))
    seen = {}
    for t in np.linspace(0.6 * show.duration, show.duration - 1 / FPS, moments).tolist():
        frame = renderer.still(t)
        assert contrast(show, frame, t) >= CONTRAST, t
        seen[t] = read(lines_of(show, words, frame, t), language)
    share = {t: accuracy(order.caption.text, text) for t, text in seen.items()}
    least = LATIN if language == "eng" else OTHERS
    assert printed < READABLE or mean(share.values()) >= least, seen
    assert printed < READABLE or min(share.values()) >= least - ONE_FRAME, seen


@needs_tesseract
@pytest.mark.parametrize(("size", "template"), FORMS, ids=str)
def test_a_caption_can_be_read_in_every_format(size: Format, template: Template) -> None:
    order = RenderRequest.parse("Grand Opening 2026", template.name, "gold", 7, size.name)
    assert accuracy(order.caption.text, read(frame_lines(order), "eng")) >= LATIN


@needs_tesseract
@pytest.mark.parametrize("template", TEMPLATES)
def test_before_the_words_are_written_they_are_too_dim_or_not_there(template: str) -> None:
    order = RenderRequest.parse("Grand Opening 2026", template)
    show = templates.compose(order)
    t = show.cues.gathered
    frame = renderer_for(show).still(t)
    seen = read(lines_of(show, letter(order.caption, seed=order.seed), frame, t), "eng")
    assert accuracy(order.caption.text, seen) < 0.5 or contrast(show, frame, t) < CONTRAST


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


HAN = (
    "在这个特别的夜晚我们相聚在黄浦江畔共同见证无人机点亮城市天空愿新的一年里每一位朋"
    "友都能够平安健康幸福快乐事业有成家庭美满梦想成真未来更加灿烂辉煌祝福大家新年好运"
)
#: How small a film may be for a caption with this verdict.
SHARES = {Legibility.GOOD: AT_A_GLANCE, Legibility.TIGHT: WHEN_ONE_LOOKS}


@needs_tesseract
@pytest.mark.parametrize(
    ("words", "language", "verdict"),
    [
        (list(captions("eng"))[5], "eng", Legibility.GOOD),
        (CHINESE_FEW[-1], "chi_sim", Legibility.GOOD),
        (HAN, "chi_sim", Legibility.TIGHT),
    ],
    ids=["eng", "chi_sim", "80-chi_sim"],
)
def test_what_the_verdict_says_can_be_read_from_afar(
    words: str, language: str, verdict: Legibility
) -> None:
    order = RenderRequest.parse(words)
    assert legibility.read(order.caption).verdict is verdict
    assert accuracy(words, read(lines_from_afar(order, SHARES[verdict]), language)) >= READABLE


@needs_tesseract
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", SENTENCES, ids=NAMES.get)
def test_what_is_read_close_by_is_read_from_as_far_as_its_verdict_says(language: str) -> None:
    for words in captions(language):
        order = RenderRequest.parse(words)
        near, far = (
            accuracy(words, read(lines_from_afar(order, share), language))
            for share in (1.0, SHARES[legibility.read(order.caption).verdict])
        )
        assert near < READABLE or far >= near - ONE_FRAME, words


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
