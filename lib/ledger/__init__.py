"""The ledger: the memory of every generation, in SQL.

schema      the tables, and how a generation becomes a row and back
tables      made where there are none, refused where they are another version's
database    opening SQLite or Postgres; what their errors mean for a person
ledger      add, get, swap, due, history, delete, copy
election    which process tracks: a lock that its holder's death sets free
"""

from __future__ import annotations

from lib.ledger.database import database_file
from lib.ledger.election import Election, FileElection, lock_file
from lib.ledger.ledger import Ledger

__all__ = ["Election", "FileElection", "Ledger", "database_file", "lock_file"]
