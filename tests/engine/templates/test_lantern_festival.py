"""The lanterns' own rules; what holds for every template is in test_every_template."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.flight import Flight
from lib.engine.request import RenderRequest
from lib.engine.show import Lights, Show
from lib.engine.templates import compose

CAPTIONS = ["HI", "花好月圆", "Launch day is here! " * 3 + "Join us tonight"]
SHORE = 806.0


@pytest.fixture(params=CAPTIONS)
def show(request: pytest.FixtureRequest) -> Show:
    return festival(request.param)


def festival(words: str, palette: str | None = None, seed: int = 7) -> Show:
    return compose(RenderRequest.parse(words, "Lantern Festival", palette, seed))


def places(show: Show, t: float) -> Floats:
    """(n, 2) where every lantern is at t."""
    lights = Lights.room_for(Flight(show).capacity)
    Flight(show).at(t, lights)
    return np.stack([lights.x, lights.y], axis=1)[: show.drones].copy()


def sky_lanterns(show: Show) -> np.ndarray:
    """(n,) True for the lights of the large lanterns, which never write and never settle."""
    return np.asarray(show.legs[-1].depart > show.duration)


def test_before_they_rise_all_that_will_write_float_on_the_lake(show: Show) -> None:
    afloat = places(show, -2.0)[~sky_lanterns(show)]
    assert afloat[:, 1].min() > SHORE


def test_lanterns_rise_singly(show: Show) -> None:
    depart = np.sort(show.legs[0].depart[~sky_lanterns(show)])
    assert np.ptp(depart) > 0.8
    assert np.diff(depart).max() < 0.1


def test_lanterns_that_do_not_write_float_away(show: Show) -> None:
    spare = ~show.writes & ~sky_lanterns(show)
    assert spare.sum() >= 100
    assert places(show, show.cues.finale)[spare][:, 1].max() < 0.0


def test_no_lantern_drifts_through_the_words_while_they_stand(show: Show) -> None:
    left, top, right, bottom = show.box
    for t in np.arange(show.cues.reveal, show.duration, 0.5):
        x, y = places(show, float(t))[sky_lanterns(show)].T
        assert not ((x > left) & (x < right) & (y > top) & (y < bottom)).any()


def test_a_sky_lantern_moves_as_one(show: Show) -> None:
    """What makes up a lantern shares its phase, and keeps its shape while it climbs."""
    lantern = sky_lanterns(show)
    for phase in np.unique(show.twinkle[lantern])[:6]:
        lights = lantern & (show.twinkle == phase)
        shapes = [places(show, t)[lights] for t in (8.0, 10.9)]
        first, later = (shape - shape.mean(axis=0) for shape in shapes)
        assert np.abs(first - later).max() < 1.0
        assert shapes[1][:, 1].mean() < shapes[0][:, 1].mean(), "it climbs"


def test_lanterns_are_warm_where_no_palette_is_asked_for() -> None:
    names = {
        compose(RenderRequest.parse(f"{letter} 7", "Lantern Festival")).palette.name
        for letter in "ABCDEFGHIJKL"
    }
    assert names == {"gold", "red"}


def test_every_palette_colours_the_words() -> None:
    neon, jade = (festival("HI", palette) for palette in ("neon", "jade"))
    colours = [show.formations[-1].colour[show.writes].mean(axis=0) for show in (neon, jade)]
    assert np.argmax(colours[0]) == 2, "blue"
    assert np.argmax(colours[1]) == 1, "green"


def test_nothing_explodes_and_nothing_searches_the_sky(show: Show) -> None:
    assert show.cues.shells == ()
    assert show.beams.at(show.cues.finale) == 0.0


def test_embers_come_off_the_words_in_the_finale(show: Show) -> None:
    left, _, right, bottom = show.box
    assert show.sparks.born.min() >= show.cues.finale
    assert (np.abs(show.sparks.y - bottom) < 40).all()
    assert ((show.sparks.x >= left) & (show.sparks.x <= right)).all()
