"""Backup: database, videos and secret as one folder, taken while Skylit runs; and back again.

contents    what a backup holds, and how it proves that it is whole
taking      make backup: the database first, then the videos that it names
restoring   make restore: never over a running Skylit, never over what is there unless told

    backups/2026-11-22T20-00-00Z/
      skylit.db       a copy of the database at one moment (with Postgres: use pg_dump)
      archive/        film and poster of every video that was ready then
      secret          without it visitors would lose their histories, and links their validity
      SHA256SUMS      of all of these; `sha256sum --check SHA256SUMS` works, too
"""

from __future__ import annotations

from lib.backup.restoring import Restored, restore
from lib.backup.taking import Taken, take

__all__ = ["Restored", "Taken", "restore", "take"]
