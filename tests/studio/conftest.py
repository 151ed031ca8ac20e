"""What the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.studio import Studio
from tests.workbench import Workbench, close, studio_in


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """No tracker runs, so that everything stays where a test has put it."""
    made = studio_in(tmp_path / "data", lambda: None)
    yield made
    close(made)


@pytest.fixture
def studio(bench: Workbench) -> Studio:
    return bench.studio
