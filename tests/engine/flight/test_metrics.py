"""A flight's sheet: its figures are those of flights whose figures are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine.flight.metrics import FlightMetrics, smallest_spacing
from lib.engine.raster.warmup import small_show
from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.engine.templates import compose
from lib.template import CATALOGUE, NEON_ALLEY
from tests.engine.portrait import HEIGHT, WIDTH

#: Minimum jerk over distance D in time T: the fastest and the hardest moment of the way.
PEAK_SPEED = 15 / 8
PEAK_ACCELERATION = 10 / 3**0.5

TEMPLATES = [template.name for template in CATALOGUE]


@pytest.fixture
def climb() -> Show:
    """Nine drones, 50 px apart, rise 400 px in half a second, straight."""
    return small_show(9)


def test_the_peaks_are_those_of_minimum_jerk(climb: Show) -> None:
    sheet = FlightMetrics.of(climb)
    assert sheet.peak_speed == pytest.approx(PEAK_SPEED * 400 / 0.5, rel=0.01)
    assert sheet.peak_acceleration == pytest.approx(PEAK_ACCELERATION * 400 / 0.5**2, rel=0.02)
    assert 0.9 * sheet.peak_speed < sheet.speed_p99 <= sheet.peak_speed


def test_drones_side_by_side_keep_their_spacing(climb: Show) -> None:
    sheet = FlightMetrics.of(climb)
    assert sheet.spacing_in_hold == pytest.approx(50.0, abs=0.1)
    assert sheet.spacing_in_flight == pytest.approx(50.0, abs=0.1)


def test_drones_that_change_places_meet_on_the_way(climb: Show) -> None:
    start, end = climb.formations
    swapped = replace(end, points=end.points[[1, 0, *range(2, 9)]])
    cues = replace(climb.cues, writing=0.1)
    sheet = FlightMetrics.of(replace(climb, formations=(start, swapped), cues=cues))
    assert sheet.spacing_in_flight < 1.0
    assert sheet.spacing_in_hold == pytest.approx(50.0, abs=0.1)


def test_a_drone_that_is_dark_is_not_measured(climb: Show) -> None:
    ignite = climb.ignite.copy()
    ignite[:] = 1e6
    sheet = FlightMetrics.of(replace(climb, ignite=ignite))
    assert (sheet.peak_speed, sheet.speed_p99, sheet.peak_acceleration) == (0.0, 0.0, 0.0)


def test_the_sweep_finds_what_comparing_all_with_all_finds() -> None:
    rng = np.random.default_rng(5)
    for n in (2, 3, 40, 300):
        places = (rng.random((n, 2)) * 500).astype(np.float32)
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        np.fill_diagonal(apart, np.inf)
        assert smallest_spacing(places) == pytest.approx(float(apart.min()), rel=1e-4)


def test_one_drone_is_close_to_none() -> None:
    assert smallest_spacing(np.zeros((1, 2), np.float32)) == np.inf


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_flies_as_drones_can_be_filmed(template: str) -> None:
    """No light crosses the picture's height in less than a second, or is thrown about."""
    sheet = FlightMetrics.of(compose(RenderRequest.parse("Hello 上海", template, "gold", 7)))
    assert sheet.peak_speed < HEIGHT
    assert sheet.speed_p99 <= sheet.peak_speed
    assert sheet.peak_acceleration < 4 * WIDTH
    if template != NEON_ALLEY.name:  # whose lights are no drones, but tubes
        assert sheet.spacing_in_hold > 1.0, "two drones of the words look like one"
