"""What paid requests cost, by month; those of the past from the generations that are there. Additive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

#: What the vendor's documentation shows for this model's sibling.
_EXPECTED = 1_050_000.0


def upgrade() -> None:
    charges = op.create_table(
        "charges",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("generation_id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("template", sa.String, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.String, nullable=False),
        sa.Column("batch_id", sa.String),
        sa.Column("expected", sa.Float, nullable=False),
        sa.Column("credits", sa.Float),
        sa.Column("is_free", sa.Boolean, nullable=False),
    )
    op.create_index("charges_by_month", "charges", ["month", "owner"])
    op.create_index("charges_by_batch", "charges", ["batch_id"])
    op.create_index("charges_by_generation", "charges", ["generation_id", "number"])
    op.create_index("charges_by_template", "charges", ["template", "provider", "number"])
    _take_over(charges)


def _take_over(charges: sa.Table) -> None:
    made = sa.table(
        "generations",
        *(
            sa.column(name)
            for name in ("id", "owner", "provider", "template", "reason", "batch_id")
        ),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("credits_used", sa.Float),
    ).c
    is_free = made.reason.in_(["refused", "not_made", "called_off"])
    month = (
        sa.func.strftime("%Y-%m", made.created_at)
        if op.get_bind().dialect.name == "sqlite"
        else sa.func.to_char(sa.func.timezone("UTC", made.created_at), "YYYY-MM")
    )
    found = (
        sa.select(
            made.id,
            made.owner,
            made.provider,
            made.template,
            made.created_at,
            month,
            made.batch_id,
            sa.literal(_EXPECTED),
            made.credits_used,
            sa.func.coalesce(is_free, sa.false()),
        )
        .where(made.provider == "aimlapi")
        .order_by(made.created_at, made.id)
    )
    columns = [column.name for column in charges.columns if column.name != "number"]
    op.get_bind().execute(sa.insert(charges).from_select(columns, found))
