"""What the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.settings import Settings
from tests.workbench import Workbench, close, studio_in


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def settings(data: Path) -> Settings:
    return Settings(data_dir=data)


@pytest.fixture
def bench(data: Path) -> Iterator[Workbench]:
    """No tracker runs, so that everything stays where a test has put it."""
    made = studio_in(data, lambda: None)
    yield made
    close(made)
