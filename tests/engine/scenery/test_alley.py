"""What the alley promises beyond what every place does."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine import scenery
from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.scenery import Scenery
from lib.engine.scenery.alley.perspective import LEFT, RIGHT, STANDS, Street
from lib.engine.scenery.core.plate import Plan
from tests.engine.portrait import HEIGHT, WIDTH

STREET = Street(Plan(Frame()))


@pytest.fixture(scope="module")
def alley() -> Scenery:
    return scenery.load("alley")


def shown(light: Floats) -> Floats:
    """As on a screen, 0 to 1: the renderer's tone curve at its usual exposure."""
    v = np.maximum(1.12 * light - 0.004, 0.0)
    screen: Floats = v * (6.2 * v + 0.5) / (v * (6.2 * v + 1.7) + 0.06)
    return screen


def seen(place: Scenery, top: int, bottom: int) -> Floats:
    """(rows, WIDTH) of the picture without the show, its brightest channel."""
    rows = slice(place.margin_y + top, place.margin_y + bottom)
    light = place.sky[:, rows] * (1 - place.alpha[rows]) + place.city[:, rows]
    brightest: Floats = shown(light[:, :, place.margin_x : place.margin_x + WIDTH]).max(axis=0)
    return brightest


def test_what_stands_behind_the_words_is_dark_and_calm(alley: Scenery) -> None:
    behind = seen(alley, 60, 520)
    assert behind.mean() < 0.14
    assert np.quantile(behind, 0.99) < 0.40
    assert np.abs(np.diff(behind, axis=1)).mean() < 0.012


def test_the_signs_and_shops_below_the_words_shine(alley: Scenery) -> None:
    assert np.quantile(seen(alley, 520, 860), 0.97) > 0.7


def test_walls_and_street_meet_without_a_seam(alley: Scenery) -> None:
    bottom = alley.waterline + alley.margin_y
    for side in (LEFT, RIGHT):
        for z in (1.0, 1.6, 3.0):
            x, y = STREET.project(side, 1.0, z, 0.0)
            row, column = round(y) + alley.margin_y, round(x) + alley.margin_x
            around = alley.alpha[max(row - 3, 0) : min(row + 4, bottom), column - 2 : column + 3]
            assert around.min() > 0.99
    assert alley.alpha[bottom - 1].min() > 0.99


def test_the_wet_street_goes_on_below_the_waterline(alley: Scenery) -> None:
    bottom = alley.waterline + alley.margin_y
    above = alley.city[:, bottom - 8 : bottom].sum(axis=(0, 1))
    below = alley.mirror[:, :8].sum(axis=(0, 1))
    assert np.corrcoef(above, below)[0, 1] > 0.85


def test_the_wet_street_shows_the_signs_that_hang_above_it(alley: Scenery) -> None:
    """Column by column: where the alley is bright over the horizon, the street is below it."""
    horizon = int(STREET.eye[1]) + alley.margin_y
    middle = slice(alley.margin_x + 160, alley.margin_x + 470)
    above = alley.city[:, horizon - 200 : horizon - 10, middle].sum(axis=(0, 1))
    below = alley.city[:, horizon + 30 : horizon + 120, middle].sum(axis=(0, 1))
    assert np.corrcoef(above, below)[0, 1] > 0.5


def test_rain_water_is_calmer_than_a_river(alley: Scenery) -> None:
    assert 0.2 < alley.ripples.std() < 0.6
    assert alley.ripples.mean() == pytest.approx(0.0, abs=0.02)


def test_people_pass_on_the_street(alley: Scenery) -> None:
    for passer in alley.boats:
        assert alley.waterline < passer.y < HEIGHT
        assert passer.rgb.shape[1:] == passer.alpha.shape
        assert 0.3 < passer.alpha.max() <= 1.0


def test_umbrellas_take_the_light_of_the_sign_and_leave_gaps(alley: Scenery) -> None:
    assert alley.crowd_rim.max() > 0.5
    assert 0.2 < alley.crowd_alpha[60:].mean() < 0.9


def test_eyes_are_level_with_the_horizon() -> None:
    for z in (1.0, 4.0):
        assert STREET.project(LEFT, 1.0, z, STANDS)[1] == STREET.eye[1]
