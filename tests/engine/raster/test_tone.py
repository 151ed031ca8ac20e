from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.raster.jit import Plane
from lib.engine.raster.tone import dither_tile, finish, to_rgb, vignette
from tests.engine.portrait import GRID, GUARD, HEIGHT, LOW, WIDTH

HALF_DITHER = np.full((64, WIDTH), 0.5, np.float32)


def film(light: float) -> float:
    """Hejl and Burgess-Dawson's curve, written down a second time."""
    v = max(0.0, light - 0.004)
    return (v * (6.2 * v + 0.5)) / (v * (6.2 * v + 1.7) + 0.06)


def developed(
    colour: tuple[float, float, float], *, dither: Floats = HALF_DITHER, glow: float = 0.0
) -> tuple[Plane, Plane, Plane]:
    canvas = GRID.canvas()
    canvas[:] = np.array(colour, np.float32)[:, None, None]
    y, u, v = np.zeros((HEIGHT, WIDTH), np.uint8), *np.zeros((2, HEIGHT // 2, WIDTH // 2), np.uint8)
    ring = np.full((3, HEIGHT // 4, WIDTH // 4), glow, np.float32)
    even = np.ones(WIDTH, np.float32), np.ones(HEIGHT, np.float32)
    finish(canvas, GUARD, ring, LOW, np.float32(0.5), *even, dither, y, u, v)
    return y, u, v


COLOURS = [
    (0.0, 0.0, 0.0), (0.01, 0.01, 0.01), (0.18, 0.18, 0.18), (1.0, 1.0, 1.0), (9.0, 9.0, 9.0),
    (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.3, 0.02, 0.7),
]  # fmt: skip


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_are_bt709_to_the_last_bit(colour: tuple[float, float, float]) -> None:
    red, green, blue = (film(channel) for channel in colour)
    grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    expected = (
        16 + 219 * grey,
        128 + 224 * (blue - grey) / (2 * (1 - 0.0722)),
        128 + 224 * (red - grey) / (2 * (1 - 0.2126)),
    )
    for plane, value in zip(developed(colour), expected, strict=True):
        assert plane.min() == plane.max()
        assert int(plane[0, 0]) == pytest.approx(value, abs=1)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_picture_comes_back_from_its_planes(colour: tuple[float, float, float]) -> None:
    rgb = to_rgb(*developed(colour))
    assert rgb.shape == (HEIGHT, WIDTH, 3)
    assert rgb[500, 300] == pytest.approx([255 * film(channel) for channel in colour], abs=3)


def test_glow_is_added_as_light() -> None:
    assert np.array_equal(developed((0.1, 0.1, 0.1), glow=0.4)[0], developed((0.3, 0.3, 0.3))[0])


def test_glow_lies_on_the_picture_without_steps() -> None:
    canvas = GRID.canvas()
    ramp = np.linspace(0, 1, WIDTH // 4, dtype=np.float32)
    glow = np.ascontiguousarray(np.broadcast_to(ramp, (3, HEIGHT // 4, WIDTH // 4)))
    y, u, v = np.zeros((HEIGHT, WIDTH), np.uint8), *np.zeros((2, HEIGHT // 2, WIDTH // 2), np.uint8)
    even = np.ones(WIDTH, np.float32), np.ones(HEIGHT, np.float32)
    finish(canvas, GUARD, glow, LOW, np.float32(1.0), *even, HALF_DITHER, y, u, v)
    expected = [16.5 + 219 * film((x - 1.5) / 4 / (WIDTH // 4 - 1)) for x in range(2, WIDTH - 2)]
    assert y[700, 2:-2] == pytest.approx(expected, abs=1.01)


def test_light_without_measure_stays_in_range() -> None:
    for light in (1e9, 3e38):
        y, u, v = developed((light, light, light))
        assert y.max() <= 235
        assert u.max() <= 129
        assert v.min() >= 127


def test_dither_is_even_and_does_not_blotch() -> None:
    tile = dither_tile(WIDTH)
    assert tile.min() >= -0.5
    assert tile.max() < 1.5
    assert tile.mean() == pytest.approx(0.5, abs=0.02)
    blocks = tile.reshape(8, 8, WIDTH // 8, 8).mean(axis=(1, 3))
    white = 2 / np.sqrt(12) / 8  # what the means of 64 independent values would scatter by
    assert blocks.std() < 0.45 * white


def test_dither_moves_no_colour_by_more_than_a_step() -> None:
    plain = developed((0.05, 0.05, 0.05), dither=HALF_DITHER)[0].astype(int)
    dithered = developed((0.05, 0.05, 0.05), dither=dither_tile(WIDTH))[0].astype(int)
    assert set(np.unique(dithered - plain)) <= {-1, 0, 1}


@pytest.mark.parametrize(("light", "level"), [(0.0, 16), (1e6, 235)])
def test_black_stays_black_white_white_and_grey_grey(light: float, level: int) -> None:
    y, u, v = developed((light, light, light), dither=dither_tile(WIDTH))
    assert set(np.unique(y)) == {level}
    assert set(np.unique(u)) == set(np.unique(v)) == {128}


def test_a_vignette_darkens_the_corners_and_not_the_middle() -> None:
    across, down = vignette(WIDTH, HEIGHT)
    assert across[WIDTH // 2] == pytest.approx(1, abs=1e-3)
    assert down[HEIGHT // 2] == pytest.approx(1, abs=1e-3)
    assert 0.6 < across[0] * down[0] < 0.7


def test_the_guard_is_not_part_of_the_picture() -> None:
    canvas = GRID.canvas()
    canvas[:, :GUARD] = canvas[:, -GUARD:] = 9.0
    canvas[:, :, :GUARD] = canvas[:, :, -GUARD:] = 9.0
    y, u, v = np.zeros((HEIGHT, WIDTH), np.uint8), *np.zeros((2, HEIGHT // 2, WIDTH // 2), np.uint8)
    dark = np.zeros((3, HEIGHT // 4, WIDTH // 4), np.float32)
    even = np.ones(WIDTH, np.float32), np.ones(HEIGHT, np.float32)
    finish(canvas, GUARD, dark, LOW, np.float32(1.0), *even, HALF_DITHER, y, u, v)
    assert y.max() == 16
