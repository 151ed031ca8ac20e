from __future__ import annotations

import numpy as np
import pytest

from lib.engine.flight import standing
from lib.engine.palette import NEON
from lib.engine.show import WIDTH
from lib.engine.templates.figures import FIGURES, LANTERN_FIGURES, Figure

ALL = sorted({*FIGURES, *LANTERN_FIGURES}, key=lambda figure: figure.__name__)
CENTRE = (WIDTH / 2, 340.0)


@pytest.mark.parametrize("figure", ALL, ids=lambda figure: figure.__name__)
@pytest.mark.parametrize("n", [700, 1301, 4700])
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
