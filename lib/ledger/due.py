"""Due: what the tracker takes up next, and what it finds after a crash."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Subquery, func, or_, select

from lib.database.tables import generations
from lib.generation import Generation, Reason, Status
from lib.ledger.store import Store
from lib.provider import Provider

#: No step is ever due later than this: a later one was written under a wrong clock.
_FARTHEST: Final = timedelta(hours=1)

#: Two machines' clocks may differ by this much.
_CLOCKS_DIFFER: Final = timedelta(seconds=30)

#: What keeps the provider busy.
_UNDER_WAY: Final = (Status.SUBMITTING, Status.GENERATING)

_g: Final = generations.c

#: An earlier Skylit, which may still run beside this one, knows no reasons: a deadline said it.
_is_of_an_earlier_skylit: Final = _g.reason.is_(None) & _g.deadline_at.is_not(None)


class Due(Store):
    def due(
        self,
        provider: Provider,
        statuses: Collection[Status],
        now: datetime,
        *,
        limit: int,
        without: Collection[str] = (),
        at_once: int | None = None,
    ) -> list[Generation]:
        """Return those whose next step is due: owners take turns, each with the longest waiting first.

        An owner's n-th generation comes after everybody else's first ones. Those under way count
        towards n. With `at_once`, no owner has more than that under way. Rows dated in the future
        predate a clock correction; treat them as due.
        """
        is_due = or_(
            _g.due_at <= now, _g.due_at > now + _FARTHEST, _g.updated_at > now + _CLOCKS_DIFFER
        )
        waits = _g.due_at.is_not(None)
        is_wanted = (*_queue(provider, statuses), waits, is_due, _g.id.not_in(list(without)))
        if Status.QUEUED not in statuses:
            query = select(generations).where(*is_wanted).order_by(_g.due_at)
            return self._all(query.limit(limit))
        turns = _turns(provider, is_wanted)
        query = select(generations).join(turns, turns.c.id == _g.id)
        if at_once is not None:
            query = query.where(turns.c.turn <= at_once)
        return self._all(query.order_by(turns.c.turn, _g.due_at).limit(limit))

    def next_due(
        self, provider: Provider, statuses: Collection[Status], now: datetime
    ) -> datetime | None:
        """Return when the next one that is not due yet will be."""
        query = select(func.min(_g.due_at)).where(*_queue(provider, statuses), _g.due_at > now)
        with self._read() as connection:
            moment: datetime | None = connection.scalar(query)
        return moment

    def found_submitting(self) -> list[Generation]:
        """Return what was being sent when its process ended."""
        return self._all(select(generations).where(_g.status == Status.SUBMITTING.value))

    def given_up_since(self, moment: datetime) -> list[Generation]:
        """Return those that only their deadline ended, and that were accepted since then."""
        return self._all(
            select(generations).where(
                _g.status == Status.FAILED.value,
                or_(_g.reason == Reason.TIMED_OUT.value, _is_of_an_earlier_skylit),
                _g.submitted_at >= moment,
            )
        )


def _turns(provider: Provider, is_wanted: Collection[ColumnElement[bool]]) -> Subquery:
    """For each id, its turn among its owner's, counted on from those under way."""
    busy = (
        select(_g.owner, func.count().label("tasks"))
        .where(*_queue(provider, _UNDER_WAY))
        .group_by(_g.owner)
        .subquery()
    )
    place = func.row_number().over(partition_by=_g.owner, order_by=(_g.due_at, _g.id))
    turn = (place + func.coalesce(busy.c.tasks, 0)).label("turn")
    joined = generations.outerjoin(busy, busy.c.owner == _g.owner)
    return select(_g.id, turn).select_from(joined).where(*is_wanted).subquery()


def _queue(provider: Provider, statuses: Collection[Status]) -> tuple[ColumnElement[bool], ...]:
    return (
        _g.provider == provider.value,
        _g.status.in_([status.value for status in statuses]),
    )
