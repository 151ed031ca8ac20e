"""Boats, people, phones and searchlights: what lives in a place, in the pixels of a frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine.flight import Flight
from lib.engine.raster import Renderer
from lib.engine.scenery import Scenery
from lib.engine.show import Show
from lib.engine.track import Track
from tests.engine.raster.planes import BLACK, GREY, Draw, brightness


def test_a_boat_sails_and_shines_in_the_water(frame: Draw, unlit: Show, dark: Scenery) -> None:
    boat = replace(
        dark.boats[0],
        speed=60.0,
        rgb=np.ones((3, 8, 16), np.float32),
        alpha=np.ones((8, 16), np.float32),
    )
    place = replace(dark, boats=(boat,))
    for t, middle in ((0.0, 300), (1.0, 360)):
        light = brightness(frame(unlit, place, t))
        lit = np.nonzero(light[895] > 100)[0]
        assert lit.mean() == pytest.approx(middle, abs=1)
        assert light[903:908, middle].max() > 10
        assert light[885].max() == 0


def test_the_crowd_hides_the_river_and_takes_the_colour_of_the_caption(
    frame: Draw, unlit: Show, dark: Scenery
) -> None:
    shape = dark.crowd_alpha.shape
    people = replace(
        dark,
        mirror=np.ones_like(dark.mirror),
        crowd_alpha=np.ones(shape, np.float32),
        crowd_rim=np.ones(shape, np.float32),
    )
    unmoved = replace(unlit, crowd=Track(((0.0, 0.0),)))
    y, _, _ = frame(unmoved, people, 1.0)
    assert np.all(y[-100:] == BLACK)
    assert np.all(y[890:940] > 100)
    y, u, _ = frame(unlit, people, 1.0)
    assert np.all(y[-100:] > BLACK)
    assert u[-30:].mean() > GREY


def test_phones_light_up_when_the_show_says_so_and_whenever_it_is_asked(
    unlit: Show, dark: Scenery
) -> None:
    place = replace(dark, phones=np.full_like(dark.crowd_light, 0.2))
    waiting = replace(unlit, phones=Track(((0.5, 0.0), (1.5, 1.0))))
    renderer = Renderer(waiting, place, Flight(waiting))
    before, halfway, after, again = (renderer.still(t)[-60:].mean() for t in (0.4, 1.0, 1.6, 0.4))
    assert before == again == 0
    assert 10 < halfway < after - 10


def test_heads_nod_each_for_itself(frame: Draw, unlit: Show, dark: Scenery) -> None:
    """Where the crowd ends against the lit river wanders, and not everywhere alike."""
    alpha = np.ones_like(dark.crowd_alpha)
    alpha[:20] = 0.0
    people = replace(dark, mirror=np.ones_like(dark.mirror), crowd_alpha=alpha)
    filming = replace(unlit, phones=Track(((0.0, 1.0),)))
    edges = np.array([(frame(filming, people, t)[0] > 60).sum(axis=0) for t in (0.5, 1.0, 1.5)])
    assert 0.5 < np.abs(np.diff(edges, axis=0)).max() < 8
    assert np.std(np.diff(edges, axis=0), axis=1).min() > 0.2


def test_arms_go_up_when_the_show_says_so(unlit: Show, dark: Scenery) -> None:
    shape = dark.crowd_alpha.shape
    place = replace(
        dark,
        arms_alpha=np.zeros(shape, np.float32),
        arms_light=np.full((3, *shape), 0.5, np.float32),
        arms_rim=np.zeros(shape, np.float32),
    )
    rising = replace(unlit, phones=Track(((0.5, 0.0), (1.5, 1.0))))
    renderer = Renderer(rising, place, Flight(rising))
    lit = [int((renderer.still(t).max(axis=2) > 60).sum()) for t in (0.4, 1.0, 1.6)]
    assert lit[0] == 0
    assert 0 < lit[1] < lit[2]


def test_a_boat_that_stops_slows_down_first(dark: Scenery) -> None:
    boat = replace(dark.boats[0], x=100.0, speed=20.0, stops=5.0)
    steps = np.diff([boat.at(t) for t in np.arange(3.0, 6.0, 0.1)])
    assert steps[0] == pytest.approx(2.0)
    assert steps[-1] == pytest.approx(0.0)
    assert np.abs(np.diff(steps)).max() < 0.25
    assert boat.at(9.0) == boat.at(5.0) == pytest.approx(190.0)


def test_searchlights_shine_upwards_from_where_they_stand(
    frame: Draw, unlit: Show, dark: Scenery
) -> None:
    place = replace(dark, beam_colours=np.ones((1, 3), np.float32))
    light = brightness(frame(unlit, place, 0.0))
    assert light[500:780, 260:340].max() > 3
    assert light[820:].max() == 0
