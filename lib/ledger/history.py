"""History: what pages show of the past, and what is known from it of the next run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from lib.database.tables import generations
from lib.format import PORTRAIT, Format
from lib.generation import Generation, Status
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.store import Store
from lib.person import Person
from lib.provider import Provider
from lib.template import CATALOGUE

#: No run takes longer: a longer one was found again days later, or a clock was set.
_LONGEST_RUN: Final = timedelta(hours=1)

#: Runs of others that are looked at to tell drawing from waiting.
_OTHERS: Final = 200

_UNFINISHED: Final = [status.value for status in Status if not status.is_final]
_MOVING: Final = [status.value for status in Status if status.is_moving]
_IN_LINE: Final = [each for each in _MOVING if each != Status.SAVING.value]
_g: Final = generations.c
_IS_SINGLE: Final = _g.batch_id.is_(None)


class Run(NamedTuple):
    """When a film was accepted by its provider, and when it was ready; how many pixels a frame has."""

    accepted: datetime
    ready: datetime
    id: str
    pixels: int = PORTRAIT.pixels


class History(Store):
    def unfinished(self, owner: Person) -> list[Generation]:
        """Return what is under way or waits for its owner's decision, newest first; no batch's.

        Sorted here: asked to sort, SQLite walks through all of the owner's history instead.
        """
        is_mine = (_g.owner == owner.id, _g.status.in_(_UNFINISHED), _IS_SINGLE, IS_SHOWN)
        found = self._all(select(generations).where(*is_mine))
        return sorted(found, key=lambda each: (each.created_at, each.id), reverse=True)

    def under_way(self) -> list[Generation]:
        """Return everybody's that the tracker is carrying on, in no order.

        What waits in a batch is left out: there may be thousands, and nothing happens to them.
        """
        happens = or_(_IS_SINGLE, _g.status != Status.QUEUED.value)
        return self._all(select(generations).where(_g.status.in_(_MOVING), happens))

    def in_line(self, provider: Provider, *, before: Generation | None = None) -> int:
        """Return how many wait for this provider or are made by it; of these, those before one.

        What waits in a batch comes after everything that was asked for by itself.
        """
        earlier: ColumnElement[bool] = true()
        if before is not None:
            same_moment = and_(_g.created_at == before.created_at, _g.id < before.id)
            earlier = or_(_g.created_at < before.created_at, same_moment)
        if before is None or before.batch_id is None:
            earlier = or_(_IS_SINGLE & earlier, ~_IS_SINGLE & (_g.status != Status.QUEUED.value))
        else:
            earlier = or_(_IS_SINGLE, earlier)
        query = (
            select(func.count())
            .select_from(generations)
            .where(_g.status.in_(_IN_LINE), _g.provider == provider.value, earlier)
        )
        with self._read() as connection:
            return connection.scalar(query) or 0

    def recent_runs(self, template: str, provider: Provider, runs: int) -> list[Run]:
        """Return the last finished runs of this template, the latest first."""
        query = _finished(provider).where(_g.template == template)
        return self._runs(query.order_by(_g.ready_at.desc()).limit(runs))

    def runs_since(self, moment: datetime, provider: Provider) -> list[Run]:
        """Return what this provider has finished since then, of any template, the latest first."""
        names = [each.name for each in CATALOGUE]  # named, so that the index finds them
        query = _finished(provider).where(_g.template.in_(names), _g.ready_at > moment)
        return self._runs(query.order_by(_g.ready_at.desc()).limit(_OTHERS))

    def _runs(self, query: Select[tuple[datetime, datetime, str, str]]) -> list[Run]:
        with self._read() as connection:
            rows = connection.execute(query).all()
        found = [
            Run(row.submitted_at, row.ready_at, row.id, Format.stored(row.format).pixels)
            for row in rows
        ]
        return [run for run in found if timedelta(0) < run.ready - run.accepted < _LONGEST_RUN]


def _finished(provider: Provider) -> Select[tuple[datetime, datetime, str, str]]:
    return select(_g.submitted_at, _g.ready_at, _g.id, _g.format).where(
        _g.provider == provider.value, _g.ready_at.is_not(None), _g.submitted_at.is_not(None)
    )
