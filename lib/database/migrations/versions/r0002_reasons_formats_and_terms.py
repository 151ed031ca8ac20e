"""Reasons, formats, unique tasks, limits for addresses and days, terms of trackers, old visitors.

Additive: the first release goes on beside it. Rows of that release that share a task id are kept as
they are, every one with its id; all but the oldest are marked `shares_task`, which takes them out of
the unique index.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MARK_REPEATED_TASKS = """
    UPDATE generations SET shares_task = true
    WHERE task_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM generations AS older
        WHERE older.provider = generations.provider AND older.task_id = generations.task_id
        AND (older.created_at < generations.created_at
             OR (older.created_at = generations.created_at AND older.id < generations.id))
    )
"""


def upgrade() -> None:
    _generations()
    _limits()
    _leadership()
    _unsigned_visitors()
    op.add_column(
        "schema_version",
        sa.Column("usable_from", sa.String, nullable=False, server_default=sa.text("'1.0.0'")),
    )


def _generations() -> None:
    op.add_column("generations", sa.Column("reason", sa.String))
    op.add_column("generations", sa.Column("problem_params", sa.Text))
    op.add_column(
        "generations",
        sa.Column("format", sa.String, nullable=False, server_default=sa.text("'608x1080'")),
    )
    op.add_column(
        "generations",
        sa.Column("shares_task", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("generations_tasks", "generations", ["provider", "task_id"])
    op.execute(_MARK_REPEATED_TASKS)
    op.drop_index("generations_tasks", "generations")
    op.create_index(
        "generations_task",
        "generations",
        ["provider", "task_id"],
        unique=True,
        sqlite_where=sa.text("task_id IS NOT NULL AND shares_task IS 0"),
        postgresql_where=sa.text("task_id IS NOT NULL AND shares_task IS false"),
    )


def _limits() -> None:
    op.add_column("asked", sa.Column("address", sa.String))
    op.create_index("asked_by_address", "asked", ["address", "asked_at"])
    op.create_table(
        "paid_days",
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("asked", sa.Integer, nullable=False),
    )


def _leadership() -> None:
    op.create_table(
        "leadership",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("term", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.String),
        sa.Column("has_lock", sa.Boolean, nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
    )


def _unsigned_visitors() -> None:
    op.create_table(
        "unsigned_visitors",
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("exchanged_at", sa.DateTime(timezone=True)),
    )
