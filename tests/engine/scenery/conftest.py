from __future__ import annotations

import pytest

from lib.engine import scenery
from lib.engine.scenery import Scenery


@pytest.fixture(scope="session")
def shanghai() -> Scenery:
    """Drawn once for all tests; nobody writes to it."""
    return scenery.build("shanghai")
