from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile_api import HostileApi
from tests.workbench import Workbench, close, studio_in


@pytest.fixture
def api(hostile_server: HostileApi) -> HostileApi:
    hostile_server.reset()
    return hostile_server


@pytest.fixture
def bench(api: HostileApi, tmp_path: Path) -> Iterator[Workbench]:
    """Nothing moves by itself: the test takes the steps."""
    made = studio_in(tmp_path, api.url)
    yield made
    close(made)
