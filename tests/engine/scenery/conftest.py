from __future__ import annotations

from functools import cache

import pytest

from lib.engine import scenery
from lib.engine.request import RenderRequest
from lib.engine.scenery import Scenery
from lib.engine.templates import compose
from lib.template import CATALOGUE

PLACES = [compose(RenderRequest.parse("HI", template.name)).scenery for template in CATALOGUE]
BY_THE_WATER = ["shanghai", "west-lake"]  # under an open sky


drawn = cache(scenery.build)


@pytest.fixture(scope="session", params=PLACES)
def place(request: pytest.FixtureRequest) -> Scenery:
    """Every place, drawn once for all tests; nobody writes to it."""
    return drawn(request.param)


@pytest.fixture(scope="session", params=BY_THE_WATER)
def waterside(request: pytest.FixtureRequest) -> Scenery:
    """Likewise, where words hang in the sky over a far bank."""
    return drawn(request.param)


@pytest.fixture(scope="session")
def shanghai() -> Scenery:
    """Likewise, Lujiazui."""
    return drawn("shanghai")
