"""Stars: which films somebody likes to find again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import update

from lib.database.tables import generations
from lib.ledger.store import Store

_g: Final = generations.c


class Stars(Store):
    def star(self, ids: Collection[str], now: datetime) -> int:
        """Give these a star. Return how many had none; a star that is there keeps its time."""
        bare = (_g.id.in_(list(ids)), _g.starred_at.is_(None))
        with self._write() as connection:
            change = update(generations).where(*bare).values(starred_at=now)
            return connection.execute(change).rowcount

    def unstar(self, ids: Collection[str]) -> int:
        """Take the star from these. Return how many had one."""
        starred = (_g.id.in_(list(ids)), _g.starred_at.is_not(None))
        with self._write() as connection:
            change = update(generations).where(*starred).values(starred_at=None)
            return connection.execute(change).rowcount
