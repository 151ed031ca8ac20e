"""A show, its sound, and one of every palette."""

from __future__ import annotations

import pytest

from lib.engine.palette import Floats
from lib.engine.show import Show
from tests.engine.soundtrack.shows import show_of, sound_of


@pytest.fixture(scope="session")
def show() -> Show:
    return show_of(7)


@pytest.fixture(scope="session")
def sound() -> Floats:
    return sound_of(7)


@pytest.fixture(params=[(7, "gold"), (8, "neon"), (9, "red"), (10, "ice"), (11, "jade")], ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[Show, Floats]:
    """A show and its sound, one of every palette."""
    seed, palette = request.param
    return show_of(seed, palette), sound_of(seed, palette)
