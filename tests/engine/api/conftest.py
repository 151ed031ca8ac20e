from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.serving import Served, serving


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests that leave no trace for the next."""
    with serving(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, room=2) as engine:
        yield engine
