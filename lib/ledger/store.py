"""Store: what every part of the ledger is made of. One transaction to write, one to read."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

from lib.database import Election
from lib.database.connection import begin_write
from lib.database.reserve import Reserve
from lib.database.sentences import sentences
from lib.generation import Generation
from lib.ledger.rows import from_row

#: Both databases have ON CONFLICT; SQLAlchemy spells it per dialect.
Insert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, connection: Connection) -> Insert:
    """Return an INSERT that can say what happens on a conflict."""
    is_sqlite = connection.dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


class Store:
    def __init__(self, engine: Engine, reserve: Reserve) -> None:
        self._engine = engine
        self._reserve = reserve
        self._fence: Election | None = None

    def fenced(self, election: Election) -> Self:
        """Return the same store, whose writes raise Deposed once the election's term is over."""
        mine = copy.copy(self)
        mine._fence = election  # noqa: SLF001  # a copy of its own kind
        return mine

    @contextmanager
    def _write(self, *, to_the_disk: bool = True) -> Iterator[Connection]:
        with sentences(), self._engine.connect() as connection, connection.begin():
            begin_write(connection, to_the_disk=to_the_disk)
            if self._fence is not None:
                self._fence.hold_fence(connection)
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with sentences(), self._engine.connect() as connection:
            yield connection

    def _all(self, query: Select[Any]) -> list[Generation]:
        with self._read() as connection:
            return [from_row({**row}) for row in connection.execute(query).mappings()]

    def _one(self, query: Select[Any]) -> Generation | None:
        return next(iter(self._all(query)), None)
