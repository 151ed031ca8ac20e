"""Tables of batches, and of what paid requests cost, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text, UniqueConstraint

from lib.database.metadata import Moment, metadata

#: Many captions as one job.
batches: Final = Table(
    "batches",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("idempotency_key", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("wording", Text, nullable=False),  # the caption with columns in braces
    Column("provider", String, nullable=False),
    Column("refused", Integer, nullable=False),  # rows, when it began
    Column("created_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("finished_at", Moment),
    UniqueConstraint("owner", "idempotency_key"),
)

Index("batches_history", batches.c.owner, batches.c.created_at)

#: The rows of a batch, each with the newest try of its film.
batch_items: Final = Table(
    "batch_items",
    metadata,
    Column("batch_id", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("generation_id", String, nullable=False),
    Column("file_name", Text, nullable=False),  # empty: as the caption reads
)

Index("batch_items_by_film", batch_items.c.generation_id)

#: Tables that somebody is about to make films of, as a reload finds them again; for some days.
batch_tables: Final = Table(
    "batch_tables",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("cells", Text, nullable=False),  # JSON: columns, and rows of text
    Column("changed_at", Moment, nullable=False),
)

Index("batch_tables_of_owner", batch_tables.c.owner, batch_tables.c.changed_at)

#: Paid requests, and what each cost in credits (lib/ledger/charges.py). No row is ever deleted, and
#: none holds a word of a film.
charges: Final = Table(
    "charges",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("generation_id", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("template", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("month", String, nullable=False),  # UTC, 2026-11
    Column("batch_id", String),
    Column("expected", Float, nullable=False),
    Column("credits", Float),
    Column("is_free", Boolean, nullable=False),
)

Index("charges_by_month", charges.c.month, charges.c.owner)
Index("charges_by_batch", charges.c.batch_id)
Index("charges_by_generation", charges.c.generation_id, charges.c.number)
Index("charges_by_template", charges.c.template, charges.c.provider, charges.c.number)

#: What a provider itself says of money: credits for one film, and credits that the account still has.
tariffs: Final = Table(
    "tariffs",
    metadata,
    Column("provider", String, primary_key=True),
    Column("price", Float),
    Column("balance", Float),
    Column("told_at", Moment, nullable=False),
)
