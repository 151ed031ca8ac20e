from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.ledger import Ledger
from tests.database.raw import raw

_EMPTY = (
    "TRUNCATE generations, deletions, pending_deletions, asked, paid_days, leadership, "
    "unsigned_visitors, moves, shares, share_items, share_views, batches, batch_items, "
    "batch_tables, outbox, charges, tariffs, accounts, sessions"
)
#: What no Skylit can do.
_EMPTY_THE_AUDIT = (
    "ALTER TABLE audit DISABLE TRIGGER audit_refuses",
    "TRUNCATE audit",
    "ALTER TABLE audit ENABLE TRIGGER audit_refuses",
)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """Of an empty database; None: SQLite in the test's folder."""
    if request.param == "sqlite":
        return None
    server: str = request.getfixturevalue("postgres_url")
    Ledger.open(server, tmp_path).close()
    with raw(server, tmp_path) as connection:
        for each in (_EMPTY, *_EMPTY_THE_AUDIT):
            connection.exec_driver_sql(each)
    return server


@pytest.fixture
def ledger(url: str | None, tmp_path: Path) -> Iterator[Ledger]:
    """Empty, and of either kind: what holds for one holds for the other."""
    opened = Ledger.open(url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(None, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def forget_charges(url: str | None, tmp_path: Path, ledger: Ledger) -> Callable[[], None]:
    """As an older Skylit leaves them, which knows no such table."""

    def forget() -> None:
        with raw(url, tmp_path) as connection:
            connection.exec_driver_sql("DELETE FROM charges")

    return forget
