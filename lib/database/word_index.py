"""SQLite's index of trigrams over captions, which triggers keep in step with the rows.

PostgreSQL has none of this: it keeps its own index of trigrams, and uses it by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, Select, column, func, select, table, text

#: A number for each generation, and its words by that number.
_rows: Final = table("search_rows", column("number"), column("id"))
_words: Final = table("search_words", column("rowid"), column("search_words"))


def has_word_index(connection: Connection) -> bool:
    """Return False for another database, and where SQLite had no trigrams when it was made."""
    if connection.dialect.name != "sqlite":
        return False
    known = text("SELECT 1 FROM sqlite_master WHERE name = 'search_words'")
    return connection.scalar(known) is not None


def ids_with(needles: Collection[str]) -> Select[tuple[str]]:
    """Return the query for the ids whose words hold all of these, of three characters or more."""
    return select(_rows.c.id).where(_rows.c.number.in_(_numbers_with(needles)))


def are_few(connection: Connection, needles: Collection[str], most: int) -> bool:
    """Return whether no more than `most` captions, of anybody, hold all of these."""
    some = _numbers_with(needles).limit(most + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) <= most


def forget_deleted_words(connection: Connection) -> None:
    """Merge the parts of the index into one: older parts still hold the words of deleted rows."""
    if has_word_index(connection):
        connection.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('optimize')")


def _numbers_with(needles: Collection[str]) -> Select[tuple[int]]:
    phrases = " AND ".join('"' + each.replace('"', '""') + '"' for each in needles)
    return select(_words.c.rowid).where(_words.c.search_words.op("MATCH")(phrases))
