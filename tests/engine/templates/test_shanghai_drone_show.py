from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from lib.engine.order import Order
from lib.engine.show import Show
from lib.engine.templates import compose

CAPTIONS = ["HI", "开业大吉 Grand Opening", "Launch day is here! " * 3 + "Join us tonight"]


@pytest.fixture(params=CAPTIONS)
def show(request: pytest.FixtureRequest) -> Show:
    return compose(Order.parse(request.param))


def test_cues_come_in_their_order(show: Show) -> None:
    cues = show.cues
    order = [cues.launch, cues.gathered, cues.writing, cues.reveal, cues.finale, show.duration]
    assert order == sorted(order)
    assert all(cues.finale <= shell.at < show.duration for shell in cues.shells)


def test_the_caption_can_be_read_for_two_fifths_of_the_film(show: Show) -> None:
    assert (show.duration - show.cues.reveal) / show.duration >= 0.4


def test_every_array_of_a_show_speaks_of_the_same_drones(show: Show) -> None:
    n = show.drones
    for formation in show.formations:
        assert len(formation.points) == len(formation.colour) == len(formation.spin) == n
    for leg in show.legs:
        assert len(leg.depart) == len(leg.arrive) == len(leg.arc) == n
        assert (leg.arrive > leg.depart).all()
    assert len(show.ignite) == len(show.twinkle) == len(show.chase) == n
    assert (show.legs[1].depart > show.legs[0].depart).all()


def test_there_are_enough_drones_for_a_figure(show: Show) -> None:
    assert show.drones >= 700


def test_the_same_order_composes_the_same_show() -> None:
    first, again = (compose(Order.parse("I ♥ Shanghai")) for _ in range(2))
    for field in ("writes", "ignite", "twinkle", "chase"):
        assert np.array_equal(getattr(first, field), getattr(again, field))
    for one, other in zip(first.formations, again.formations, strict=True):
        assert all(
            np.array_equal(getattr(one, field.name), getattr(other, field.name))
            for field in fields(one)
        )


def test_another_seed_composes_another_show() -> None:
    one, other = (compose(Order.parse("I ♥ Shanghai", seed=seed)) for seed in (1, 2))
    assert not np.array_equal(one.legs[0].depart, other.legs[0].depart)
