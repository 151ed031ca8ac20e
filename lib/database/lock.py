"""The tracker's lock, which is free as soon as its holder dies. A file, or PostgreSQL's own.

There are two locks. A tracker holds both. A restore holds only the first, and so does the first
release, which knows no second. They send no heartbeat, and nobody may take them for stopped processes.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text

from lib.database.sentences import sentences
from lib.errors import StorageError
from lib.problem import Code, Problem

#: Skylit's own numbers for PostgreSQL's advisory locks: "sky", and 01 for the tables.
_TRACKER: Final = 0x736B79_02
_TERM: Final = 0x736B79_03


class Lock(Protocol):
    """No method blocks."""

    def acquire(self, *, heartbeat: bool = True) -> bool:
        """Return True where this process holds it, now or already. Raise StorageError."""

    def release(self) -> None: ...

    def is_held_without_heartbeat(self) -> bool:
        """Return True where its holder never says a heartbeat. Raise StorageError."""


def tracker_lock(engine: Engine, file: Path) -> Lock:
    """Return the lock for this kind of database."""
    return PostgresLock(engine) if engine.dialect.name == "postgresql" else FileLocks(file)


def lock_file(folder: Path) -> Path:
    """Return the file that whoever tracks for this data folder holds."""
    return folder / "tracker.lock"


class FileLocks:
    """Locks on files, which the operating system releases when the process ends."""

    def __init__(self, file: Path) -> None:
        # Not bound to a thread: the loop acquires it, and whoever closes the studio releases it.
        self._tracker = FileLock(file, thread_local=False)
        self._term = FileLock(file.with_suffix(".term.lock"), thread_local=False)

    def acquire(self, *, heartbeat: bool = True) -> bool:
        if _taken(self._tracker) and (not heartbeat or _taken(self._term)):
            return True
        self.release()
        return False

    def release(self) -> None:
        self._term.release(force=True)
        self._tracker.release(force=True)

    def is_held_without_heartbeat(self) -> bool:
        if not _taken(self._term):
            return False
        self._term.release(force=True)
        return True


def _taken(lock: FileLock) -> bool:
    if lock.is_locked:
        return True
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except OSError as error:
        raise StorageError(Problem.of(Code.LOCK_UNWRITABLE, why=error.strerror)) from error
    return True


class PostgresLock:
    """Advisory locks of one session, gone when its connection is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Connection | None = None

    def acquire(self, *, heartbeat: bool = True) -> bool:
        keys = (_TRACKER, _TERM) if heartbeat else (_TRACKER,)
        try:
            with sentences():
                return self._still_holds() or self._takes(keys)
        except StorageError:
            self.release()
            raise

    def release(self) -> None:
        """Close the session for good: back in the pool it would keep the locks."""
        session, self._session = self._session, None
        if session is not None:
            session.invalidate()
            session.close()

    def is_held_without_heartbeat(self) -> bool:
        with sentences(), self._engine.connect() as session:
            return bool(_gets(session, "pg_try_advisory_xact_lock", _TERM))

    def _still_holds(self) -> bool:
        """Ask the session: if it died, the locks are gone."""
        if self._session is None:
            return False
        self._session.execute(text("SELECT 1"))
        return True

    def _takes(self, keys: Collection[int]) -> bool:
        self._session = session = self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        )
        won = all(_gets(session, "pg_try_advisory_lock", key) for key in keys)
        if not won:
            self.release()
        return won


def _gets(session: Connection, function: str, key: int) -> bool:
    return bool(session.scalar(text(f"SELECT {function}(:key)"), {"key": key}))
