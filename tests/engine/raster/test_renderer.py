from __future__ import annotations

import tracemalloc
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from lib.engine.camera import Camera
from lib.engine.flight import Flight
from lib.engine.raster import (
    Renderer,
    bloom,
    layers,
    pyramid,
    rain,
    sprites,
    tone,
    warm,
    water,
)
from lib.engine.scenery import Scenery
from lib.engine.show import FPS, Show
from lib.engine.track import Track
from tests.engine.raster.planes import BLACK, GREY, SURELY_WATER, Draw, Planes, brightness


def test_no_light_is_black(frame: Draw, unlit: Show, dark: Scenery) -> None:
    y, u, v = frame(unlit, dark, 1.5)
    assert np.all(y == BLACK)
    assert np.all(u == GREY)
    assert np.all(v == GREY)


def test_every_byte_of_a_frame_is_written(frame: Draw, show: Show, dark: Scenery) -> None:
    for one, other in zip(frame(show, dark, 1.5, 0), frame(show, dark, 1.5, 255), strict=True):
        assert np.array_equal(one, other)


def test_two_renderers_draw_identical_bytes(show: Show, dark: Scenery, frame: Draw) -> None:
    for t in (0.4, 1.3):
        for one, other in zip(frame(show, dark, t), frame(show, dark, t), strict=True):
            assert np.array_equal(one, other)


def test_bytes_stay_within_limited_range(frame: Draw, show: Show, dark: Scenery) -> None:
    blinding = replace(show, exposure=Track(((0.0, 500.0),)))
    y, u, v = frame(blinding, dark, 1.5)
    assert y.max() > 230
    assert (y.min(), y.max()) >= (16, 16)
    assert y.max() <= 235
    for chroma in (u, v):
        assert chroma.min() >= 16
        assert chroma.max() <= 240


def test_more_exposure_is_brighter_everywhere(frame: Draw, show: Show, dark: Scenery) -> None:
    exposed = [
        frame(replace(show, exposure=Track(((0.0, exposure),))), dark, 1.5)[0].astype(int)
        for exposure in (0.25, 0.5, 1.0, 2.0)
    ]
    for less, more in pairwise(exposed):
        assert np.all(more >= less)
        assert more.sum() > less.sum()


def test_the_lights_of_the_show_reflect_below_the_waterline_only(
    frame: Draw, show: Show, unlit: Show, dark: Scenery
) -> None:
    # Sprites and bloom stay high up; the river is the only thing that could light the lower part.
    still = replace(show, camera=unlit.camera, beams=Track(((0.0, 0.0),)))
    light = brightness(frame(still, dark, 1.5))
    assert light[SURELY_WATER:].max() > 0
    bank = light[dark.waterline - 40 : dark.waterline]
    assert bank.max() <= 1  # the last of the bloom
    assert light[SURELY_WATER:].sum() > 5 * bank.sum()


def test_trails_follow_from_the_moment_alone(show: Show, dark: Scenery) -> None:
    """A frame in the midst of others and the same one on its own look alike."""
    in_order, on_its_own = (Renderer(show, dark, Flight(show)) for _ in range(2))
    for index in range(12):
        last = in_order.still(index / FPS)
    difference = np.abs(last.astype(int) - on_its_own.still(11 / FPS))
    assert difference.max() <= 2


@pytest.mark.parametrize(("pan", "moved"), [(10.0, 10), (-10.0, -10), (0.0, 0)])
def test_the_camera_moves_the_city_by_the_stated_pixels(
    frame: Draw, unlit: Show, dark: Scenery, pan: float, moved: int
) -> None:
    city = np.array(dark.city)
    city[:, dark.margin_y + 600, dark.margin_x + 300] = 5.0
    place = replace(dark, city=city)
    camera = Camera(pan=Track(((0.0, 0.0), (2.0, pan))))
    y, _, _ = frame(replace(unlit, camera=camera), place, 2.0)
    assert divmod(int(np.argmax(y[:800])), y.shape[1]) == (600, 300 - moved)


def test_the_far_sky_moves_less_than_the_city(frame: Draw, unlit: Show, dark: Scenery) -> None:
    sky = np.array(dark.sky)
    sky[:, dark.margin_y + 100, dark.margin_x + 300] = 5.0
    camera = Camera(pan=Track(((0.0, 20.0),)))
    y, _, _ = frame(replace(unlit, camera=camera), replace(dark, sky=sky), 2.0)
    assert np.argmax(y[100]) == 300 - 9  # 0.45 of 20


def test_the_city_hides_the_sky(frame: Draw, unlit: Show, dark: Scenery) -> None:
    alpha = np.array(dark.alpha)
    alpha[:, 300:] = 1.0
    place = replace(dark, sky=np.full_like(dark.sky, 0.5), alpha=alpha)
    y, _, _ = frame(unlit, place, 1.0)
    assert np.all(y[:800, : 300 - 33] > 60)
    assert np.all(y[:800, 300 - 31 :] == BLACK)


def test_towers_answer_in_the_colour_of_the_caption(
    frame: Draw, unlit: Show, dark: Scenery
) -> None:
    answer = np.zeros_like(dark.answer)
    answer[dark.margin_y + 700 : dark.margin_y + 800] = 1.0
    place = replace(dark, answer=answer)
    y, u, _ = frame(unlit, place, 1.0)
    assert np.all(y[705:795] > 60)
    assert np.all(u[355:395] > GREY + 10)  # neon: blue
    silent, _, _ = frame(replace(unlit, towers=Track(((0.0, 0.0),))), place, 1.0)
    assert np.all(silent == BLACK)


def mapped(place: Scenery) -> Scenery:
    """The same place as if its arrays came from files: they cannot be written."""
    frozen: dict[str, Any] = {}
    for field in fields(place):
        value = getattr(place, field.name)
        if isinstance(value, np.ndarray):
            frozen[field.name] = value.view()
            frozen[field.name].flags.writeable = False
    return replace(place, **frozen)


def test_nothing_is_compiled_again_for_real_frames(show: Show, dark: Scenery) -> None:
    warm()
    for place in (dark, mapped(dark)):
        Renderer(show, place, Flight(show)).still(1.5)
    kernels = [
        value
        for module in (bloom, layers, pyramid, rain, sprites, tone, water)
        for value in vars(module).values()
        if hasattr(value, "signatures")
    ]
    assert {kernel.py_func.__name__ for kernel in kernels} > {"finish", "draw_water", "lay_plate"}
    for kernel in kernels:
        assert len(kernel.signatures) == 1, kernel.py_func.__name__


def test_a_renderer_keeps_fifteen_megabytes_at_most(
    show: Show, dark: Scenery, planes: Planes
) -> None:
    place, flight = mapped(dark), Flight(show)
    tracemalloc.start()
    try:
        renderer = Renderer(show, place, flight)
        renderer.draw(1.5, *planes)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 15e6


def test_drawing_does_not_write_into_the_scenery(show: Show, dark: Scenery) -> None:
    lit = replace(dark, sky=np.full_like(dark.sky, 0.1), mirror=np.full_like(dark.mirror, 0.1))
    before = lit.sky.copy(), lit.mirror.copy()
    Renderer(show, lit, Flight(show)).still(1.5)
    assert np.array_equal(before[0], lit.sky)
    assert np.array_equal(before[1], lit.mirror)


def test_the_frame_as_a_whole_never_flashes(show: Show, dark: Scenery, planes: Planes) -> None:
    """Photosensitivity: a general flash is a tenth of full luminance, up and down (WCAG 2.3.1)."""
    ripples = np.random.default_rng(1).standard_normal(dark.ripples.shape).clip(-2.5, 2.5)
    lit = replace(
        dark,
        sky=np.full_like(dark.sky, 0.05),
        mirror=np.full_like(dark.mirror, 0.1),
        ripples=ripples.astype(np.float32),
        beam_colours=np.ones((1, 3), np.float32),
    )
    renderer, (y, u, v) = Renderer(show, lit, Flight(show)), planes
    means = []
    for index in range(30):
        renderer.draw(index / FPS, y, u, v)
        means.append(float(y.mean()))
    assert np.abs(np.diff(means)).max() < 0.01 * 219


@pytest.mark.parametrize(("pan", "tilt"), [(1500.0, 2500.0), (-1500.0, -2500.0), (35.0, 150.0)])
def test_a_camera_that_leaves_the_plate_shows_its_edge(
    frame: Draw, show: Show, dark: Scenery, pan: float, tilt: float
) -> None:
    lit = replace(dark, sky=np.full_like(dark.sky, 0.5), mirror=np.full_like(dark.mirror, 0.5))
    wild = replace(show, camera=Camera(pan=Track(((0.0, pan),)), tilt=Track(((0.0, tilt),))))
    y, _, _ = frame(wild, lit, 2.0)
    assert np.all(y > 60)
