"""Schema: the metadata with every table in it. To define one, its module has to be imported."""

from __future__ import annotations

from lib.database import batch_tables, tables
from lib.database.metadata import metadata

__all__ = ["batch_tables", "metadata", "tables"]
