from __future__ import annotations

import numpy as np
import pytest

from lib.engine.request import RenderRequest
from lib.engine.show import Circuits, Show
from lib.engine.templates import compose

CAPTIONS = ["HI", "开业大吉 Grand Opening", "Launch day is here! " * 3 + "Join us tonight", "·"]


def alley(words: str, palette: str = "neon") -> Show:
    return compose(RenderRequest.parse(words, "Neon Alley", palette, seed=7))


def circuits_of(show: Show) -> Circuits:
    assert show.circuits is not None
    return show.circuits


@pytest.fixture(params=CAPTIONS)
def show(request: pytest.FixtureRequest) -> Show:
    return alley(request.param)


def test_the_sign_is_all_but_dark_before_its_tubes_strike(show: Show) -> None:
    assert circuits_of(show).at(0.3).max() < 0.1
    assert circuits_of(show).at(1.3).max() < 0.1


def test_every_tube_burns_steadily_from_the_reveal_on(show: Show) -> None:
    for t in np.arange(show.cues.reveal + 0.2, show.duration, 0.1):
        assert (circuits_of(show).at(float(t)) == 1.0).all()


def test_tubes_strike_one_after_another(show: Show) -> None:
    circuits = circuits_of(show)
    burning = circuits.strength[:-1] >= 1.0
    caught = burning.argmax(axis=1) / circuits.RATE
    assert (caught > show.cues.gathered).all()
    assert (caught <= show.cues.reveal).all()
    if len(caught) > 4:
        assert np.ptp(caught) > 1.5


def test_a_tube_flickers_before_it_catches() -> None:
    circuits = circuits_of(alley("OPEN LATE"))
    jumps = (np.diff(circuits.strength[:-1], axis=1) > 0.2).sum(axis=1)
    assert jumps.min() >= 2


def test_letters_hang_on_circuits_of_their_own() -> None:
    assert len(circuits_of(alley("HI")).strength) == 2 + 1  # and the frame's
    assert len(circuits_of(alley("开业大吉")).strength) >= 4 + 1


def test_thin_strokes_burn_fully_and_thick_ones_are_outlined() -> None:
    few, many = alley("HI"), alley("Launch day is here! " * 3 + "Join us tonight")
    thick, thin = (one.formations[0].brightness[one.writes] for one in (few, many))
    assert np.mean(thick < 0.7) > 0.1
    assert np.mean(thin > 0.9) > 0.9
    assert np.mean(thick > 0.9) > 0.3
