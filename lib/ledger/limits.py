"""Limits: how many videos may be asked for. Counted in the transaction that writes the request down.

The counts are in the database, so no restart, second process or deletion resets them. They are exact on
both kinds: whoever counts holds a lock until the transaction ends. SQLite has one writer at a time;
PostgreSQL locks the person, the address, the day's row, and the month.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, text, update

from lib.charge import dollars, month_of
from lib.database.tables import asked, paid_days
from lib.errors import TooMany
from lib.generation import Generation
from lib.ledger.charges import spent, spent_on
from lib.ledger.store import insert_into
from lib.problem import Code, Problem

_MINUTE: Final = timedelta(minutes=1)

#: Rows of earlier minutes that one request deletes.
_SWEPT: Final = 100

#: Classes of PostgreSQL's advisory locks: what the second number is a hash of.
_OWNER: Final = 1
_ADDRESS: Final = 2
_MONTH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """None: no limit."""

    #: Videos that one person may ask for within a minute.
    per_minute: int | None = None
    #: Videos that one network address may ask for within a minute, however many people it holds.
    per_address: int | None = None
    #: Paid videos that all people together may ask for on a day (UTC).
    paid_per_day: int | None = None
    #: Credits that all people together may spend in a month (UTC), that one person may, and that one
    #: batch may cost.
    per_month: float | None = None
    per_person: float | None = None
    per_batch: float | None = None


NO_LIMITS: Final = Limits()


def count(
    connection: Connection, generation: Generation, limits: Limits, *, address: str | None
) -> None:
    """Count this request. Raise TooMany, and with it undo all that the transaction wrote.

    `address` is where it came from on the network, as a keyed hash; None where nobody knows.
    """
    now, owner = generation.created_at, generation.owner.id
    _one_at_a_time(connection, _OWNER, owner)
    if address:
        _one_at_a_time(connection, _ADDRESS, address)
    _sweep(connection, now)
    row = {"generation_id": generation.id, "owner": owner, "address": address, "asked_at": now}
    connection.execute(insert(asked).values(**row))
    if limits.per_minute is not None:
        wait = _wait(connection, asked.c.owner == owner, limits.per_minute, now)
        _refuse(wait, Code.TOO_MANY_A_MINUTE, limit=limits.per_minute)
    if limits.per_address is not None and address:
        wait = _wait(connection, asked.c.address == address, limits.per_address, now)
        _refuse(wait, Code.NETWORK_TOO_MANY)
    if generation.provider.charges:
        count_paid(connection, now, limits)
        refuse_to_overspend(connection, generation, now, limits)


def refuse_to_overspend(
    connection: Connection, generation: Generation, now: datetime, limits: Limits
) -> None:
    """Raise TooMany if what was written down by now costs more than may be spent.

    Call after its charge, or those of all films of its batch, were written. What the provider has not
    told yet counts as expected.
    """
    if (limits.per_month, limits.per_person, limits.per_batch) == (None, None, None):
        return
    month, batch = month_of(now), generation.batch_id
    _one_at_a_time(connection, _MONTH, month)
    if batch is not None:
        _refuse_more(limits.per_batch, spent_on(connection, batch), Code.BATCH_USED_UP)
    spent_by_one = spent(connection, month, owner=generation.owner)
    _refuse_more(limits.per_person, spent_by_one, Code.PERSON_USED_UP)
    _refuse_more(limits.per_month, spent(connection, month), Code.MONTH_USED_UP)


def _refuse_more(limit: float | None, needed: float, code: Code) -> None:
    if limit is not None and needed > limit:
        raise TooMany(Problem.of(code, limit=_as_dollars(limit), needed=_as_dollars(needed)))


def count_paid(connection: Connection, now: datetime, limits: Limits, films: int = 1) -> None:
    """Count so many paid requests of today. Raise TooMany if it would be one too many."""
    if limits.paid_per_day is None:
        return
    today = f"{now.astimezone(UTC):%Y-%m-%d}"
    fresh = insert_into(paid_days, connection).values(day=today, asked=0)
    connection.execute(fresh.on_conflict_do_nothing())
    one_more = update(paid_days).values(asked=paid_days.c.asked + films)
    is_free = (paid_days.c.day == today, paid_days.c.asked + films <= limits.paid_per_day)
    if connection.execute(one_more.where(*is_free)).rowcount == 0:
        raise TooMany(Problem.of(Code.PAID_DAY_USED_UP, limit=limits.paid_per_day))


def _as_dollars(credits_: float) -> str:
    return f"${dollars(credits_):,.2f}"


def _one_at_a_time(connection: Connection, kind: int, who: str) -> None:
    """Lock the owner first, then the address, then the month: so no two wait for each other."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:kind, hashtext(:who))")
        connection.execute(lock, {"kind": kind, "who": who})


def _sweep(connection: Connection, now: datetime) -> None:
    """Forget earlier minutes. Rows dated in the future predate a clock correction."""
    stale = or_(asked.c.asked_at <= now - _MINUTE, asked.c.asked_at > now + _MINUTE)
    some = select(asked.c.generation_id).where(stale).limit(_SWEPT)
    ids = connection.scalars(some.with_for_update(skip_locked=True)).all()
    if ids:
        connection.execute(delete(asked).where(asked.c.generation_id.in_(ids)))


def _wait(
    connection: Connection, whose: ColumnElement[bool], limit: int, now: datetime
) -> timedelta | None:
    """Return how long until one more may be asked for, or None where it may be now."""
    is_recent = (asked.c.asked_at > now - _MINUTE, asked.c.asked_at <= now + _MINUTE)
    times = connection.scalars(
        select(asked.c.asked_at).where(whose, *is_recent).order_by(asked.c.asked_at)
    ).all()
    return times[-limit - 1] + _MINUTE - now if len(times) > limit else None


def _refuse(wait: timedelta | None, code: Code, **facts: int) -> None:
    if wait is not None:
        seconds = min(max(1, math.ceil(wait.total_seconds())), 60)
        raise TooMany(Problem.of(code, wait=seconds, **facts))
