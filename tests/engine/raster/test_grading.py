"""A place in another air: light and shape are kept, hours and weather are seen."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine import scenery
from lib.engine.air import CLEAR, Air, Moon
from lib.engine.raster.grading import graded
from lib.engine.scenery import Scenery
from tests.engine.portrait import GRID


@pytest.fixture(scope="module")
def place() -> Scenery:
    return scenery.load("shanghai")


def test_a_clear_night_is_the_place_itself(place: Scenery) -> None:
    assert graded(place, CLEAR, GRID) is place


def test_a_place_seen_the_other_way_round_is_its_mirror_image(place: Scenery) -> None:
    turned = graded(place, Air(mirrored=True), GRID)
    for name in ("city", "alpha", "answer", "mirror", "crowd_alpha"):
        assert np.array_equal(getattr(turned, name), getattr(place, name)[..., ::-1]), name
    assert np.allclose(turned.beams[:, 0], GRID.frame.width - place.beams[:, 0])
    assert [boat.speed for boat in turned.boats] == [-boat.speed for boat in place.boats]


def test_mist_hides_the_city_at_the_water_more_than_its_towers(place: Scenery) -> None:
    misty = graded(place, Air(mist=0.6, veil=(0.1, 0.1, 0.1)), GRID)
    shares = [
        np.std(misty.city[:, row]) / np.std(place.city[:, row])
        for row in (place.margin_y + 560, place.margin_y + 850)
    ]
    assert shares[0] > 1.5 * shares[1]


def test_the_blue_hour_has_a_brighter_bluer_sky(place: Scenery) -> None:
    blue = graded(place, Air(zenith=(0.0, 0.01, 0.05), horizon=(0.05, 0.05, 0.10)), GRID)
    more = (blue.sky - place.sky).mean(axis=(1, 2))
    assert more[2] > more[1] > more[0] > 0


def test_the_moon_stands_where_it_is_put(place: Scenery) -> None:
    moonlit = graded(place, Air(moon=Moon(x=400.0, y=300.0, radius=14.0)), GRID)
    more = moonlit.sky[1] - place.sky[1]
    row, column = np.unravel_index(int(np.argmax(more)), more.shape)
    assert abs(int(row) - place.margin_y - 300) < 15
    assert abs(int(column) - place.margin_x - 400) < 15
    assert more.max() > 0.5
    assert more[-1].max() < 0.01


@pytest.mark.parametrize("mirrored", [False, True])
def test_no_light_is_negative_in_any_air(place: Scenery, *, mirrored: bool) -> None:
    air = Air(sky=0.5, clouds=1.6, drawn=3, mist=0.5, veil=(0.1, 0.0, 0.2), mirrored=mirrored)
    seen = graded(place, air, GRID)
    for light in (seen.sky, seen.city, seen.mirror):
        assert np.isfinite(light).all()
        assert light.min() >= 0.0
