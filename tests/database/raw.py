"""The database past the ledger, as another program sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import Pool

from lib.database import address


@contextmanager
def raw(url: str | None, folder: Path) -> Iterator[Connection]:
    """A connection of its own, which commits at the end."""
    engine = create_engine(address(url, folder))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def with_pragma(pragma: str) -> Iterator[None]:
    """Give every connection to SQLite that is opened meanwhile this pragma."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    event.listen(Pool, "connect", prepare)
    try:
        yield
    finally:
        event.remove(Pool, "connect", prepare)
