"""Composed, not cropped: each template in each format."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.engine.templates import compose
from lib.format import FORMATS, PORTRAIT, Format
from lib.template import CATALOGUE, Template

WORDS = "Welcome to the AI Summit 2026"
LANDSCAPE = Format(1920, 1080)

every_template = pytest.mark.parametrize("template", CATALOGUE, ids=lambda t: t.slug)
every_format = pytest.mark.parametrize("size", FORMATS, ids=str)


def show_in(template: Template, size: Format) -> Show:
    return compose(RenderRequest.parse(WORDS, template.name, seed=7, format=size.name))


@every_format
@every_template
def test_words_and_what_frames_them_stay_in_the_frame(template: Template, size: Format) -> None:
    show = show_in(template, size)
    left, top, right, bottom = show.box
    assert 20 < left < right < show.frame.width - 20
    assert left + right == pytest.approx(show.frame.width, abs=1.0)
    assert 60 < top < bottom < 560
    final = show.formations[-1]
    x = final.centre[0] + final.points[show.writes, 0]
    assert x.min() > 10
    assert x.max() < show.frame.width - 10


@every_template
def test_a_wide_frame_has_fewer_lines_and_larger_words(template: Template) -> None:
    usual, wide = show_in(template, PORTRAIT), show_in(template, LANDSCAPE)
    assert len(wide.lines) < len(usual.lines)
    assert wide.box[2] - wide.box[0] > 2 * (usual.box[2] - usual.box[0])
    assert wide.pitch >= 0.95 * usual.pitch


@every_template
def test_a_large_film_of_the_same_shape_is_the_same_film(template: Template) -> None:
    """1080x1920 is the API's own format, drawn finer."""
    usual, fine = show_in(template, PORTRAIT), show_in(template, Format(1080, 1920))
    assert fine.lines == usual.lines
    assert fine.drones == pytest.approx(usual.drones, rel=0.01)
    assert np.allclose(fine.box, usual.box, atol=2.0)


@every_template
def test_the_same_request_gives_the_same_show_in_any_format(template: Template) -> None:
    once, again = (show_in(template, LANDSCAPE) for _ in range(2))
    for one, other in zip(once.formations, again.formations, strict=True):
        assert np.array_equal(one.points, other.points)
