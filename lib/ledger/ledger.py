"""Ledger: the front of all that is remembered. Its parts are a file each, named after their subject."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from sqlalchemy import URL, Engine

from lib.database import Election, Lock, address, connect, lock_file, tracker_lock
from lib.database.election import SILENCE
from lib.database.reserve import Reserve
from lib.ledger.accounts import Accounts
from lib.ledger.approvals import Approvals
from lib.ledger.audit import Audit
from lib.ledger.batches import Batches
from lib.ledger.charges import Charges
from lib.ledger.deletions import Deletions
from lib.ledger.due import Due
from lib.ledger.film_counts import FilmCounts
from lib.ledger.generations import Generations
from lib.ledger.history import History
from lib.ledger.moves import Moves
from lib.ledger.outbox import Outbox
from lib.ledger.retention import Retention
from lib.ledger.search import Searches
from lib.ledger.shares import Shares
from lib.ledger.stars import Stars
from lib.ledger.table_drafts import TableDrafts
from lib.ledger.takes import Takes
from lib.ledger.visitors import VisitorHashes


class Ledger(
    Generations,
    Batches,
    TableDrafts,
    Due,
    History,
    Searches,
    Takes,
    Moves,
    Stars,
    Deletions,
    Retention,
    Shares,
    Outbox,
    VisitorHashes,
    Charges,
    Approvals,
    Accounts,
    Audit,
    FilmCounts,
):
    """Safe for threads and for several processes. Every method may raise StorageError."""

    def __init__(self, engine: Engine, lock_file: Path) -> None:
        file = engine.url.database if engine.dialect.name == "sqlite" else None
        super().__init__(engine, Reserve.beside(Path(file) if file else None))
        self._lock_file = lock_file

    @classmethod
    def open(cls, url: str | None, folder: Path) -> Self:
        """Open the database at `url`, or the SQLite file in `folder` if there is none."""
        return cls(connect(address(url, folder)), lock_file(folder))

    @classmethod
    def open_file(cls, file: Path, folder: Path) -> Self:
        """Open this very SQLite file; the tracker's lock stands in `folder`."""
        return cls(connect(URL.create("sqlite", database=str(file))), lock_file(folder))

    def close(self) -> None:
        self._engine.dispose()

    def lock(self) -> Lock:
        """Return the tracker's lock: while this process holds it, none begins to track."""
        return tracker_lock(self._engine, self._lock_file)

    def election(self, *, silence: float = SILENCE) -> Election:
        """Return a candidate of this process for the tracking; `silence` in seconds."""
        return Election(self._engine, self.lock(), silence=silence)
