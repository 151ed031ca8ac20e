"""The words stand in the middle of the frame, clear of what apps lay over its edges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from lib.caption import Caption
from lib.engine import templates
from lib.engine.lettering import letter
from lib.engine.lettering.drawing import BOX_HEIGHT
from lib.engine.lettering.layout import lay_out
from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.engine.templates.place import SIDES, TOP
from lib.template import CATALOGUE, Template
from tests.engine.portrait import HEIGHT, WIDTH

CAPTIONS = (
    "HI",
    "I ❤️ Shanghai",
    "Happy New Year to all our friends and partners around the world",
    "新年快乐 万事如意",
    "one two three four five six",
    "上海欢迎您共赴一场灯光与江水的盛会新年快乐万事如意开业大吉前程似锦",
)


def seen(show: Show, t: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the words in the frame of second t."""
    left, top, right, bottom = show.box
    corners = np.array([[left, top], [right, bottom]], np.float32)
    x, y = show.camera.seen(corners[:, 0], corners[:, 1], t)
    return float(x[0]), float(y[0]), float(x[1]), float(y[1])


def hold(show: Show) -> Iterator[float]:
    yield from np.linspace(show.cues.reveal, show.duration, 12).tolist()


@pytest.mark.parametrize("words", CAPTIONS)
@pytest.mark.parametrize("template", CATALOGUE, ids=lambda template: template.slug)
def test_words_stand_in_the_middle_and_in_the_safe_zone_through_the_whole_hold(
    template: Template, words: str
) -> None:
    show = templates.compose(RenderRequest.parse(words, template.name, seed=1))
    for t in hold(show):
        left, top, right, bottom = seen(show, t)
        assert abs(left - (WIDTH - right)) <= 2.0
        assert left >= SIDES * WIDTH - 0.5
        assert top >= TOP * HEIGHT
        assert bottom <= 0.58 * HEIGHT  # above the city


@pytest.mark.parametrize("words", CAPTIONS)
def test_letters_shrink_by_no_more_than_a_tenth_for_it(words: str) -> None:
    caption = Caption.parse(words)
    edge_to_edge = lay_out(caption, width=548, height=BOX_HEIGHT).font_size
    assert letter(caption).font_size >= 0.9 * edge_to_edge
