"""Due: what the tracker takes up next, and what it finds after a crash."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select

from lib.database.batch_tables import batches
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
        in_batches: int | None = None,
    ) -> list[Generation]:
        """Return those whose next step is due, the longest waiting first.

        Of those that wait, owners take turns: an owner's n-th generation comes after everybody else's
        first ones. Those under way count towards n, and so do those `without` which is asked: a step of
        theirs has begun and is not written down yet. With `at_once`, no owner has more than that under
        way. What was asked for by itself always comes before batches, of which all together have at
        most `in_batches` under way. Rows dated in the future predate a clock correction; treat them
        as due.
        """
        is_wanted = (*_queue(provider, statuses), *_is_due(now), _g.id.not_in(list(without)))
        if Status.QUEUED not in statuses:
            return self._all(select(generations).where(*is_wanted).order_by(_g.due_at).limit(limit))
        turns = _turns(provider, (*is_wanted, _g.batch_id.is_(None)), without)
        query = select(generations).join(turns, turns.c.id == _g.id)
        if at_once is not None:
            query = query.where(turns.c.turn <= at_once)
        found = self._all(query.order_by(turns.c.turn, _g.due_at).limit(limit))
        room = limit - len(found)
        if not room:
            return found
        return [*found, *self._of_batches(provider, is_wanted, room, in_batches, without)]

    def _of_batches(
        self,
        provider: Provider,
        is_wanted: Collection[ColumnElement[bool]],
        room: int,
        in_batches: int | None,
        begun: Collection[str],
    ) -> list[Generation]:
        """Return the next of batches that are not paused; those with the fewest under way come first.

        Each batch is asked for its first few: to sort all that wait would read thousands of rows.
        """
        if not (busy := self._busy_batches(provider)):
            return []
        if in_batches is not None:
            room = min(room, in_batches - self._under_way_in_batches(provider, begun))
        if room <= 0:
            return []
        found = [
            (busy[batch] + turn, each.due_at or each.created_at, each.id, each)
            for batch in busy
            for turn, each in enumerate(self._first_of(batch, is_wanted, room))
        ]
        return [each for *_, each in sorted(found, key=lambda one: one[:3])[:room]]

    def _first_of(
        self, batch: str, is_wanted: Collection[ColumnElement[bool]], limit: int
    ) -> list[Generation]:
        query = select(generations).where(_g.batch_id == batch, *is_wanted)
        return self._all(query.order_by(_g.due_at, _g.id).limit(limit))

    def _busy_batches(self, provider: Provider) -> dict[str, int]:
        """Return, for each batch that waits and is not paused, how many of it are under way."""
        waits = _in_batch(Status.QUEUED).exists()
        under_way = _in_batch(*_UNDER_WAY).with_only_columns(func.count()).scalar_subquery()
        query = select(batches.c.id, under_way.label("tasks")).where(
            batches.c.provider == provider.value, batches.c.paused_at.is_(None), waits
        )
        with self._read() as connection:
            return {row.id: row.tasks for row in connection.execute(query)}

    def _under_way_in_batches(self, provider: Provider, begun: Collection[str]) -> int:
        """Count those of all batches, also of one that is paused or waits no more."""
        query = (
            select(func.count())
            .select_from(generations)
            .where(*_under_way(provider, begun), _g.batch_id.is_not(None))
        )
        with self._read() as connection:
            return connection.scalar(query) or 0

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


def _turns(
    provider: Provider, is_wanted: Collection[ColumnElement[bool]], begun: Collection[str]
) -> Subquery:
    """For each id, its turn among its owner's, counted on from those under way."""
    busy = (
        select(_g.owner, func.count().label("tasks"))
        .where(*_under_way(provider, begun), _g.batch_id.is_(None))
        .group_by(_g.owner)
        .subquery()
    )
    place = func.row_number().over(partition_by=_g.owner, order_by=(_g.due_at, _g.id))
    turn = (place + func.coalesce(busy.c.tasks, 0)).label("turn")
    joined = generations.outerjoin(busy, busy.c.owner == _g.owner)
    return select(_g.id, turn).select_from(joined).where(*is_wanted).subquery()


def _in_batch(*statuses: Status) -> Select[tuple[str]]:
    return select(_g.id).where(
        _g.batch_id == batches.c.id, _g.status.in_([each.value for each in statuses])
    )


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    is_due = or_(
        _g.due_at <= now, _g.due_at > now + _FARTHEST, _g.updated_at > now + _CLOCKS_DIFFER
    )
    return _g.due_at.is_not(None), is_due


def _under_way(provider: Provider, begun: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    is_under_way = _g.status.in_([status.value for status in _UNDER_WAY])
    return _g.provider == provider.value, or_(is_under_way, _g.id.in_(list(begun)))


def _queue(provider: Provider, statuses: Collection[Status]) -> tuple[ColumnElement[bool], ...]:
    return (
        _g.provider == provider.value,
        _g.status.in_([status.value for status in statuses]),
    )
