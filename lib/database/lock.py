"""Election: which process tracks. A lock that is free again the moment its holder dies."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from lib.errors import StorageError

#: Skylit's own numbers for PostgreSQL's advisory locks: "sky", and 02 for the tracker (01: the tables).
TRACKER_LOCK: Final = 0x736B79_02


class Election(Protocol):
    """Asked again and again by whoever would like to track; none of the three ever blocks."""

    def win(self) -> bool:
        """True where this process holds the lock, now or already. Raise StorageError."""

    def resign(self) -> None: ...


def lock_file(folder: Path) -> Path:
    """What whoever tracks for this data folder holds."""
    return folder / "tracker.lock"


class FileElection:
    """On one machine: a lock that the system holds on a file and lets go with the process."""

    def __init__(self, file: Path) -> None:
        # Not the thread's own: the loop wins it, whoever closes the studio lets it go.
        self._lock = FileLock(file, thread_local=False)

    def win(self) -> bool:
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except OSError as error:
            raise StorageError(f"The lock file cannot be written: {error.strerror}.") from error
        return True

    def resign(self) -> None:
        self._lock.release(force=True)


class PostgresElection:
    """On many machines: an advisory lock of a session, gone when its connection is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Connection | None = None

    def win(self) -> bool:
        try:
            return self._still_holds() or self._takes()
        except SQLAlchemyError as error:
            self._drop()
            raise StorageError("The database cannot be reached. Try again in a moment.") from error

    def resign(self) -> None:
        """Closing for good, not back into the pool: a pooled session would keep the lock."""
        self._drop()

    def _still_holds(self) -> bool:
        """A session that died took the lock along, so it is asked, not remembered."""
        if self._session is None:
            return False
        self._session.execute(text("SELECT 1"))
        return True

    def _takes(self) -> bool:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        won = session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": TRACKER_LOCK})
        if won:
            self._session = session
        else:
            session.close()
        return bool(won)

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.invalidate()
            session.close()
