"""Alembic runs this for every command; `migrate` hands it the open connection."""

from __future__ import annotations

from alembic import context

from lib.database.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
