"""Opening SQLite or PostgreSQL, and how long a commit waits for the disk."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from lib.database.migrate import migrate
from lib.database.schema import metadata
from lib.database.sentences import address_errors, damaged, sentences
from lib.errors import StorageError
from lib.problem import Code

#: Seconds that a write waits for another one before it reports a busy database.
PATIENCE: Final = 5.0

#: How soon PostgreSQL and Skylit notice that a cable was pulled, each on its own end: 5 s without a
#: word, then three questions 2 s apart. A kernel's defaults take two hours, and the lock of the process
#: that was cut off would stay for as long. (postgresql.org/docs/current/runtime-config-connection.html)
_KEEPALIVE: Final = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
_UNANSWERED: Final = 10_000  # milliseconds that what was sent may stay unacknowledged
_SERVER_SETTINGS: Final = {
    **{f"tcp_{name}": value for name, value in _KEEPALIVE.items()},
    "tcp_user_timeout": _UNANSWERED,
    # A process that is stopped inside a transaction loses it, and its row locks.
    "idle_in_transaction_session_timeout": "15s",
    "lock_timeout": f"{PATIENCE}s",
    "statement_timeout": "20s",
}


def address(url: str | None, folder: Path) -> URL:
    """Return `url` if it is set, else the address of the SQLite file in `folder`, whatever its name.

    Raise SettingsError for an address that is none.
    """
    if url is None:
        return URL.create("sqlite", database=str(folder / "skylit.db"))
    with address_errors():
        return make_url(url)


def database_file(url: str | None, folder: Path) -> Path | None:
    """Return SQLite's file, or None where the database is a server. Raise SettingsError."""
    where = address(url, folder)
    is_file = where.get_backend_name() == "sqlite" and where.database
    return Path(str(where.database)) if is_file else None


def connect(url: str | URL) -> Engine:
    """Open the database and bring its tables up to date. Processes that open it at once take turns.

    Look for damage first, so that a damaged file is found now and not on the day it is needed.
    Raise SettingsError for an unusable address, StorageError if the database does not open, is
    damaged or belongs to a newer Skylit.
    """
    engine = _engine(url)
    try:
        with sentences(Path(engine.url.database or "") if _is_sqlite(engine) else None):
            with engine.connect() as connection:
                _refuse_damage(connection)
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def begin_write(connection: Connection, *, to_the_disk: bool) -> None:
    """Start a transaction that writes. `to_the_disk`: its commit waits until it outlives a power cut.

    A change of status must wait; a note that somebody looked again need not. SQLite takes its write
    lock now: what the transaction reads stays true until it commits.
    """
    if connection.dialect.name == "sqlite":
        level = "FULL" if to_the_disk else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        level = "on" if to_the_disk else "off"
        connection.execute(text(f"SET LOCAL synchronous_commit = {level}"))


def overwrite_journal(connection: Connection) -> None:
    """Empty SQLite's journal, which otherwise keeps deleted words in old pages for days.

    A reader that still uses those pages postpones this to the next deletion; nobody waits for it.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA busy_timeout = 100")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _engine(url: str | URL) -> Engine:
    with address_errors():
        where = make_url(url)
        engine = create_engine(
            where,
            pool_pre_ping=where.get_backend_name() != "sqlite",
            connect_args=_client_settings(where),
            hide_parameters=True,  # captions and owners do not belong in a log
        )
    if _is_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
        same = _SameFile(where.database or "")
        event.listen(engine, "do_connect", same.hold)
        event.listen(engine, "checkout", same.hold)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _prepare_postgres)
    return engine


class _SameFile:
    """Refuses a file that was moved or replaced: SQLite would go on writing where nobody looks."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._first: tuple[int, int] | None = None

    def hold(self, *_: object) -> None:
        """Raise StorageError unless the file is the one that was opened first."""
        found = self._identity()
        self._first = self._first or found
        if found != self._first:
            raise StorageError(Code.DATABASE_MOVED)

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._file)  # noqa: PTH116  # asked before every query: ten times faster
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _refuse_damage(connection: Connection) -> None:
    """Read every page, and count the rows of each table: a page may be whole and yet lack some.

    Takes a tenth of the time of comparing every row with its indexes (python -m benchmarks.history);
    that is done once a day, before the daily copy.
    """
    if connection.dialect.name != "sqlite":
        return
    is_whole = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() == "ok"
    if not is_whole or _lacks_rows(connection):
        raise StorageError(damaged(Path(connection.engine.url.database or "")))
    connection.rollback()


def _lacks_rows(connection: Connection) -> bool:
    """Return whether an index, which has an entry for each row, has another number of them."""
    every = "SELECT m.name, i.name FROM sqlite_master m, pragma_index_list(m.name) i"
    whole = f"{every} WHERE m.type = 'table' AND NOT i.partial"
    return any(
        _count(connection, f'"{table}" NOT INDEXED')
        != _count(connection, f'"{table}" INDEXED BY "{index}"')
        for table, index in connection.exec_driver_sql(whole).all()
        if table in metadata.tables
    )


def _count(connection: Connection, rows: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {rows}").scalar_one())  # noqa: S608  # names of its own tables


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  # SQLAlchemy's
    """Use WAL, so that readers never wait for the writer; overwrite what is deleted."""
    connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA secure_delete = ON")


def _client_settings(where: URL) -> dict[str, Any]:
    """What the address itself says goes first."""
    if where.get_backend_name() != "postgresql":
        return {}
    ours = {"connect_timeout": 5, **_KEEPALIVE, "tcp_user_timeout": _UNANSWERED}
    return {name: value for name, value in ours.items() if name not in where.query}


def _prepare_postgres(connection: Any, _record: Any) -> None:  # noqa: ANN401  # SQLAlchemy's
    with connection.cursor() as cursor:
        settings = [(name, str(value)) for name, value in _SERVER_SETTINGS.items()]
        cursor.executemany("SELECT set_config(%s, %s, false)", settings)  # in one round trip
    connection.commit()
