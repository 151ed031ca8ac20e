"""Tables: made where there are none; those of another version are refused before anything is written."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Inspector, insert, inspect, literal, select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from lib.errors import StorageError
from lib.ledger.schema import VERSION, metadata, schema_version

#: A number of our own for Postgres' advisory locks: "sky" and what it guards (02: who tracks).
_SCHEMA_LOCK: Final = 0x736B79_01


def make_tables(connection: Connection) -> None:
    """Raise StorageError where there are some that this version does not know.

    `IF NOT EXISTS` alone lets two that start at once collide on Postgres: they take turns.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
    _refuse_another_version(connection)
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index, if_not_exists=True))
    this = select(literal(VERSION)).where(~select(schema_version).exists())
    connection.execute(insert(schema_version).from_select(["version"], this))


def _refuse_another_version(connection: Connection) -> None:
    there = inspect(connection)
    if there.has_table(schema_version.name):
        found = connection.scalars(select(schema_version.c.version)).all()
        if found and set(found) != {VERSION}:
            numbers = ", ".join(map(str, found))
            raise StorageError(
                _sentence(f"its tables are number {numbers}, here {VERSION} is known")
            )
    for table in metadata.sorted_tables:
        if there.has_table(table.name) and (lacks := _columns_missing(there, table.name)):
            raise StorageError(_sentence(f"its table {table.name} has no {', '.join(lacks)}"))


def _columns_missing(there: Inspector, table: str) -> list[str]:
    found = {column["name"] for column in there.get_columns(table)}
    return [column.name for column in metadata.tables[table].columns if column.name not in found]


def _sentence(why: str) -> str:
    return (
        f"The database was made by another version of Skylit ({why}). Nothing was changed in it. "
        "Start that version, or set DATA_DIR or DATABASE_URL to another place."
    )
