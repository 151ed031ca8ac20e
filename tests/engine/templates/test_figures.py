from __future__ import annotations

import numpy as np
import pytest

from lib.engine.flight import standing
from lib.engine.palette import NEON
from lib.engine.templates.figures import FIGURES, LANTERN_FIGURES, Figure
from lib.engine.templates.figures.code import code
from lib.engine.templates.figures.strokes import stroke, strung
from tests.engine.portrait import WIDTH

ALL = sorted({*FIGURES, *LANTERN_FIGURES}, key=lambda figure: figure.__name__)
CENTRE = (WIDTH / 2, 340.0)


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.__name__)
@pytest.mark.parametrize("n", [500, 700, 1301, 4700])
def test_a_figure_has_a_place_for_every_drone(figure: Figure, n: int) -> None:
    formation = figure(n, CENTRE, NEON)
    assert formation.points.shape == (n, 3)
    assert formation.colour.shape == (n, 3)
    assert formation.brightness.shape == formation.spin.shape == (n,)
    assert np.isfinite(formation.points).all()
    assert formation.points.dtype == formation.colour.dtype == np.float32


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.__name__)
def test_a_figure_stays_in_the_picture_and_clear_of_the_skyline(figure: Figure) -> None:
    formation = figure(1200, CENTRE, NEON)
    for t in np.linspace(2.0, 6.0, 9):
        x, y = standing(formation, float(t)).T
        assert x.min() > 20
        assert x.max() < WIDTH - 20
        assert y.min() > 40
        assert y.max() < 640


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.__name__)
def test_drones_of_a_figure_do_not_share_a_place(figure: Figure) -> None:
    points = figure(900, CENTRE, NEON).points
    gaps = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    assert np.median(gaps.min(axis=1)) > 2.0


@pytest.mark.parametrize("n", [500, 700, 1114, 1911, 4055])
def test_no_reader_takes_the_code_for_one(n: int) -> None:
    """Real codes are 21, 25, 29 ... modules wide: one more than a multiple of four."""
    x = np.unique(code(n, CENTRE, NEON).points[:, 0])
    columns = round(np.ptp(x) / np.diff(x).min()) + 1
    sides = [columns // dots for dots in (2, 3, 4) if columns % dots == 0]
    assert sides
    assert all(side % 4 != 1 for side in sides)


def test_the_code_has_a_finder_in_three_corners_and_none_in_the_fourth() -> None:
    points = code(1911, CENTRE, NEON).points[:, :2]
    middle, reach = (points.max(axis=0) + points.min(axis=0)) / 2, np.ptp(points, axis=0) / 2
    apart = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]]) * reach + middle
    pitch = np.diff(np.unique(points[:, 0]))[0]
    standing_there = [
        int((np.abs(points - corner).max(axis=1) < 7.5 * pitch).sum()) for corner in apart
    ]
    assert standing_there[0] == standing_there[1] == standing_there[2] != standing_there[3]


def test_drones_are_strung_equally_far_apart_over_all_strokes() -> None:
    bent = np.array([[0.0, 0, 0], [100, 0, 0], [100, 50, 0]])
    short = np.array([[300.0, 0, 0], [300, 0, 75]])
    points, hue, _ = strung([stroke(bent, 0.2), stroke(short, 0.8)], 90)
    assert len(points) == 90
    assert np.count_nonzero(hue == 0.2) == 60
    gaps = np.linalg.norm(np.diff(points[:60], axis=0), axis=1)
    assert np.median(gaps) == pytest.approx(2.5)
    assert np.linalg.norm(np.diff(points[60:], axis=0), axis=1) == pytest.approx(2.5)


def test_a_heavier_stroke_has_more_drones() -> None:
    line = np.array([[0.0, 0, 0], [100, 0, 0]])
    _, hue, _ = strung([stroke(line, 0.0), stroke(line, 1.0, weight=2.0)], 60)
    assert np.count_nonzero(hue == 1.0) == 40
