"""Approvals: paid requests that wait for a yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, func, select

from lib.approval import Asked
from lib.database.batch_tables import batch_items, batches, charges
from lib.database.tables import generations
from lib.generation import Generation, Reason, Status
from lib.ledger.batch_standings import from_batch_row
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.rows import from_row
from lib.ledger.store import Store

_g: Final = generations.c

#: What gets one answer: the films of a batch together, any other film by itself.
_TOGETHER: Final = func.coalesce(_g.batch_id, _g.id)

_WAITS: Final[tuple[ColumnElement[bool], ...]] = (
    _g.status == Status.QUEUED.value,
    _g.reason == Reason.ASKED_FOR.value,
    IS_SHOWN,
)


class Approvals(Store):
    def asked_for(self) -> list[Asked]:
        """Return everybody's that wait for a yes or no, the longest waiting first."""
        costs = self._expected()
        found = [
            Asked(film=each, credits=costs.get(each.id, 0.0))
            for each in self._all(select(generations).where(*_WAITS, _g.batch_id.is_(None)))
        ]
        found += self._batches_asked_for(costs)
        return sorted(found, key=lambda each: (each.asked_at, each.id))

    def count_asked_for(self) -> int:
        """Return how many answers are waited for."""
        with self._read() as connection:
            query = select(func.count(_TOGETHER.distinct())).where(*_WAITS)
            return connection.scalar(query) or 0

    def asked_for_in(self, batch_id: str) -> list[Generation]:
        """Return those films of a batch that wait for a yes or no."""
        return self._all(select(generations).where(*_WAITS, _g.batch_id == batch_id))

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _expected(self) -> Mapping[str, float]:
        """Credits by what gets one answer."""
        query = (
            select(_TOGETHER.label("together"), func.sum(charges.c.expected).label("credits"))
            .join(charges, charges.c.generation_id == _g.id)
            .where(*_WAITS, charges.c.is_free.is_(False))
            .group_by(_TOGETHER)
        )
        with self._read() as connection:
            return {row.together: float(row.credits) for row in connection.execute(query)}

    def _batches_asked_for(self, costs: Mapping[str, float]) -> list[Asked]:
        first = (
            select(
                batch_items.c.batch_id,
                func.min(batch_items.c.number).label("number"),
                func.count().label("films"),
            )
            .join(generations, _g.id == batch_items.c.generation_id)
            .where(*_WAITS)
            .group_by(batch_items.c.batch_id)
            .subquery()
        )
        is_first = (batch_items.c.batch_id == first.c.batch_id) & (
            batch_items.c.number == first.c.number
        )
        query = (
            select(first.c.films, generations)
            .join(batch_items, is_first)
            .join(generations, _g.id == batch_items.c.generation_id)
        )
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
            of_these = batches.c.id.in_({row["batch_id"] for row in rows})
            found = connection.execute(select(batches).where(of_these)).mappings()
            known = {row["id"]: from_batch_row(row) for row in found}
        return [
            Asked(
                film=from_row({**row}),
                batch=known[row["batch_id"]],
                films=row["films"],
                credits=costs.get(row["batch_id"], 0.0),
            )
            for row in rows
        ]
