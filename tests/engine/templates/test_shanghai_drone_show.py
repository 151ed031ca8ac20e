from __future__ import annotations

import pytest

from lib.engine.order import Order
from lib.engine.templates import compose


@pytest.mark.parametrize("words", ["HI", "·"])
def test_there_are_enough_drones_for_a_figure(words: str) -> None:
    assert compose(Order.parse(words)).drones >= 700
