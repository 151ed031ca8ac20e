"""Charges: every paid request and what it cost, written in the transaction that asks for it.

A deleted film leaves its charge: what was spent stays spent. A request counts with what such films
took lately until the provider says what it took, and with nothing once it surely cost nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, case, func, insert, select, update

from lib.charge import BEFORE_ANY_FILM, Charge, month_of
from lib.database.batch_tables import charges, tariffs
from lib.generation import Generation, Status
from lib.ledger.store import Store
from lib.person import Person, Viewer
from lib.provider import Provider
from lib.template import Template

#: Films that a price rests on: recent ones say most about the next.
_LATELY: Final = 20

#: A paid request in one of these may have reached the API; back in the queue, it is one more.
_SENT: Final = frozenset({Status.UNCONFIRMED, Status.GENERATING, Status.SAVING})

_c: Final = charges.c
_t: Final = tariffs.c

#: Credits that count, as `Charge.amount` says.
AMOUNT: Final = case((_c.is_free, 0.0), else_=func.coalesce(_c.credits, _c.expected))


class Charges(Store):
    def charges(self, viewer: Viewer, month: str) -> list[Charge]:
        """Return the month's charges that the viewer may see, the latest first."""
        query = select(charges).where(_c.month == month, *_of(viewer)).order_by(_c.number.desc())
        with self._read() as connection:
            return [_charge(row) for row in connection.execute(query)]

    def months_with_charges(self, viewer: Viewer) -> list[str]:
        """Return the months in which there are any, the latest first."""
        query = select(_c.month).where(*_of(viewer)).distinct().order_by(_c.month.desc())
        with self._read() as connection:
            return list(connection.scalars(query))

    def spent(self, month: str, *, owner: Person | None = None) -> float:
        """Return the credits of a month, of everybody or of one person."""
        with self._read() as connection:
            return spent(connection, month, owner=owner)

    def spent_on(self, batch_id: str) -> float:
        """Return the credits of a batch, of whichever months."""
        with self._read() as connection:
            return spent_on(connection, batch_id)

    def price(self, template: Template, provider: Provider) -> float | None:
        """Return the credits that such a film took lately (median), else what the provider says.

        None before any was paid for, where the provider does not say.
        """
        with self._read() as connection:
            return _price(connection, template.name, provider)

    def balance(self, provider: Provider) -> float | None:
        """Return the credits that were left on the account when the provider last said so."""
        with self._read() as connection:
            return connection.scalar(select(_t.balance).where(_t.provider == provider.value))

    def keep_tariff(
        self, provider: Provider, price: float | None, balance: float | None, now: datetime
    ) -> None:
        """Keep what the provider says, in credits. Where it says nothing, what it said before stays."""
        told = {"price": price, "balance": balance}
        known = {name: value for name, value in told.items() if value is not None}
        with self._write(to_the_disk=False) as connection:
            here = _t.provider == provider.value
            change = update(tariffs).where(here).values(**known, told_at=now)
            if connection.execute(change).rowcount == 0:
                row = {"provider": provider.value, **told, "told_at": now}
                connection.execute(insert(tariffs).values(**row))


def write_charges(connection: Connection, films: Sequence[Generation], asked_at: datetime) -> None:
    """Note one more paid request for each of these that is paid."""
    paid = [each for each in films if each.provider.charges]
    kinds = {(each.request.template.name, each.provider) for each in paid}
    prices = {kind: _price(connection, *kind) for kind in kinds}
    rows = [
        {
            "generation_id": each.id,
            "owner": each.owner.id,
            "provider": each.provider.value,
            "template": each.request.template.name,
            "asked_at": asked_at,
            "month": month_of(asked_at),
            "batch_id": each.batch_id,
            "expected": prices[each.request.template.name, each.provider] or BEFORE_ANY_FILM,
            "credits": each.credits_used,
            "is_free": each.cost_nothing,
        }
        for each in paid
    ]
    if rows:
        connection.execute(insert(charges), rows)


def follow_charge(connection: Connection, old: Generation, new: Generation) -> None:
    """Note what a move says of the cost, for the last request of this generation.

    Without a row an earlier Skylit, running beside this one, has asked for it: write it now.
    """
    if not new.provider.charges or _told(old) == _told(new):
        return
    latest = select(func.max(_c.number)).where(_c.generation_id == new.id).scalar_subquery()
    told = {"credits": new.credits_used, "is_free": new.cost_nothing}
    if connection.execute(update(charges).where(_c.number == latest).values(told)).rowcount == 0:
        write_charges(connection, [new], new.created_at)


def follow_charges(connection: Connection, moved: Sequence[tuple[Generation, Generation]]) -> None:
    """Do the same for many, with one statement for those that surely cost nothing."""
    is_free = [(old, new) for old, new in moved if _is_free_now(old, new)]
    if is_free:
        ids = [new.id for _, new in is_free]
        latest = select(func.max(_c.number)).where(_c.generation_id.in_(ids))
        change = update(charges).where(_c.number.in_(latest.group_by(_c.generation_id)))
        known = connection.execute(change.values(is_free=True)).rowcount
        if known == len(ids):
            moved = [pair for pair in moved if not _is_free_now(*pair)]
    for old, new in moved:
        follow_charge(connection, old, new)


def asks_once_more(old: Generation, new: Generation) -> bool:
    """Return whether the move sends a paid request again that may have arrived already."""
    return new.provider.charges and new.status is Status.QUEUED and old.status in _SENT


def spent(connection: Connection, month: str, *, owner: Person | None = None) -> float:
    query = select(func.coalesce(func.sum(AMOUNT), 0.0)).where(_c.month == month)
    if owner is not None:
        query = query.where(_c.owner == owner.id)
    return float(connection.scalar(query) or 0.0)


def spent_on(connection: Connection, batch_id: str) -> float:
    query = select(func.coalesce(func.sum(AMOUNT), 0.0)).where(_c.batch_id == batch_id)
    return float(connection.scalar(query) or 0.0)


def _price(connection: Connection, template: str, provider: Provider) -> float | None:
    is_paid = (_c.template == template, _c.provider == provider.value, _c.credits > 0)
    query = select(_c.credits).where(*is_paid, _c.is_free.is_(False))
    paid = connection.scalars(query.order_by(_c.number.desc()).limit(_LATELY)).all()
    if paid:
        return float(statistics.median(paid))
    told = connection.scalar(select(_t.price).where(_t.provider == provider.value))
    return None if told is None else float(told)


def _is_free_now(old: Generation, new: Generation) -> bool:
    """Return whether this says no more than that it was not charged."""
    told = new.credits_used == old.credits_used and new.cost_nothing and not old.cost_nothing
    return told and new.provider.charges


def _told(generation: Generation) -> tuple[float | None, bool]:
    return generation.credits_used, generation.cost_nothing


def _of(viewer: Viewer) -> Collection[ColumnElement[bool]]:
    if viewer.sees_all:
        return ()
    return (_c.owner == (viewer.person.id if viewer.person else None),)


def _charge(row: Row[Any]) -> Charge:
    return Charge(
        generation_id=row.generation_id,
        owner=Person(row.owner),
        provider=Provider(row.provider),
        template=row.template,
        asked_at=row.asked_at,
        batch_id=row.batch_id,
        expected=row.expected,
        credits=row.credits,
        is_free=row.is_free,
    )
