from __future__ import annotations

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """None: SQLite in the test's folder."""
    if request.param == "sqlite":
        return None
    server: str = request.getfixturevalue("postgres_url")
    return server
