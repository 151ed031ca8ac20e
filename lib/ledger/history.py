"""History: what pages show of the past, and what is known from it of the next run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, false, func, select, true

from lib.database.tables import generations
from lib.generation import Generation, Status
from lib.ledger.rows import fold
from lib.ledger.store import Store
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.template import CATALOGUE

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

    def count(self, viewer: Viewer, words: str) -> int:
        """Return how many of the viewer's generations have the words in caption or template."""
        query = select(func.count()).select_from(generations).where(*_matches(viewer, words))
        with self._read() as connection:
            return connection.scalar(query) or 0

    def page(self, viewer: Viewer, words: str, *, offset: int, limit: int) -> Sequence[Generation]:
        """Return a stretch of the viewer's history, newest first.

        The ids are found first, in an index alone: skipping 99,000 rows reads none of them.
        """
        ids = (
            select(_g.id)
            .where(*_matches(viewer, words))
            .order_by(_g.created_at.desc(), _g.id.desc())
            .offset(offset)
            .limit(limit)
        ).subquery()
        return self._all(
            select(generations)
            .join(ids, _g.id == ids.c.id)
            .order_by(_g.created_at.desc(), _g.id.desc())
        )

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


def _matches(viewer: Viewer, words: str) -> tuple[ColumnElement[bool], ...]:
    whose = _history_of(viewer)
    typed = words.encode(errors="ignore").decode().replace("\0", "")
    wanted = fold(" ".join(typed.split()))
    if len(wanted) > _LONGEST_SEARCH:
        return (whose, false())
    # autoescape: a % or _ that somebody looks for is that very character, not a wildcard.
    if not wanted:
        return (whose,)
    templates = [each.name for each in CATALOGUE if wanted in fold(each.name)]
    return (whose, _g.folded.contains(wanted, autoescape=True) | _g.template.in_(templates))


def _history_of(viewer: Viewer) -> ColumnElement[bool]:
    """Ask the database what `may(viewer, SEE)` decides, but for links: what one opens is no history."""
    if viewer.sees_all:
        return true()
    return false() if viewer.person is None else _g.owner == viewer.person.id
