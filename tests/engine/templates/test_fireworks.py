from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.flight import Flight
from lib.engine.frame import Frame
from lib.engine.palette import GOLD
from lib.engine.request import RenderRequest
from lib.engine.show import Lights, Show
from lib.engine.templates import compose
from lib.engine.templates.fireworks import Burst, fireworks, openings, programme
from lib.engine.templates.shells import mine, peony
from tests.engine.portrait import HEIGHT, WIDTH


@pytest.fixture(scope="module")
def show() -> Show:
    return compose(RenderRequest.parse("Happy New Year", palette="gold", seed=5))


def burning(show: Show, t: float) -> tuple[Floats, Floats]:
    """Where every spark is at t, (m, 2), and how brightly it burns, (m,)."""
    flight = Flight(show)
    lights = Lights.room_for(flight.capacity)
    n, count = show.drones, flight.at(t, lights)
    colour = lights.red + lights.green + lights.blue
    return np.stack([lights.x, lights.y], 1)[n:count], (lights.core * colour)[n:count]


def test_a_rocket_climbs_to_where_its_shell_opens(show: Show) -> None:
    for shell in show.cues.shells:
        if shell.y > 800:  # a fan from the river, which no rocket carries
            continue
        places, _ = burning(show, shell.at - 0.01)
        assert np.hypot(*(places - (shell.x, shell.y)).T).min() < 8


def test_rockets_start_on_the_river_and_not_before_the_finale(show: Show) -> None:
    assert show.sparks.born.min() >= show.cues.finale
    places, _ = burning(show, show.cues.finale + 0.05)
    assert len(places)
    assert (places[:, 1] > 700).all()


def test_a_tail_flies_where_its_star_has_been(show: Show) -> None:
    burst = Burst(after=0.6, x=300.0, away=60.0, reach=150.0, kind=peony, hues=(0, 1))
    shell = burst.opening(show.box, show.cues.finale)
    sparks = fireworks((burst,), (shell,), GOLD, np.random.default_rng(1))
    alone = replace(show, sparks=sparks)
    now, _ = burning(alone, shell.at + 0.30)
    before, _ = burning(alone, shell.at + 0.30 - 0.011)
    gaps = np.linalg.norm(now[:, None] - before[None], axis=2).min(axis=1)
    assert (gaps < 0.05).mean() > 0.6


def test_fireworks_burn_down_before_the_film_ends(show: Show) -> None:
    height_of_it = max(burning(show, float(t))[1].sum() for t in np.linspace(7.4, 9.0, 13))
    assert burning(show, show.duration - 1 / 30)[1].sum() == 0.0 < height_of_it


def test_shells_open_in_the_sky_whatever_the_words_take_of_it() -> None:
    for box in ((200.0, 250.0, 400.0, 350.0), (20.0, 90.0, 588.0, 520.0)):
        bursts = programme(Frame(), np.random.default_rng(1))
        for shell, burst in zip(openings(bursts, box, 8.4), bursts, strict=True):
            assert 0 < shell.x < WIDTH
            if burst.kind is mine:
                continue
            assert 40 < shell.y < 0.6 * HEIGHT
            assert not box[1] < shell.y < box[3]


def test_every_kind_of_shell_is_fired_in_every_film_each_time_elsewhere() -> None:
    films = [programme(Frame(), np.random.default_rng(seed)) for seed in range(8)]
    assert all(len({burst.kind for burst in film}) == 6 for film in films)
    assert len({tuple((burst.x, burst.kind) for burst in film) for film in films}) > 4


def test_stars_change_their_colour(show: Show) -> None:
    assert show.sparks.later is not None
    assert (np.abs(show.sparks.later - show.sparks.colour).max(axis=1) > 0.05).mean() > 0.3
