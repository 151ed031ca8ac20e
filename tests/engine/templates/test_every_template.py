"""What holds for every template of the catalogue."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

from lib.engine import scenery
from lib.engine.flight import Flight
from lib.engine.palette import PALETTES
from lib.engine.request import RenderRequest
from lib.engine.show import Lights, Show
from lib.engine.templates import compose
from lib.template import CATALOGUE, Template
from tests.engine.portrait import HEIGHT, WIDTH

CAPTIONS = ["HI", "开业大吉 Grand Opening", "Launch day is here! " * 3 + "Join us tonight", "·"]


@pytest.fixture(params=CATALOGUE, ids=lambda template: template.slug)
def template(request: pytest.FixtureRequest) -> Template:
    chosen: Template = request.param
    return chosen


@pytest.fixture(params=CAPTIONS)
def show(template: Template, request: pytest.FixtureRequest) -> Show:
    return compose(RenderRequest.parse(request.param, template.name))


def test_cues_come_in_their_order(show: Show) -> None:
    cues = show.cues
    order = [cues.launch, cues.gathered, cues.writing, cues.reveal, cues.finale, show.duration]
    assert order == sorted(order)
    assert all(cues.finale <= shell.at < show.duration for shell in cues.shells)


def test_the_caption_can_be_read_for_two_fifths_of_the_film(show: Show) -> None:
    assert (show.duration - show.cues.reveal) / show.duration >= 0.4


def test_every_array_of_a_show_speaks_of_the_same_lights(show: Show) -> None:
    n = show.drones
    for formation in show.formations:
        assert len(formation.points) == len(formation.colour) == len(formation.spin) == n
        assert len(formation.brightness) == n
    for leg in show.legs:
        assert len(leg.depart) == len(leg.arrive) == len(leg.arc) == n
        assert (leg.arrive > leg.depart).all()
    for earlier, later in pairwise(show.legs):
        assert (later.depart > earlier.depart).all()
    assert len(show.legs) == len(show.formations) - 1
    assert len(show.ignite) == len(show.twinkle) == len(show.chase) == n
    if show.circuits:
        assert len(show.circuits.of) == n
        assert show.circuits.of.max() == len(show.circuits.strength) - 1


def test_the_words_stay_in_the_picture(show: Show) -> None:
    lights = Lights.room_for(Flight(show).capacity)
    for t in (show.still_at, show.duration):
        Flight(show).at(t, lights)
        x, y = show.camera.seen(lights.x, lights.y, t)
        x, y = x[: show.drones][show.writes], y[: show.drones][show.writes]
        assert x.min() >= 0.0
        assert x.max() <= WIDTH
        assert y.min() >= 0.0
        assert y.max() <= HEIGHT


def test_the_camera_never_sees_where_the_plate_ends(show: Show) -> None:
    place = scenery.load(show.scenery)
    for t in np.arange(0.0, show.duration, 0.1):
        dx, dy = show.camera.at(float(t))
        assert abs(dx) < place.margin_x
        assert abs(dy) < place.margin_y


def test_every_palette_suits(template: Template) -> None:
    for palette in (*PALETTES, *("#ffffff", "#000000", "#7a1fa2")):
        name = palette if isinstance(palette, str) else palette.name
        show = compose(RenderRequest.parse("HI", template.name, name))
        lights = Lights.room_for(Flight(show).capacity)
        count = Flight(show).at(show.still_at, lights)
        for plane in fields(lights):
            values = getattr(lights, plane.name)[:count]
            assert np.isfinite(values).all(), plane.name
        assert lights.glow[:count].max() > 0.0


def test_its_scenery_is_there(template: Template) -> None:
    place = scenery.load(compose(RenderRequest.parse("HI", template.name)).scenery)
    assert place.alpha.max() > 0.99


def test_the_same_order_composes_the_same_show(template: Template) -> None:
    first, again = (compose(RenderRequest.parse("I ♥ Shanghai", template.name)) for _ in range(2))
    for field in ("writes", "ignite", "twinkle", "chase"):
        assert np.array_equal(getattr(first, field), getattr(again, field))
    for one, other in zip(first.formations, again.formations, strict=True):
        assert all(
            np.array_equal(getattr(one, field.name), getattr(other, field.name))
            for field in fields(one)
        )
    for sooner, later in zip(first.legs, again.legs, strict=True):
        assert np.array_equal(sooner.depart, later.depart)


def test_another_seed_composes_another_show(template: Template) -> None:
    one, other = (
        compose(RenderRequest.parse("I ♥ Shanghai", template.name, seed=seed)) for seed in (1, 2)
    )
    assert not np.array_equal(one.legs[0].depart, other.legs[0].depart)
