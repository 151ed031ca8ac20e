from __future__ import annotations

import numpy as np
import pytest

from lib.engine.camera import CITY
from lib.engine.flight import Flight
from lib.engine.request import RenderRequest
from lib.engine.scenery.core.plate import WATERLINE
from lib.engine.scenery.shanghai.lujiazui import SHANGHAI_TOWER
from lib.engine.show import Lights, Show
from lib.engine.templates import compose
from lib.format import FORMATS, Format


@pytest.mark.parametrize("words", ["HI", "·"])
def test_there_are_enough_drones_for_a_figure(words: str) -> None:
    assert compose(RenderRequest.parse(words)).drones >= 700


def gap(show: Show, t: float) -> float:
    """Units from the lowest letters down to the tip of the highest tower, in the frame of second t."""
    flight = Flight(show)
    lights = Lights.room_for(flight.capacity)
    flight.at(t, lights)
    writes = np.flatnonzero(show.writes)
    _, down = show.camera.seen(lights.x[writes], lights.y[writes], t)
    city = show.camera.view(CITY, (show.frame.middle, WATERLINE), t)
    tip = (WATERLINE - SHANGHAI_TOWER[1] - city.top) / city.step
    return float(tip - down.max())


@pytest.mark.parametrize("size", FORMATS, ids=str)
@pytest.mark.parametrize("words", ["Hi 上海", "HI", "上", "福 Yg Qj", "Good things\ncome\nto gg"])
def test_the_lowest_letters_never_touch_the_highest_tower(words: str, size: Format) -> None:
    show = compose(RenderRequest.parse(words, seed=1, format=size.name))
    for t in np.linspace(show.cues.reveal, show.last, 6):
        assert gap(show, float(t)) > 4.0
