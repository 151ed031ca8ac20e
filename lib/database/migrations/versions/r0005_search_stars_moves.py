"""A full-text index over captions, stars, and when each generation came to where it stood. Additive.

Captions are folded anew, as `lib.folding` does it; whoever changes that adds a revision that folds
once more. SQLite gets an index of trigrams, kept in step by triggers, so that an earlier Skylit that
writes beside this one is found, too; and indexes that hold all that a search asks for. PostgreSQL
gets its own trigrams where the extension can be made; else it reads the words.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lib.folding import fold

revision = "0005"
down_revision = "0004"

#: Rows that are written at a time.
_STRETCH = 2000

#: `search_rows` gives each generation a number that a VACUUM leaves as it is. The index has no copy
#: of the words: to take some out of it, they are said again.
_INDEX = (
    "CREATE TABLE search_rows (number INTEGER PRIMARY KEY, id VARCHAR NOT NULL UNIQUE)",
    """CREATE VIRTUAL TABLE search_words USING fts5
        (words, content='', tokenize='trigram case_sensitive 1')""",
    "INSERT INTO search_rows (id) SELECT id FROM generations ORDER BY created_at",
    """INSERT INTO search_words (rowid, words)
        SELECT number, folded FROM search_rows JOIN generations USING (id)""",
    """CREATE TRIGGER search_add AFTER INSERT ON generations BEGIN
        INSERT INTO search_rows (id) VALUES (new.id);
        INSERT INTO search_words (rowid, words)
            SELECT number, new.folded FROM search_rows WHERE id = new.id;
    END""",
    """CREATE TRIGGER search_change AFTER UPDATE OF folded ON generations
    WHEN old.folded IS NOT new.folded BEGIN
        INSERT INTO search_words (search_words, rowid, words)
            SELECT 'delete', number, old.folded FROM search_rows WHERE id = old.id;
        INSERT INTO search_words (rowid, words)
            SELECT number, new.folded FROM search_rows WHERE id = new.id;
    END""",
    """CREATE TRIGGER search_remove AFTER DELETE ON generations BEGIN
        INSERT INTO search_words (search_words, rowid, words)
            SELECT 'delete', number, old.folded FROM search_rows WHERE id = old.id;
        DELETE FROM search_rows WHERE id = old.id;
    END""",
)

_ASKED_FOR = "status, reason, template, provider, format, starred_at, folded"
_COVERING = (
    f"CREATE INDEX search_by_owner ON generations (owner, created_at, id, {_ASKED_FOR})",
    f"CREATE INDEX search_by_time ON generations (created_at, id, {_ASKED_FOR})",
    "CREATE INDEX search_by_owners_words ON generations (owner, folded, id)",
    "CREATE INDEX search_by_words ON generations (folded, id)",
)


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column("generations", sa.Column("starred_at", sa.DateTime(timezone=True)))
    _fold_anew(connection)
    if connection.dialect.name == "sqlite":
        for statement in (*(_INDEX if _has_trigrams(connection) else ()), *_COVERING):
            connection.exec_driver_sql(statement)
    else:
        _index_of_postgres(connection)
    _moves()


def _moves() -> None:
    op.create_table(
        "moves",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("generation_id", sa.String, nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("reason", sa.String),
    )
    op.create_index("moves_by_generation", "moves", ["generation_id", "number"])


def _fold_anew(connection: sa.Connection) -> None:
    rows = connection.execute(sa.text("SELECT id, caption, folded FROM generations")).all()
    anew = [{"id": row.id, "folded": fold(row.caption), "before": row.folded} for row in rows]
    stale = [row for row in anew if row["folded"] != row["before"]]
    change = sa.text("UPDATE generations SET folded = :folded WHERE id = :id")
    for start in range(0, len(stale), _STRETCH):
        connection.execute(change, stale[start : start + _STRETCH])


def _has_trigrams(connection: sa.Connection) -> bool:
    """False for an SQLite that was built without FTS5, or before 3.34: it reads the words."""
    try:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize='trigram')"
        )
    except sa.exc.DBAPIError:
        return False
    connection.exec_driver_sql("DROP TABLE search_words")
    return True


def _index_of_postgres(connection: sa.Connection) -> None:
    """Only some may make an extension; nothing else of this revision depends on it."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            connection.exec_driver_sql(
                "CREATE INDEX search_words ON generations USING gin (folded gin_trgm_ops)"
            )
    except sa.exc.DBAPIError:
        pass
