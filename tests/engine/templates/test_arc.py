"""The arc that every film takes: hook, build, writing, reveal, life, finale, and an end without a seam."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.motion import LEAST, motion
from lib.engine.flight import Flight
from lib.engine.flight.metrics import FlightMetrics
from lib.engine.opening import Opening
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import FPS, Lights, Show
from lib.engine.templates import arc, compose
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW, Template

every_template = pytest.mark.parametrize("template", CATALOGUE, ids=lambda t: t.slug)


def film(template: Template, seed: int = 7, words: str = "Grand Opening") -> Show:
    return compose(RenderRequest.parse(words, template.name, seed=seed))


def shining(show: Show, t: float) -> float:
    """What all drones give, in units of one that shines fully."""
    flight = Flight(show)
    lights = Lights.room_for(flight.capacity)
    flight.at(t, lights)
    return float(lights.core[: show.drones].sum()) / show.sprite.core


@every_template
def test_six_to_eight_dark_frames_come_before_the_reveal(template: Template) -> None:
    show = film(template)
    first = round((show.cues.reveal - 1) * FPS)
    lit = [shining(show, (first + k) / FPS) for k in range(31)]
    dark = [k for k, light in enumerate(lit) if light < 0.02 * lit[-1]]
    assert 6 <= len(dark) <= 8
    assert dark[-1] == 29, "and then all at once"
    assert min(lit[: dark[0] - 3]) > 0.1 * lit[-1]


@every_template
def test_place_and_people_light_up_with_the_words(template: Template) -> None:
    show = film(template)
    before, after = show.cues.reveal - 1 / FPS, show.cues.reveal
    for track in (show.exposure, show.crowd, show.towers):
        assert track.at(after) > 1.5 * track.at(before)


@every_template
def test_lights_shine_in_the_first_frame_of_the_show_itself(template: Template) -> None:
    show = film(template)
    assert shining(show, 0.0) > 0.02 * show.drones


@pytest.mark.parametrize("words", ["Grand Opening", "HI", "上海欢迎您共赴一场灯光与江水的盛会"])
@pytest.mark.parametrize("template", CATALOGUE[:2], ids=lambda t: t.slug)
def test_writing_is_no_blob(template: Template, words: str) -> None:
    for seed in (1, 2, 7):
        assert FlightMetrics.of(film(template, seed, words)).crowded <= 0.15


def test_something_happens_to_words_that_stand_at_least_every_second_and_a_half() -> None:
    show = film(SHANGHAI_DRONE_SHOW)
    moments = [show.cues.reveal, *(p.at for p in show.pulses), *(s.at for s in show.cues.shells)]
    moments = sorted([*moments, arc.REST])
    assert max(later - earlier for earlier, later in pairwise(moments)) <= 1.5


@every_template
def test_nothing_burns_any_more_when_the_film_comes_to_rest(template: Template) -> None:
    show = film(template)
    flight = Flight(show)
    lights = Lights.room_for(flight.capacity)
    for t in np.arange(show.duration - 1.0, show.duration, 0.1):
        assert flight.at(float(t), lights) == show.drones


@every_template
def test_a_film_moves_while_its_words_stand(template: Template) -> None:
    """One second stands for all: the others are in benchmarks.motion."""
    assert motion(film(template), 6.0, 7.0)[0] >= LEAST


def test_films_take_off_in_at_least_four_ways() -> None:
    starts = set()
    for seed in range(24):
        pads = film(SHANGHAI_DRONE_SHOW, seed, "HI").formations[0]
        low, high = np.percentile(pads.points[:, :2], (10, 90), axis=0).round(-2)
        starts.add((*low.tolist(), *high.tolist()))
    assert len(starts) >= 4


@every_template
def test_a_film_ends_in_the_frame_that_it_begins_with(template: Template) -> None:
    show = film(template)
    renderer = renderer_for(show)
    size = show.frame.format
    y = np.empty((size.height, size.width), np.uint8)
    u, v = np.empty((2, size.height // 2, size.width // 2), np.uint8)
    Opening(show, renderer).draw(0.0, y, u, v)
    last, _, _ = renderer.frame(show.last)
    assert np.array_equal(y, last)
