from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.engine.camera import CITY, SKY, Camera
from lib.engine.frame import Frame
from lib.engine.show import Circuits, Formation, Lights, Sprite
from lib.engine.track import Track, min_jerk
from tests.engine.portrait import WIDTH


@given(st.floats(-3, 3))
def test_minimum_jerk_stays_between_start_and_end(share: float) -> None:
    assert 0.0 <= min_jerk(share) <= 1.0


def test_minimum_jerk_starts_and_ends_at_rest() -> None:
    assert (min_jerk(0.0), min_jerk(0.5), min_jerk(1.0)) == (0.0, 0.5, 1.0)
    assert min_jerk(0.01) < 1e-4
    assert min_jerk(0.99) > 1 - 1e-4


def test_a_track_holds_its_ends_and_eases_between() -> None:
    track = Track(((1.0, 2.0), (3.0, 4.0), (3.0, 1.0), (5.0, 1.0)))
    assert [track.at(t) for t in (0.0, 1.0, 2.0, 3.0, 4.0, 9.0)] == [2.0, 2.0, 3.0, 1.0, 1.0, 1.0]


def test_what_the_camera_comes_nearer_to_grows_around_its_aim() -> None:
    camera = Camera(push=Track(((0.0, 0.0), (1.0, 0.5))), aim=(300.0, 200.0))
    x, y = np.array([[300.0, 320.0], [200.0, 100.0]], np.float32)
    assert np.array_equal(camera.seen(x, y, 0.0), (x, y))
    assert np.allclose(camera.seen(x, y, 1.0), ([300.0, 330.0], [200.0, 50.0]))


@pytest.mark.parametrize(
    ("aside", "above"), [(100, 100), (275, 100), (100, 290), (300, 320), (0, 0)]
)
def test_nothing_is_pushed_out_of_the_frame(aside: float, above: float) -> None:
    corner = np.array([[aside, -above, 0.0]], np.float32)
    words = Formation(
        points=corner,
        centre=(WIDTH / 2, 300.0),
        colour=np.ones((1, 3), np.float32),
        brightness=np.ones(1, np.float32),
        spin=np.zeros(1, np.float32),
    )
    push = Camera.nearest(words, Frame())
    assert 0.0 <= push <= 0.07
    if push > 0.0:
        camera = Camera(push=Track(((0.0, push),)), aim=words.centre)
        x, y = camera.seen(corner[:, 0] + np.float32(WIDTH / 2), corner[:, 1] + 300.0, 0.0)
        assert x[0] <= WIDTH - 20.0
        assert y[0] >= -0.01


def test_what_flies_moves_against_the_camera() -> None:
    camera = Camera(pan=Track(((0.0, 9.0),)), tilt=Track(((0.0, -4.0),)))
    x, y = np.array([[300.0], [200.0]], np.float32)
    assert np.allclose(camera.seen(x, y, 0.0), ([291.0], [204.0]))
    assert camera.at(0.0) == (9.0, -4.0)


def test_what_the_camera_circles_keeps_its_place_while_the_city_moves() -> None:
    camera = Camera(pan=Track(((0.0, 9.0),)), orbit=Track(((0.0, 0.0), (1.0, 1.0))))
    x, y = np.array([[300.0], [200.0]], np.float32)
    assert np.allclose(camera.seen(x, y, 0.0), ([291.0], [200.0]))
    assert np.allclose(camera.seen(x, y, 1.0), ([300.0], [200.0]))
    assert camera.at(1.0) == (9.0, 0.0)


def test_a_layer_grows_by_as_much_of_the_push_as_its_depth_says() -> None:
    camera = Camera(push=Track(((0.0, 0.10),)))
    horizon = (300.0, 868.0)
    city, sky = (camera.view(depth, horizon, 0.0) for depth in (CITY, SKY))
    assert 1 / city.step == pytest.approx(1 + 0.10 * CITY.grows)
    assert 1 < 1 / sky.step < 1 / city.step < 1.10
    for view in (city, sky):  # what it grows around stays where it is
        assert view.left + view.step * 300.0 == pytest.approx(300.0)
        assert view.top + view.step * 868.0 == pytest.approx(868.0)


def test_a_hand_wanders_and_never_jumps() -> None:
    camera = Camera(hand=2.4)
    ways = np.array([camera.at(frame / 30) for frame in range(330)])
    assert 2.0 < np.ptp(ways[:, 0]) < 4.9
    assert np.abs(np.diff(ways, axis=0)).max() < 0.2


def test_close_drones_glow_less_so_that_many_do_not_wash_out() -> None:
    near, far = Sprite.for_pitch(3.05), Sprite.for_pitch(6.4)
    # energy for an area: drones per area fall with the square of the pitch
    assert near.glow / 3.05**2 == pytest.approx(far.glow / 6.4**2, rel=0.35)


def test_lights_have_room_for_what_was_asked() -> None:
    lights = Lights.room_for(12)
    assert lights.x.shape == lights.glow.shape == (12,)


def test_a_circuit_runs_straight_from_moment_to_moment_and_holds_its_last() -> None:
    strength = np.array([[0.0, 1.0, 0.5], [1.0, 1.0, 1.0]], np.float32)
    circuits = Circuits(of=np.zeros(4, np.int32), strength=strength)
    step = 1 / Circuits.RATE
    for t, first in ((-1.0, 0.0), (0.0, 0.0), (step / 2, 0.5), (step, 1.0), (9.0, 0.5)):
        assert circuits.at(t) == pytest.approx([first, 1.0])
        assert circuits.at(t).dtype == np.float32
