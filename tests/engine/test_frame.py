from __future__ import annotations

from itertools import pairwise

import pytest

from lib.engine.frame import HIGH, Frame
from lib.engine.lettering.drawing import BOX_HEIGHT, BOX_WIDTH
from lib.engine.raster.grid import Grid
from lib.engine.raster.sprites import reach_of
from lib.engine.scenery.core.plate import Plan
from lib.format import FORMATS, PORTRAIT, Format

every_format = pytest.mark.parametrize("size", FORMATS, ids=str)


@every_format
def test_a_frame_is_as_high_in_units_in_every_format(size: Format) -> None:
    frame = Frame(size)
    assert frame.pixels(HIGH) == size.height
    assert frame.pixels(frame.width) == size.width


def test_a_unit_is_a_pixel_where_the_film_is_1080_rows_high() -> None:
    assert [Frame(size).scale for size in FORMATS if size.height == 1080] == [1.0, 1.0, 1.0]


@every_format
def test_what_is_moved_by_nothing_keeps_its_distance_to_the_middle(size: Format) -> None:
    frame = Frame(size)
    assert frame.moved(404.0, 0.0) - frame.middle == pytest.approx(100.0)
    assert frame.moved(0.0, 1.0) == pytest.approx(0.0)
    assert frame.moved(608.0, 1.0) == pytest.approx(frame.width)


def test_the_api_s_own_format_moves_nothing() -> None:
    frame = Frame(PORTRAIT)
    assert all(frame.moved(x, share) == x for x in (0.0, 96.0, 489.0) for share in (0.0, 0.62, 1.0))
    assert frame.words == (BOX_WIDTH, BOX_HEIGHT)


@every_format
def test_words_leave_room_at_the_sides(size: Format) -> None:
    frame = Frame(size)
    assert 0.75 * frame.width < frame.words[0] < frame.width - 58


@every_format
def test_a_low_buffer_covers_the_frame_evenly(size: Format) -> None:
    grid = Grid(Frame(size))
    assert grid.width % grid.low == grid.height % grid.low == 0
    assert grid.fineness == pytest.approx(1.0, abs=0.15)


@every_format
def test_a_sprite_on_the_edge_stays_on_the_canvas(size: Format) -> None:
    grid = Grid(Frame(size))
    assert grid.guard >= 2 * reach_of(grid.frame.scale)


@every_format
def test_a_plate_has_the_frame_and_its_margins(size: Format) -> None:
    plan = Plan(Frame(size))
    canvas = plan.canvas()
    assert (canvas.width, canvas.height) == (plan.width, plan.city_rows)
    x, y = plan.places(plan.height)
    assert x[0, plan.margin_x] == pytest.approx(0.0, abs=1e-6)
    assert y[plan.margin_y, 0] == pytest.approx(0.0, abs=1e-6)
    assert plan.city_rows + plan.mirror_rows > plan.height


@every_format
def test_a_pattern_is_repeated_as_far_as_the_frame_reaches(size: Format) -> None:
    plan, period = Plan(Frame(size)), 590.0
    shifts = sorted(plan.repeated(period))
    assert shifts[0] <= 1.0
    assert shifts[-1] + 608 >= plan.frame.width - 1.0
    assert all(after - before == pytest.approx(period) for before, after in pairwise(shifts))
