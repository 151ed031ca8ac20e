"""A data folder as the first release left it; make_first_release.py says how it was made."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine

from lib.generation import Status

FIXTURE: Final = Path(__file__).parent / "first_release"

#: Where each of its generations stands.
STATUSES: Final = {
    "queued": Status.QUEUED,
    "queued-paid": Status.QUEUED,
    "of-bob": Status.QUEUED,
    "submitting-paid": Status.SUBMITTING,
    "generating": Status.GENERATING,
    "generating-paid": Status.GENERATING,
    "saving-paid": Status.SAVING,
    "ready": Status.READY,
    "ready-paid": Status.READY,
    "failed": Status.FAILED,
    "shares-a-task": Status.FAILED,
    "timed-out-paid": Status.FAILED,
    "unconfirmed": Status.UNCONFIRMED,
    "left-to-its-owner": Status.UNCONFIRMED,
    "cancelled": Status.CANCELLED,
}


def put_into(folder: Path, url: str | None = None) -> None:
    """Put archive and database there; the database behind `url` instead, if there is one."""
    shutil.copytree(FIXTURE / "archive", folder / "archive")
    if url:
        _fill_server(url)
        return
    with sqlite3.connect(folder / "skylit.db") as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript((FIXTURE / "sqlite.sql").read_text())
    database.close()


def inserts(kind: str) -> list[str]:
    """Return the statements by which the first release wrote its rows."""
    lines = (FIXTURE / f"{kind}.sql").read_text().splitlines()
    return [line for line in lines if line.startswith("INSERT INTO generations")]


def _fill_server(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        sql = (FIXTURE / "postgresql.sql").read_text().replace("%", "%%")
        connection.exec_driver_sql(sql)
    engine.dispose()
