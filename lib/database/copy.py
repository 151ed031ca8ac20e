"""A copy of an SQLite database that is whole, checked, on the disk, and for its owner's eyes only."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from lib import files
from lib.database.sentences import damaged
from lib.errors import StorageError
from lib.problem import Code


def copy_database(connection: Connection, target: Path) -> None:
    """Write the database as it is now to `target`, which must not be there; others may go on writing.

    The copy is made anew: it has no deleted word, and would hide what the original has lost, so that
    is compared row by row first. `connection` must be in AUTOCOMMIT. Raise StorageError if either is
    damaged, OSError if the disk says no.
    """
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != "ok":
        raise StorageError(damaged(Path(connection.engine.url.database or "")))
    connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    connection.exec_driver_sql("ATTACH ? AS copy", (str(target),))
    try:
        told = connection.exec_driver_sql("PRAGMA copy.integrity_check(1)").scalar_one()
    finally:
        connection.exec_driver_sql("DETACH copy")
    if told != "ok":
        raise StorageError(Code.DATABASE_COPY_DAMAGED)
    files.sync(target)
