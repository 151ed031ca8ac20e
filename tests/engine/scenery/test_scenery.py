from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest

from lib.engine import scenery
from lib.engine.arrays import Floats
from lib.engine.camera import CITY, SKY
from lib.engine.scenery import Scenery
from lib.errors import InvalidChoice
from tests.engine.portrait import HEIGHT, WIDTH

WIDE = WIDTH + 2 * 32
HIGH = HEIGHT + 2 * 64


def arrays(place: Scenery) -> Iterator[tuple[str, Floats]]:
    for field in fields(place):
        value = getattr(place, field.name)
        if isinstance(value, np.ndarray):
            yield field.name, value
    for index, boat in enumerate(place.boats):
        yield f"boat {index} rgb", boat.rgb
        yield f"boat {index} alpha", boat.alpha


def shown(light: Floats) -> Floats:
    """The renderer's tone curve (Hejl and Burgess-Dawson, 2010): 0 to 1 as on a screen."""
    v = np.maximum(1.12 * light - 0.004, 0.0)
    screen: Floats = v * (6.2 * v + 0.5) / (v * (6.2 * v + 1.7) + 0.06)
    return screen


def frame_part(place: Scenery, plate: Floats, top: int, bottom: int) -> Floats:
    rows = slice(place.margin_y + top, place.margin_y + bottom)
    return plate[..., rows, place.margin_x : place.margin_x + WIDTH]


def test_every_array_has_the_shape_that_is_promised(place: Scenery) -> None:
    city_rows = place.waterline + place.margin_y + 4
    assert place.sky.shape == (3, HIGH, WIDE)
    assert place.city.shape == (3, city_rows, WIDE)
    assert place.alpha.shape == place.answer.shape == (city_rows, WIDE)
    assert place.mirror.shape[0::2] == (3, WIDE)
    assert place.mirror.shape[1] >= HEIGHT + place.margin_y - place.waterline + 40
    assert place.ripples.shape == (2, 256, 256)
    assert place.crowd_alpha.shape == place.crowd_rim.shape == (120, WIDTH + 40)
    assert place.crowd_light.shape == (3, 120, WIDTH + 40)
    assert place.beams.shape == (len(place.beam_colours), 5)
    assert place.beam_colours.shape[1] == 3


def test_every_array_is_float32_and_contiguous(place: Scenery) -> None:
    for name, array in arrays(place):
        assert array.dtype == np.float32, name
        assert array.flags.c_contiguous, name


def test_light_is_finite_and_never_negative(place: Scenery) -> None:
    for name, array in arrays(place):
        assert np.isfinite(array).all(), name
        if name not in {"ripples", "beams"}:
            assert array.min(initial=0.0) >= 0.0, name


def test_shares_lie_between_nothing_and_all(waterside: Scenery) -> None:
    shares = {"alpha", "answer", "crowd_alpha", "crowd_rim"}
    for name, array in arrays(waterside):
        if name in shares or name.endswith(" alpha"):
            assert array.min() >= 0.0, name
            assert 0.5 < array.max() <= 1.0, name


def test_no_light_of_the_city_hangs_where_there_is_no_city(waterside: Scenery) -> None:
    assert not waterside.city[:, waterside.alpha == 0.0].any()


def test_the_guard_rows_repeat_the_last_row_above_the_water(place: Scenery) -> None:
    last = place.waterline + place.margin_y - 1
    for array in (place.city, place.alpha, place.answer):
        for guard in range(1, 5):
            assert (array[..., last + guard, :] == array[..., last, :]).all()


def test_the_bank_hides_the_sky_from_one_edge_to_the_other(waterside: Scenery) -> None:
    assert waterside.alpha[waterside.waterline + waterside.margin_y - 1].min() > 0.99


def test_the_sky_is_dark_and_calm_where_the_caption_flies(waterside: Scenery) -> None:
    sky = shown(frame_part(waterside, waterside.sky, 60, 520)).max(axis=0)
    assert sky.mean() < 0.14
    assert np.quantile(sky, 0.999) < 0.32
    assert np.abs(np.diff(sky, axis=1)).mean() < 0.004


def test_stars_near_the_caption_are_small_dots(waterside: Scenery) -> None:
    sky = shown(frame_part(waterside, waterside.sky, 60, 520)).max(axis=0)
    assert sky.max() < 0.6
    assert (sky > 0.32).mean() < 0.0005


def test_no_tower_stands_where_the_caption_flies(waterside: Scenery) -> None:
    first = int(np.argmax(waterside.alpha.max(axis=1) > 0))
    assert first - waterside.margin_y >= 520


def test_what_is_farthest_stands_in_the_sky_which_moves_less_than_the_city(
    waterside: Scenery,
) -> None:
    sky = frame_part(waterside, waterside.sky, 600, waterside.waterline).sum(axis=0)
    rises = np.abs(np.diff(sky, axis=0)).max(axis=0)
    assert np.median(rises) > 0.006, "a roof or a ridge in most columns"
    assert SKY.moves < CITY.moves


def test_the_city_shines_brighter_than_its_sky(shanghai: Scenery) -> None:
    city = shown(frame_part(shanghai, shanghai.city, 560, shanghai.waterline)).max(axis=0)
    assert np.quantile(city, 0.99) > 0.75


def test_the_mirror_begins_with_what_stands_on_the_bank(waterside: Scenery) -> None:
    """Column by column, the light just above the waterline and just below it go together."""
    bottom = waterside.waterline + waterside.margin_y
    rows = slice(bottom - 60, bottom)
    sky = waterside.sky[:, rows] * (1 - waterside.alpha[rows])
    above = (waterside.city[:, rows] + sky).sum(axis=(0, 1))
    below = waterside.mirror[:, :37].sum(axis=(0, 1))
    assert np.corrcoef(above, below)[0, 1] > 0.8


def test_ripples_tile_in_both_directions(place: Scenery) -> None:
    for tile in place.ripples:
        for axis in (0, 1):
            steps = np.abs(np.diff(tile, axis=axis)).mean()
            seam = np.abs(np.take(tile, 0, axis=axis) - np.take(tile, -1, axis=axis)).mean()
            assert seam < 1.5 * steps


def test_ripples_have_mean_zero_and_unit_variance_within_bounds(waterside: Scenery) -> None:
    for tile in waterside.ripples:
        assert tile.mean() == pytest.approx(0.0, abs=0.02)
        assert tile.std() == pytest.approx(1.0, abs=0.05)
        assert np.abs(tile).max() <= 2.5


def test_the_crowd_fills_the_lower_edge_and_leaves_the_river_open(shanghai: Scenery) -> None:
    assert shanghai.crowd_alpha[-1].min() > 0.99
    assert shanghai.crowd_alpha[:20].mean() < 0.02


def test_phones_glow_in_the_crowd(shanghai: Scenery) -> None:
    assert shown(shanghai.crowd_light).max() > 0.6


def test_beams_start_on_a_tower(place: Scenery) -> None:
    for x, y, *_ in place.beams:
        row, column = int(y) + place.margin_y, int(x) + place.margin_x
        assert place.alpha[row : row + 8, column - 4 : column + 5].max() > 0.5, (x, y)


def test_boats_float_on_the_river(waterside: Scenery) -> None:
    for boat in waterside.boats:
        assert boat.rgb.shape[1:] == boat.alpha.shape
        assert waterside.waterline < boat.y < HEIGHT
        assert boat.alpha[-1].any(), "the hull reaches the water"
        assert boat.speed != 0.0


def test_scenery_is_drawn_the_same_every_time(shanghai: Scenery) -> None:
    again = dict(arrays(scenery.build("shanghai")))
    for name, array in arrays(shanghai):
        assert array.tobytes() == again[name].tobytes(), name


@pytest.mark.parametrize("ask", [scenery.load, scenery.build])
def test_an_unknown_place_is_an_invalid_choice(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(InvalidChoice, match="shanghai"):
        ask("atlantis")


def test_more_phones_light_up_when_the_words_can_be_read(shanghai: Scenery) -> None:
    assert shanghai.phones is not None
    assert shanghai.phones.shape == shanghai.crowd_light.shape
    screens = shown(shanghai.phones).max(axis=0) > 0.6
    assert screens.sum() > 150
    assert shanghai.crowd_alpha[screens].min() > 0.5, "a screen is held by somebody"
    assert shown(shanghai.crowd_light).max(axis=0)[screens].mean() < 0.3
