"""No film flashes more than three times a second: WCAG 2.3.1, general flash, every template.

How the rule is read stands in benchmarks.flashes; here it is also held to films that do flash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.flashes import ALLOWED, BRANDS, CELL, WORDS, Flashes, luminances
from lib.engine.arrays import Floats
from lib.engine.palette import PALETTES
from lib.engine.request import RenderRequest
from lib.engine.show import FPS
from lib.engine.templates import compose
from lib.format import PORTRAIT, Format
from lib.template import CATALOGUE, Template
from tests.engine.portrait import HEIGHT, OTHERS, WIDTH

TEMPLATES = [template.name for template in CATALOGUE]
COLOURS = [*(palette.name for palette in PALETTES), *BRANDS]
SIZE = (HEIGHT // CELL, WIDTH // CELL)


def _flicker(
    rate: float, *, dark: float = 0.1, light: float = 0.3, height: int = HEIGHT, width: int = WIDTH
) -> Iterator[Floats]:
    """Two seconds of a corner of so many pixels that goes on and off `rate` times a second."""
    for frame in range(2 * FPS):
        cells = np.full(SIZE, 0.1, np.float32)
        on = int(frame / FPS * 2 * rate) % 2
        cells[: height // CELL, : width // CELL] = light if on else dark
        yield cells


@cache
def _worst(template: str, palette: str) -> Flashes:
    return Flashes.of(luminances(compose(RenderRequest.parse(WORDS, template, palette, seed=7))))


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_second_of_a_template_flashes_more_than_thrice(template: str) -> None:
    worst = _worst(template, "#ffffff")  # the brightest of all
    assert worst.a_second <= ALLOWED, f"{worst} in {template}: calm what lights up at once"


@pytest.mark.parametrize(("size", "template"), OTHERS, ids=str)
def test_a_film_of_another_format_flashes_no_more_than_thrice(
    size: Format, template: Template
) -> None:
    """Drawn at half its size: what the rule is about is larger than its cells, which are the same."""
    assert _at_half_size(template, size).a_second <= ALLOWED


def _at_half_size(template: Template, size: Format) -> Flashes:
    request = RenderRequest.parse(WORDS, template.name, "#ffffff", 7)
    half = Format(size.width // 2, 2 * round(size.height / 4))  # an even number of rows
    return Flashes.of(luminances(compose(replace(request, format=half)), CELL // 2))


def test_a_film_at_half_its_size_flashes_as_it_does_at_its_own() -> None:
    half, whole = _at_half_size(CATALOGUE[0], PORTRAIT), _worst(CATALOGUE[0].name, "#ffffff")
    assert half.a_second == whole.a_second
    assert half.share == pytest.approx(whole.share, abs=0.02)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("palette", COLOURS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_no_palette_makes_a_template_flash(template: str, palette: str) -> None:
    assert _worst(template, palette).a_second <= ALLOWED


@pytest.mark.parametrize("rate", [2, 3, 5, 7.5])
def test_a_flickering_film_is_counted(rate: float) -> None:
    assert Flashes.of(_flicker(rate)).a_second == int(rate)


def test_a_film_at_the_limit_passes_and_one_beyond_it_fails() -> None:
    assert Flashes.of(_flicker(3)).a_second <= ALLOWED < Flashes.of(_flicker(4.2)).a_second


def test_a_quarter_of_the_window_is_enough_and_less_is_not() -> None:
    assert Flashes.of(_flicker(6, height=256, width=96)).a_second == 6
    assert Flashes.of(_flicker(6, height=256, width=72)).a_second == 0


def test_a_faint_change_is_no_flash() -> None:
    assert Flashes.of(_flicker(6, dark=0.10, light=0.19)).a_second == 0


def test_a_change_among_bright_pictures_is_no_flash() -> None:
    assert Flashes.of(_flicker(6, dark=0.82, light=1.0)).a_second == 0


def test_one_way_is_no_flash() -> None:
    dusk = [np.full(SIZE, 1 - frame / 60, np.float32) for frame in range(60)]
    assert Flashes.of(dusk).a_second == 0


def test_flicker_that_swells_slowly_is_counted_all_the_same() -> None:
    """No two frames differ by a tenth, but a rise and its fall do."""
    wave = [
        np.full(SIZE, 0.3 + 0.1 * np.sin(2 * np.pi * 5 * frame / FPS), np.float32)
        for frame in range(2 * FPS)
    ]
    assert np.abs(np.diff(np.stack(wave), axis=0)).max() < 0.1
    assert Flashes.of(wave).a_second >= 4
