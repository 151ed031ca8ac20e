"""The ledger: the memory of every generation, in SQL.

schema      the tables, and how a generation becomes a row and back
database    opening SQLite or Postgres; what their errors mean for a person
ledger      add, get, swap, due, history, delete
election    which process tracks: a lock that its holder's death sets free
"""

from __future__ import annotations

from lib.ledger.election import Election
from lib.ledger.ledger import Ledger

__all__ = ["Election", "Ledger"]
