"""What an owner was told at each move, such as the word with a yes or no. Additive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("moves", sa.Column("problem", sa.Text))
    op.add_column("moves", sa.Column("problem_params", sa.Text))
