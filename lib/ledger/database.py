"""Opening SQLite or Postgres, and what their errors mean for a person."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)

from lib.errors import SettingsError, StorageError
from lib.ledger.tables import make_tables

#: Seconds that a write waits for another's before it says that the database is busy.
_PATIENCE: Final = 5.0

#: A number of our own for Postgres' advisory locks: "sky" and what it guards (01: the tables).
TRACKER_LOCK: Final = 0x736B79_02

_RESTORE: Final = (
    "Stop Skylit and put your last backup in its place: "
    "make restore BACKUP=backups/… FORCE=1 (the damaged one is kept beside it)."
)

#: What SQLite's error codes mean (sqlite.org/rescode.html), by the beginning of their names.
_SENTENCES: Final = {
    "SQLITE_FULL": "The disk is full. Make room: what waits goes on by itself.",
    "SQLITE_READONLY": "The database may not be written. Give its folder to Skylit's account.",
    "SQLITE_BUSY": "The database is busy with something else. Try again in a moment.",
    "SQLITE_LOCKED": "The database is busy with something else. Try again in a moment.",
    "SQLITE_CORRUPT": f"The database file is damaged. {_RESTORE}",
    "SQLITE_NOTADB": f"The database file is no database. {_RESTORE}",
    "SQLITE_CANTOPEN": "The database file cannot be opened. Look at the rights of its folder.",
    "SQLITE_IOERR": "The disk does not read or write the database as it should. Look after the disk.",
}


def address(url: str | None, folder: Path) -> str:
    """Of the database: what was set, or the SQLite file in `folder`."""
    return url or f"sqlite:///{folder / 'skylit.db'}"


def database_file(url: str | None, folder: Path) -> Path | None:
    """SQLite's file; None where the database is a server. Raise SettingsError."""
    with _address_errors():
        where = make_url(address(url, folder))
    is_file = where.get_backend_name() == "sqlite" and where.database
    return Path(str(where.database)) if is_file else None


def connect(url: str) -> Engine:
    """Open the database and make its tables, whoever else does the same at this moment.

    A damaged file is found now rather than on the day when somebody asks for its bad page.
    Raise SettingsError for an address that is none, StorageError if it does not open or is of
    another version.
    """
    engine = _engine(url)
    try:
        with sentences(), engine.connect() as connection:
            _refuse_damage(connection)
            with connection.begin():
                make_tables(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def sentences() -> Iterator[None]:
    """Turn the database's errors into StorageError with a sentence that says what to do."""
    try:
        yield
    except IntegrityError:
        raise  # not a fault: the answer to "was it there already?", and add() asks that
    except DBAPIError as error:
        raise StorageError(_sentence(error)) from error
    except SQLAlchemyError as error:
        raise StorageError("The database did not answer as expected. Try again.") from error


def durable(connection: Connection, *, to_the_disk: bool) -> None:
    """Say, before the first write of a transaction, whether its commit waits for the disk.

    What changes a status must outlive a power cut; that somebody looked once more need not.
    """
    if connection.dialect.name == "sqlite":
        level = "FULL" if to_the_disk else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
    elif connection.dialect.name == "postgresql":
        level = "on" if to_the_disk else "off"
        connection.execute(text(f"SET LOCAL synchronous_commit = {level}"))


def overwrite_journal(connection: Connection) -> None:
    """Let no deleted words live on in SQLite's journal, which else keeps old pages for days.

    A reader that is still at them puts it off until the next time: nobody is made to wait for it.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA busy_timeout = 100")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")


def _engine(url: str) -> Engine:
    with _address_errors():
        where = make_url(url)
        engine = create_engine(
            where,
            pool_pre_ping=where.get_backend_name() != "sqlite",
            hide_parameters=True,  # captions and owners are nothing for a log
        )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        same = _SameFile(where.database or "")
        event.listen(engine, "do_connect", same.hold)
        event.listen(engine, "checkout", same.hold)
    return engine


class _SameFile:
    """SQLite goes on writing into a file that was moved away or replaced, where nobody finds it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._first: tuple[int, int] | None = None

    def hold(self, *_: object) -> None:
        """Raise StorageError unless the file is the one that was opened first."""
        found = self._identity()
        self._first = self._first or found
        if found != self._first:
            raise StorageError(
                "The database file was moved away or replaced while Skylit ran. Put it back, "
                "or start Skylit anew: until then nothing is written."
            )

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._file)  # noqa: PTH116  # asked before every query: ten times faster
        except OSError:
            return None
        return found.st_dev, found.st_ino


@contextmanager
def _address_errors() -> Iterator[None]:
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            "DATABASE_URL is not an address that Skylit can use. Write sqlite:////path/to/file.db, "
            "or postgresql+psycopg://user:password@host/name with psycopg installed."
        ) from error


def _refuse_damage(connection: Connection) -> None:
    """Reads every page once: 0.2 s for 100,000 generations."""
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
        raise StorageError(_SENTENCES["SQLITE_CORRUPT"])
    connection.rollback()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  # SQLAlchemy's
    """Readers never wait for the writer (WAL); what is deleted is overwritten, not just unlinked."""
    connection.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA secure_delete = ON")


def _sentence(error: DBAPIError) -> str:
    name = getattr(error.orig, "sqlite_errorname", "")
    for beginning, sentence in _SENTENCES.items():
        if name.startswith(beginning):
            return sentence
    if error.connection_invalidated:
        return "The database cannot be reached. Try again in a moment."
    return "The database refused to work. Look at its log, then try again."
