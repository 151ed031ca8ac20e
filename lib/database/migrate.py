"""Brings a database up to date at start, or refuses it untouched.

Migrations are additive wherever they can be: an older Skylit goes on beside a newer one while an
upgrade rolls through several machines. `schema_version` holds the oldest Skylit that may still use
the tables; only a migration that breaks older ones counts it up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Inspector, inspect, text

from lib import files
from lib.database.copy import copy_database
from lib.database.schema import metadata
from lib.database.tables import generations, schema_version
from lib.errors import StorageError
from lib.problem import Code, Problem

#: The newest revision in migrations/versions, which a test compares.
HEAD: Final = "0011"

#: What this Skylit knows: it may use tables whose `schema_version` is not above this.
VERSION: Final = 1

#: Skylit's own numbers for PostgreSQL's advisory locks: "sky", and 01 for the tables (02: the tracker).
_SCHEMA_LOCK: Final = 0x736B79_01

#: Milliseconds that SQLite waits for another process's migration.
_MIGRATION_PATIENCE: Final = 60_000

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run every migration that is missing, all of them or none.

    SQLite: a checked copy is put beside the file first. Several processes may call this at once:
    one migrates, the others wait. Raise StorageError, having changed nothing, for tables that this
    Skylit does not know.
    """
    with engine.connect() as connection:
        found = _revision(connection)
        if found is not None:
            _refuse_newer(connection)
        if found == HEAD or (found is not None and not _is_known(found)):
            _refuse_missing(connection, metadata.tables.keys())
            return
        _refuse_foreign(connection)
    if engine.dialect.name == "sqlite":
        _migrate_sqlite(engine, found)
    else:
        _migrate_server(engine)


def _migrate_sqlite(engine: Engine, found: str | None) -> None:
    """SQLite's write lock is the turn; a process that is killed here leaves the file as it was."""
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        _copy_beside(connection, found)
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {_MIGRATION_PATIENCE}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _upgrade(connection)
            connection.exec_driver_sql("COMMIT")
        finally:
            plain.invalidate()  # its settings are not for the pool


def _migrate_server(engine: Engine) -> None:
    with engine.begin() as connection:
        for limit in (
            "lock_timeout",
            "statement_timeout",
        ):  # others migrate, and large tables take long
            connection.execute(text(f"SET LOCAL {limit} = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    """Return where the tables stand, or None where Alembic has not been yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _is_known(revision: str) -> bool:
    """False for a revision of a newer Skylit, whose additions this one leaves alone."""
    known = ScriptDirectory.from_config(_config()).walk_revisions()
    return revision in {script.revision for script in known}


def _copy_beside(connection: Connection, found: str | None) -> None:
    """Put a checked copy of the file beside it, named after the revision that it holds."""
    file = connection.engine.url.database
    if not file or not inspect(connection).has_table(generations.name):
        return
    copy = Path(f"{file}.before-migration-from-{found or '0000'}")
    try:
        with files.replacing(copy) as draft:
            copy_database(connection, draft)
    except OSError as error:
        raise StorageError(Problem.of(Code.DATABASE_NOT_COPIED, why=error.strerror)) from error


def _refuse_foreign(connection: Connection) -> None:
    """Tables that no Alembic has seen are version 1's, or somebody else's."""
    _refuse_newer(connection)
    there = inspect(connection)
    present = [table.name for table in metadata.sorted_tables if there.has_table(table.name)]
    added = {
        "reason",
        "problem_params",
        "format",
        "shares_task",
        "address",
        "usable_from",
        "starred_at",
        "batch_id",
    }
    _refuse_missing(connection, present, without=added)


def _refuse_newer(connection: Connection) -> None:
    there = inspect(connection)
    if not there.has_table(schema_version.name):
        return
    rows = connection.execute(text("SELECT * FROM schema_version")).mappings().all()
    newer = [row for row in rows if row["version"] > VERSION]
    if newer:
        release = newer[-1].get("usable_from")
        found = newer[-1]["version"]
        problem = Problem.of(Code.DATABASE_TOO_NEW, release=release, found=found, known=VERSION)
        raise StorageError(problem)


def _refuse_missing(
    connection: Connection, tables: object, *, without: frozenset[str] | set[str] = frozenset()
) -> None:
    there = inspect(connection)
    for name in tables:  # type: ignore[attr-defined]
        lacks = [each for each in _columns_missing(there, name) if each not in without]
        if lacks:
            problem = Problem.of(Code.DATABASE_FOREIGN, table=name, lacks=", ".join(lacks))
            raise StorageError(problem)


def _columns_missing(there: Inspector, table: str) -> list[str]:
    if not there.has_table(table):
        return ["everything"]
    found = {column["name"] for column in there.get_columns(table)}
    return [column.name for column in metadata.tables[table].columns if column.name not in found]
