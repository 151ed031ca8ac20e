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
    assert circuits_of(show).at(show.cues.gathered - 0.02).max() < 0.1


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


def test_tubes_run_along_the_middle_of_strokes() -> None:
    """An I is one line from top to bottom, wherever its edges are; a tube's ends hardly glow."""
    show = alley("I")
    sign = show.formations[0]
    x, y = sign.points[show.writes, 0], sign.points[show.writes, 1]
    stem = np.abs(y) < 0.3 * np.ptp(y)
    assert np.ptp(x[stem]) < 1.5
    assert np.abs(np.diff(np.sort(y[stem]))).max() < 2 * show.sprite.core_sigma
    assert sign.brightness[show.writes].min() < 0.5 < sign.brightness[show.writes].max()


def test_a_shape_is_outlined() -> None:
    show = alley("♥")
    points = show.formations[0].points[show.writes, :2]
    away = np.hypot(*(points - points.mean(axis=0)).T)
    assert np.percentile(away, 2) > 0.3 * away.max()
