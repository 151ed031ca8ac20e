"""A show, its sound, and one of every template and palette."""

from __future__ import annotations

import pytest

from lib.engine.arrays import Floats
from lib.engine.show import Show
from lib.template import CATALOGUE
from tests.engine.soundtrack.shows import show_of, sound_of


@pytest.fixture(scope="session")
def show() -> Show:
    return show_of(7)


@pytest.fixture(scope="session")
def sound() -> Floats:
    return sound_of(7)


@pytest.fixture(params=[(7, "gold"), (8, "neon"), (9, "red"), (10, "ice"), (11, "jade")], ids=str)
def mood(request: pytest.FixtureRequest) -> tuple[int, str]:
    """A seed and a palette: one of every palette."""
    chosen: tuple[int, str] = request.param
    return chosen


@pytest.fixture(params=CATALOGUE, ids=lambda template: template.slug)
def pair(request: pytest.FixtureRequest, mood: tuple[int, str]) -> tuple[Show, Floats]:
    """A show and its sound: every template in every palette."""
    return show_of(*mood, request.param), sound_of(*mood, request.param)
