"""Retention: films that have been there for long enough go, but for those that somebody keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import or_, select

from lib.database.tables import generations, share_items, shares
from lib.generation import Status
from lib.ledger.deletions import delete_row
from lib.ledger.store import Store

_g: Final = generations.c
_s: Final = shares.c

#: Rows that one transaction deletes: others want to write as well.
_STRETCH: Final = 200


class Retention(Store):
    def delete_outlived(self, before: datetime, now: datetime) -> int:
        """Delete some generations that were made before then and have ended. Return how many.

        What has a star stays, and so does what a public link shows that is open now. Nothing goes
        where nothing was made since `before` either: more likely than such a silence is a wrong clock.
        """
        shown = (
            select(share_items.c.generation_id)
            .join(shares, share_items.c.share_id == _s.id)
            .where(_s.stopped_at.is_(None), or_(_s.expires_at.is_(None), _s.expires_at > now))
        )
        outlived = (
            select(_g.id)
            .where(
                _g.created_at < before,
                _g.status.in_([status for status in Status if status.is_final]),
                _g.starred_at.is_(None),
                _g.id.not_in(shown),
                select(_g.id).where(_g.created_at >= before, _g.created_at <= now).exists(),
            )
            .limit(_STRETCH)
            .with_for_update(skip_locked=True)
        )
        with self._write() as connection:
            gone = list(connection.scalars(outlived))
            for generation_id in gone:
                delete_row(connection, generation_id, now)
        return len(gone)
