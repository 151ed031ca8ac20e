"""What a provider itself says of its price and of what is left on the account. Additive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "tariffs",
        sa.Column("provider", sa.String, primary_key=True),
        sa.Column("price", sa.Float),
        sa.Column("balance", sa.Float),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    )
