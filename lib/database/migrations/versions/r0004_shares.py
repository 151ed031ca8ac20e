"""Public links to films, and how often they are opened. Additive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "shares",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("token_hash", sa.String, nullable=False, unique=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment),
        sa.Column("stopped_at", moment),
        sa.Column("may_download", sa.Boolean, nullable=False),
        sa.Column("is_indexed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "share_items",
        sa.Column("share_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("generation_id", sa.String, nullable=False),
    )
    op.create_index("share_items_by_film", "share_items", ["generation_id"])
    op.create_table(
        "share_views",
        sa.Column("share_id", sa.String, primary_key=True),
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("views", sa.Integer, nullable=False),
    )
