from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.flight import Flight, standing
from lib.engine.request import RenderRequest
from lib.engine.show import Gesture, Lights, Show
from lib.engine.templates import compose
from tests.engine.portrait import HEIGHT, WIDTH


@pytest.fixture(scope="module")
def show() -> Show:
    return compose(RenderRequest.parse("Hello Shanghai", seed=7))


def _moment(show: Show, t: float) -> tuple[Lights, int]:
    flight = Flight(show)
    lights = Lights.room_for(flight.capacity)
    return lights, flight.at(t, lights)


def _places(show: Show, t: float) -> Floats:
    lights, _ = _moment(show, t)
    return np.stack([lights.x[: show.drones], lights.y[: show.drones]], axis=1)


def test_drones_are_on_their_way_from_their_pads_in_the_first_frame(show: Show) -> None:
    lights, count = _moment(show, 0.0)
    assert count == show.drones
    flown = np.hypot(*(_places(show, 0.0) - standing(show.formations[0], 0.0)).T)
    assert np.mean(flown > 5.0) > 0.3
    assert np.mean(lights.core[:count] > 0.5 * show.sprite.core) > 0.9


def test_the_words_stand_where_they_were_lettered(show: Show) -> None:
    caption = show.formations[-1]
    t = show.cues.reveal + 1.0
    off = np.abs(_places(show, t) - (caption.points[:, :2] + np.array(caption.centre)))
    # the whole turns a little to and fro: 2 % of 274 px, and hovers
    assert off[show.writes].max() < 14


def test_nothing_jumps_between_two_frames(show: Show) -> None:
    places = np.stack([_places(show, t) for t in np.arange(0, show.duration, 1 / 30)])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=2)
    assert steps.max() < 36  # px a frame: about 1.1 screen heights a second at the very most


def test_every_light_is_finite_and_none_is_negative(show: Show) -> None:
    for t in np.linspace(0, show.duration, 60):
        lights, count = _moment(show, float(t))
        for column in (lights.x, lights.y, lights.red, lights.green, lights.blue):
            assert np.isfinite(column[:count]).all()
        assert min(lights.core[:count].min(), lights.halo[:count].min()) >= 0


def test_words_are_whole_in_the_picture(show: Show) -> None:
    places = _places(show, show.still_at)[show.writes]
    assert places.min() > 10
    assert places[:, 0].max() < WIDTH - 10
    assert places[:, 1].max() < 0.5 * HEIGHT


def test_sparks_fly_in_the_finale_only(show: Show) -> None:
    assert _moment(show, show.cues.finale - 0.05)[1] == show.drones
    assert _moment(show, show.cues.finale + 1.2)[1] > show.drones + 300


def test_sparks_are_dim_behind_the_words(show: Show) -> None:
    lights, count = _moment(show, show.cues.finale + 1.75)
    left, top, right, bottom = show.box
    x, y = lights.x[show.drones : count], lights.y[show.drones : count]
    inside = (x > left) & (x < right) & (y > top) & (y < bottom)
    outside = (x < left - 40) | (x > right + 40) | (y < top - 40) | (y > bottom + 40)
    core = lights.core[show.drones : count]
    assert inside.any()
    assert np.median(core[inside]) < 0.5 * np.median(core[outside])


def test_the_same_moment_looks_the_same_whenever_it_is_asked_for(show: Show) -> None:
    flight = Flight(show)
    lights = Lights.room_for(flight.capacity)
    flight.at(9.3, lights)
    before = lights.x.copy()
    flight.at(1.0, lights)
    flight.at(9.3, lights)
    assert np.array_equal(before, lights.x)


def test_words_are_written_one_light_after_another(show: Show) -> None:
    arrive = show.legs[-1].arrive[show.writes]
    in_one_frame = max(
        np.mean((arrive >= t) & (arrive < t + 1 / 30)) for t in np.arange(2, 5, 1 / 30)
    )
    assert in_one_frame < 0.12
    assert arrive.max() < show.cues.reveal


def test_what_is_written_is_brighter_from_the_reveal_on(show: Show) -> None:
    before, after = (
        _moment(show, t)[0].core[: show.drones][show.writes].copy()
        for t in (show.legs[-1].arrive[show.writes].max() + 0.03, show.cues.reveal + 0.6)
    )
    assert before.mean() < 0.7 * after.mean()


def test_a_gesture_moves_a_figure_that_stands(show: Show) -> None:
    figure = show.formations[1]
    for gesture in (Gesture(flap=30.0), Gesture(swim=12.0), Gesture(beat=0.1), Gesture(opens=1.8)):
        lives = replace(figure, gesture=gesture, spin=0 * figure.spin, sway=0.0, hover=0.0)
        alive = replace(show, formations=(show.formations[0], lives, show.formations[2]))
        steps = np.diff([_places(alive, t) for t in np.linspace(1.8, 2.5, 22)], axis=0)
        moved = np.linalg.norm(steps, axis=2)
        assert moved.sum(axis=0).mean() > 3.0
        assert moved.max() < 30.0
