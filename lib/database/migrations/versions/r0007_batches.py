"""Many captions as one job, and what is still to be told to a webhook. Additive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("generations", sa.Column("batch_id", sa.String))
    op.create_index("generations_line", "generations", ["provider", "status", "batch_id", "due_at"])
    op.create_index("generations_by_batch", "generations", ["batch_id", "status", "due_at"])
    _batches()
    _outbox()


def _batches() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "batches",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("idempotency_key", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("paused_at", moment),
        sa.Column("finished_at", moment),
        sa.UniqueConstraint("owner", "idempotency_key"),
    )
    op.create_index("batches_history", "batches", ["owner", "created_at"])
    op.create_table(
        "batch_items",
        sa.Column("batch_id", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("generation_id", sa.String, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
    )
    op.create_index("batch_items_by_film", "batch_items", ["generation_id"])
    op.create_table(
        "batch_tables",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("cells", sa.Text, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
    )
    op.create_index("batch_tables_of_owner", "batch_tables", ["owner", "changed_at"])


def _outbox() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "outbox",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("outbox_due", "outbox", ["due_at"])
