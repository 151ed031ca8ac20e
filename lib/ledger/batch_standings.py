"""Batch standings: which batches there are, and how far each is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from lib.batch import Batch, BatchFilm, FilmStatus, Standing
from lib.database.batch_tables import batch_items, batches
from lib.database.tables import generations
from lib.generation import Generation, Reason, Status
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.rows import from_row
from lib.ledger.store import Store
from lib.person import Person
from lib.provider import Provider

MOVING: Final = [each.value for each in Status if each.is_moving]

_b: Final = batches.c
_i: Final = batch_items.c
_g: Final = generations.c


class BatchStandings(Store):
    def batch(self, batch_id: str) -> Batch | None:
        return self._first_batch(_b.id == batch_id)

    def names_of_batches(self, ids: Collection[str]) -> dict[str, str]:
        """Return the names of those of these that are there, by id."""
        if not ids:
            return {}
        query = select(batches.c.id, batches.c.name).where(batches.c.id.in_(list(ids)))
        with self._read() as connection:
            return {row.id: row.name for row in connection.execute(query)}

    def batches_of(self, owner: Person, *, limit: int) -> list[Batch]:
        """Return this owner's, newest first."""
        query = (
            select(batches)
            .where(_b.owner == owner.id)
            .order_by(_b.created_at.desc(), _b.id.desc())
            .limit(limit)
        )
        with self._read() as connection:
            return [from_batch_row(row) for row in connection.execute(query).mappings()]

    def batch_films(self, batch_id: str) -> list[BatchFilm]:
        """Return its films in the order of its rows, without those that were deleted."""
        query = (
            select(batch_items.c.number, batch_items.c.file_name, generations)
            .join(generations, _g.id == _i.generation_id)
            .where(_i.batch_id == batch_id, IS_SHOWN)
            .order_by(_i.number)
        )
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            BatchFilm(
                number=row["number"], file_name=row["file_name"], generation=from_row({**row})
            )
            for row in rows
        ]

    def statuses_in_batch(self, batch_id: str) -> list[FilmStatus]:
        """Return where each of its films stands, in the order of its rows."""
        query = (
            select(_i.number, _g.status, _g.reason, _g.progress)
            .join(generations, _g.id == _i.generation_id)
            .where(_i.batch_id == batch_id, IS_SHOWN)
            .order_by(_i.number)
        )
        with self._read() as connection:
            return [
                FilmStatus(
                    number=row.number,
                    status=(status := Status(row.status)),
                    is_damaged=status is Status.READY and row.reason is not None,
                    progress=row.progress,
                    asks=status is Status.QUEUED and row.reason == Reason.ASKED_FOR.value,
                )
                for row in connection.execute(query)
            ]

    def standing(self, batch_id: str) -> Standing:
        """Count its films by where they stand. What earlier tries have cost counts, too."""
        with self._read() as connection:
            return standing_of(connection, batch_id)

    def waiting_in_batch(self, batch_id: str) -> list[Generation]:
        """Return those of its films that are under way, those that wait first."""
        query = select(generations).where(_g.batch_id == batch_id, _g.status.in_(MOVING))
        found = self._all(query)
        return sorted(found, key=lambda each: each.status is not Status.QUEUED)

    def _batch_of_key(self, owner: Person, key: str) -> Batch | None:
        return self._first_batch((_b.owner == owner.id) & (_b.idempotency_key == key))

    def _first_batch(self, that: ColumnElement[bool]) -> Batch | None:
        with self._read() as connection:
            row = connection.execute(select(batches).where(that)).mappings().first()
        return from_batch_row(row) if row else None


def standing_of(connection: Connection, batch_id: str) -> Standing:
    counted = (
        select(_g.status, func.count().label("films"))
        .join(batch_items, _i.generation_id == _g.id)
        .where(_i.batch_id == batch_id, IS_SHOWN)
        .group_by(_g.status)
    )
    spent = select(func.sum(_g.credits_used)).where(_g.batch_id == batch_id)
    counts = {Status(row.status): row.films for row in connection.execute(counted)}
    return Standing.of(counts, connection.scalar(spent))


_FIELDS: Final = tuple(field.name for field in fields(Batch))


def to_batch_row(batch: Batch) -> dict[str, Any]:
    row = {name: getattr(batch, name) for name in _FIELDS}
    return {**row, "owner": batch.owner.id, "provider": batch.provider.value}


def from_batch_row(row: Mapping[Any, Any]) -> Batch:
    told = {name: row[name] for name in _FIELDS}
    return Batch(**{**told, "owner": Person(row["owner"]), "provider": Provider(row["provider"])})
