"""The tables of the first release, as they were before there were migrations.

What is there already stays as it is: a database of that release only gets its number.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _generations()
    _deletions()
    _asked()
    _schema_version()


def _generations() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "generations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("draft", sa.String, nullable=False),
        sa.Column("caption", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("template", sa.String, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("palette", sa.String),
        sa.Column("seed", sa.BigInteger),
        sa.Column("retry_of", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("due_at", moment),
        sa.Column("deadline_at", moment),
        sa.Column("submitted_at", moment),
        sa.Column("ready_at", moment),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("task_id", sa.String),
        sa.Column("api_status", sa.String),
        sa.Column("progress", sa.Float),
        sa.Column("credits_used", sa.Float),
        sa.Column("problem", sa.Text),
        sa.Column("video_duration", sa.Float),
        sa.Column("video_width", sa.Integer),
        sa.Column("video_height", sa.Integer),
        sa.Column("video_has_sound", sa.Boolean),
        sa.Column("video_size", sa.BigInteger),
        sa.Column("video_sha256", sa.String),
        sa.UniqueConstraint("owner", "draft"),
        if_not_exists=True,
    )
    for name, columns in {
        "generations_history": ["owner", "created_at", "id"],
        "generations_all_history": ["created_at", "id"],
        "generations_search": ["owner", "folded"],
        "generations_all_search": ["folded"],
        "generations_by_status": ["status", "owner"],
        "generations_due": ["provider", "status", "due_at"],
        "generations_runs": ["template", "provider", "ready_at"],
    }.items():
        op.create_index(name, "generations", columns, if_not_exists=True)


def _deletions() -> None:
    op.create_table(
        "deletions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )


def _asked() -> None:
    op.create_table(
        "asked",
        sa.Column("generation_id", sa.String, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_index("asked_by_owner", "asked", ["owner", "asked_at"], if_not_exists=True)
    op.create_index("asked_by_time", "asked", ["asked_at"], if_not_exists=True)


def _schema_version() -> None:
    op.create_table(
        "schema_version",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        if_not_exists=True,
    )
    op.execute(
        "INSERT INTO schema_version (version) "
        "SELECT 1 WHERE NOT EXISTS (SELECT version FROM schema_version)"
    )
