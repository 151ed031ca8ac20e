"""Ledger: the front of all that is remembered. Its parts are a file each, named after their subject."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from lib.database import (
    Election,
    FileElection,
    PostgresElection,
    address,
    connect,
    lock_file,
)
from lib.ledger.deletions import Deletions
from lib.ledger.due import Due
from lib.ledger.generations import Generations
from lib.ledger.history import History


class Ledger(Generations, Due, History, Deletions):
    """Safe for threads and for several processes. Every method may raise StorageError."""

    def __init__(self, engine: Engine, lock_file: Path) -> None:
        super().__init__(engine)
        self._lock_file = lock_file

    @classmethod
    def open(cls, url: str | None, folder: Path) -> Self:
        """Open the database at `url`, or the SQLite file in `folder` if there is none."""
        return cls(connect(address(url, folder)), lock_file(folder))

    def close(self) -> None:
        self._engine.dispose()

    def election(self) -> Election:
        if self._engine.dialect.name == "postgresql":
            return PostgresElection(self._engine)
        return FileElection(self._lock_file)
