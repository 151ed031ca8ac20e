from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.engine.arrays import Floats
from lib.engine.raster.sprites import RADIUS, draw_sprites, spread, sprite_taps
from lib.engine.show import Sprite
from tests.engine.portrait import GRID, GUARD, HEIGHT, LOW, WIDTH

TAPS = sprite_taps(Sprite(core_sigma=0.93, halo_sigma=2.4, core=1.9, halo=0.2, glow=3.0))
CANVAS = GRID.canvas()
SEEN = (slice(None), slice(GUARD, GUARD + HEIGHT), slice(GUARD, GUARD + WIDTH))


def one(value: float) -> Floats:
    return np.full(1, value, np.float32)


def sprite_at(x: float, y: float, *, core: float = 1.0, halo: float = 0.2) -> Floats:
    """The canvas, guard included, with one white light; the same memory every time."""
    CANVAS[:] = 0
    white = one(1.0)
    draw_sprites(
        CANVAS, GUARD, RADIUS, 1,
        one(x), one(y), white, white, white, one(core), one(halo), TAPS, np.float32(0.12),
    )  # fmt: skip
    return CANVAS


def low_buffers() -> tuple[Floats, Floats]:
    return (
        np.ones((3, HEIGHT // LOW, WIDTH // LOW), np.float32),
        np.ones((3, 70, (WIDTH + 2 * GUARD) // LOW), np.float32),
    )


def spread_at(x: float, y: float, glow: float = 1.0) -> tuple[Floats, Floats]:
    sky, river = low_buffers()
    spread(
        sky, river, GUARD, LOW, GRID.scale, 1, one(x), one(y), one(1.0), one(0.5), one(0.25), one(glow),
        np.float32(868.0),
    )  # fmt: skip
    return sky, river


@pytest.mark.parametrize("fraction", [0.0, 0.13, 0.5, 0.77, 0.97])
def test_a_light_lands_where_it_is_to_a_fraction_of_a_pixel(fraction: float) -> None:
    x, y = 200 + fraction, 300 + 0.6 * fraction
    light = sprite_at(x, y)[SEEN][0]
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    assert (light * columns).sum() / light.sum() == pytest.approx(x, abs=0.05)
    assert (light * rows).sum() / light.sum() == pytest.approx(y, abs=0.05)


def test_a_light_is_as_bright_wherever_it_lies_in_a_pixel() -> None:
    energies = [sprite_at(200 + k / 7, 300 + k / 5)[SEEN].sum() for k in range(8)]
    assert np.ptp(energies) < 0.02 * np.mean(energies)


def test_a_core_is_hot_and_its_halo_soft() -> None:
    light = sprite_at(200, 300, core=1.9, halo=0.2)[SEEN][0]
    assert light[300, 200] > 1.9
    assert 0.02 < light[300, 204] < 0.1
    assert light[300, 207] == 0


def test_a_sprite_ends_softly() -> None:
    light = sprite_at(200, 300, core=0.0, halo=1.0)[SEEN][0]
    assert 0 < light[300, 206] < 0.04


def test_a_light_on_the_edge_is_cut_by_the_edge_only() -> None:
    whole = sprite_at(200, 300)[SEEN].copy()
    half = sprite_at(0, 300)[SEEN]
    assert half[0, 300, 0] == pytest.approx(whole[0, 300, 200])
    assert half.sum() == pytest.approx(whole[:, :, 200:].sum(), rel=1e-4)
    right = sprite_at(WIDTH - 1, HEIGHT - 1)[SEEN]
    assert right[0, -1, -1] == pytest.approx(whole[0, 300, 200])


anywhere = st.one_of(
    st.floats(-30, 1120, width=32), st.floats(width=32, allow_nan=False), st.sampled_from([0.0])
)


@settings(max_examples=200, deadline=None)
@given(x=anywhere, y=anywhere)
def test_a_light_off_the_screen_draws_nothing_anywhere(x: float, y: float) -> None:
    light = sprite_at(x, y)
    off = not (-7 <= x <= WIDTH + 6 and -7 <= y <= HEIGHT + 6)
    on = 0 <= x <= WIDTH - 1 and 0 <= y <= HEIGHT - 1
    if off:
        assert not light.any()
    if on:
        assert light[SEEN].max() > 0.5


@settings(max_examples=200, deadline=None)
@given(x=anywhere, y=anywhere)
def test_energy_is_kept_or_left_out_whole(x: float, y: float) -> None:
    sky, river = spread_at(x, y, glow=3.0)
    if 4 <= x <= WIDTH - 6 and 4 <= y <= HEIGHT - 6:
        assert sky.sum(axis=(1, 2)) == pytest.approx([3.0, 1.5, 0.75], rel=1e-5)
    else:
        assert sky[0].sum() == pytest.approx(0, abs=1e-6) or sky[0].sum() == pytest.approx(3.0)
    assert river[0].sum() <= 3.0 * 0.0701


def test_energy_lands_where_the_light_is() -> None:
    sky, _ = spread_at(203.0, 307.0)
    rows, columns = np.mgrid[0 : sky.shape[1], 0 : sky.shape[2]]
    assert (sky[0] * columns).sum() == pytest.approx((203.5) / LOW - 0.5)
    assert (sky[0] * rows).sum() == pytest.approx((307.5) / LOW - 0.5)


def test_the_river_mirrors_what_is_above_it_only() -> None:
    _, river = spread_at(300.0, 400.0)
    assert river.sum() > 0
    _, river = spread_at(300.0, 900.0)
    assert river.sum() == 0


def test_what_is_higher_lies_deeper_in_the_mirror() -> None:
    depths = [np.argmax(spread_at(300.0, y)[1][0].sum(axis=1)) for y in (860.0, 600.0, 200.0)]
    assert depths == sorted(depths)
    assert depths[0] <= 2
