from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ledger.postgres import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """None: SQLite in the test's folder."""
    if request.param == "sqlite":
        return None
    server: str = request.getfixturevalue("postgres_url")
    return server
