from __future__ import annotations

import pytest

from lib.engine.request import RenderRequest
from lib.engine.templates import compose


@pytest.mark.parametrize("words", ["HI", "·"])
def test_there_are_enough_drones_for_a_figure(words: str) -> None:
    assert compose(RenderRequest.parse(words)).drones >= 700
