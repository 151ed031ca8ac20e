"""History: what pages show of the past, and what is known from it of the next run."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from lib.database.tables import generations
from lib.generation import Generation, Status
from lib.ledger.store import Store
from lib.person import Person
from lib.provider import Provider

#: No run takes longer: a longer one was found again days later, or a clock was set.
_LONGEST_RUN: Final = timedelta(hours=1)

#: Characters. No caption is longer, and SQLite refuses patterns of 50,000 bytes.
_LONGEST_SEARCH: Final = 4000

_UNFINISHED: Final = [status.value for status in Status if not status.is_final]
_MOVING: Final = [status.value for status in Status if status.is_moving]
_g: Final = generations.c


class History(Store):
    def unfinished(self, owner: Person) -> list[Generation]:
        """Return what is under way or waits for its owner's decision, newest first.

        Sorted here: asked to sort, SQLite walks through all of the owner's history instead.
        """
        found = self._all(
            select(generations).where(_g.owner == owner.id, _g.status.in_(_UNFINISHED))
        )
        return sorted(found, key=lambda each: (each.created_at, each.id), reverse=True)

    def under_way(self) -> list[Generation]:
        """Return everybody's that the tracker is carrying on, in no order."""
        return self._all(select(generations).where(_g.status.in_(_MOVING)))

    def recent_seconds(self, template: str, provider: Provider, runs: int) -> list[float]:
        """Return the seconds from accepted to ready of the last finished runs."""
        query = (
            select(_g.submitted_at, _g.ready_at)
            .where(
                _g.template == template,
                _g.provider == provider.value,
                _g.ready_at.is_not(None),
                _g.submitted_at.is_not(None),
            )
            .order_by(_g.ready_at.desc())
            .limit(runs)
        )
        with self._read() as connection:
            rows = connection.execute(query).all()
        took = [ready - sent for sent, ready in rows]
        return [each.total_seconds() for each in took if timedelta(0) < each < _LONGEST_RUN]
