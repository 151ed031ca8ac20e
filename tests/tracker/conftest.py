from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile_api import HostileApi, hostile_api
from tests.workbench import Workbench, close, studio_in


@pytest.fixture(scope="module")
def server() -> Iterator[HostileApi]:
    with hostile_api() as api:
        yield api


@pytest.fixture
def api(server: HostileApi) -> HostileApi:
    server.reset()
    return server


@pytest.fixture
def bench(api: HostileApi, tmp_path: Path) -> Iterator[Workbench]:
    """Nothing moves by itself: the test takes the steps."""
    made = studio_in(tmp_path, api.url)
    yield made
    close(made)
