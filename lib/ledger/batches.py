"""Batches: many captions written down in one transaction, all or none; paused, tried again, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy import Connection, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from lib.batch import Batch, BatchFilm, Standing
from lib.database.batch_tables import batch_items, batches
from lib.database.tables import generations, moves
from lib.errors import TooMany
from lib.generation import Generation, Status, is_allowed
from lib.ledger.batch_standings import (
    MOVING,
    BatchStandings,
    from_batch_row,
    standing_of,
    to_batch_row,
)
from lib.ledger.charges import follow_charges, write_charges
from lib.ledger.limits import NO_LIMITS, Limits, count, count_paid
from lib.ledger.moves import move_row
from lib.ledger.outbox import News, put_news
from lib.ledger.rows import to_row
from lib.problem import Code, Problem

#: Films of one person that may wait at a time: room for two of the largest batches.
MOST_WAITING: Final = 10_000

#: Rows that are written with one statement.
_STRETCH: Final = 500

#: The event that a batch has come to its end.
_READY: Final = "batch.ready"

#: Makes a message of a batch and how it stands.
Told = Callable[[Batch, Standing], str]

_b: Final = batches.c
_i: Final = batch_items.c
_g: Final = generations.c


class Batches(BatchStandings):
    def add_batch(
        self,
        batch: Batch,
        films: Sequence[BatchFilm],
        *,
        limits: Limits = NO_LIMITS,
        address: str | None = None,
        news: News | None = None,
    ) -> Batch:
        """Write the batch and all of its films down, or nothing. The same key is the same batch.

        `address`: from where it was asked for, as a keyed hash. Against the limit by the minute a
        batch counts as one request; against that of paid films each film counts. `news`: what others
        are told of it. Raise TooMany.
        """
        rows = _FilmRows.of(batch, films)
        try:
            with self._write() as connection:
                connection.execute(insert(batches).values(to_batch_row(batch)))
                rows.write(connection)
                _count(connection, films[0].generation, len(films), limits, address)
                put_news(connection, news, batch.created_at)
        except IntegrityError:
            earlier = self._batch_of_key(batch.owner, batch.idempotency_key)
            if earlier is None:
                raise
            return earlier
        return batch

    def add_to_batch(
        self,
        batch: Batch,
        films: Sequence[BatchFilm],
        *,
        limits: Limits = NO_LIMITS,
        address: str | None = None,
        news: News | None = None,
    ) -> bool:
        """Write more films of this batch down, all or none. False: their numbers are taken by now.

        Raise TooMany.
        """
        rows = _FilmRows.of(batch, films)
        try:
            with self._write() as connection:
                rows.write(connection)
                _count(connection, films[0].generation, len(films), limits, address)
                _reopen(connection, batch)
                put_news(connection, news, films[0].generation.created_at)
        except IntegrityError:
            there = {film.number for film in self.batch_films(batch.id)}
            if there.isdisjoint(film.number for film in films):
                raise
            return False
        return True

    def retry_in_batch(
        self,
        batch: Batch,
        tries: Mapping[str, Generation],
        *,
        limits: Limits = NO_LIMITS,
        address: str | None = None,
        news: News | None = None,
    ) -> int:
        """Put new tries in the places of others, by the id of the one that stopped.

        Return how many: a film that somebody else has tried again meanwhile is left alone.
        """
        with self._write() as connection:
            places = {old: (_i.batch_id == batch.id, _i.generation_id == old) for old in tries}
            taken = [
                tries[old]
                for old, place in places.items()
                if connection.execute(
                    update(batch_items).where(*place).values(generation_id=tries[old].id)
                ).rowcount
            ]
            if taken:
                rows, first_moves = _rows(taken)
                _insert_films(connection, rows)
                connection.execute(insert(moves), first_moves)
                write_charges(connection, taken, taken[0].created_at)
                _count(connection, taken[0], len(taken), limits, address)
                _reopen(connection, batch)
                put_news(connection, news, taken[0].created_at)
            return len(taken)

    def pause_batch(self, batch_id: str, paused_at: datetime | None) -> None:
        """Begin none of its films any more; None: go on. What is under way comes to its end."""
        change = update(batches).where(_b.id == batch_id).values(paused_at=paused_at)
        with self._write() as connection:
            connection.execute(change)

    def swap_several(self, changes: Sequence[tuple[Generation, Generation]]) -> int:
        """Compare and swap each. Return how many were still as they were.

        Some hundred at a time are one transaction and one statement: thousands keep nobody waiting.
        """
        changed = 0
        for start in range(0, len(changes), _STRETCH):
            with self._write() as connection:
                changed += _swap_all(connection, changes[start : start + _STRETCH])
        return changed

    def swap_together(
        self, changes: Sequence[tuple[Generation, Generation]], news: News | None = None
    ) -> int:
        """Compare and swap each, all in one transaction, with what others are told of it."""
        with self._write() as connection:
            changed = _swap_all(connection, changes)
            if changed:
                put_news(connection, news, changes[0][1].updated_at)
            return changed

    def finish_batches(self, now: datetime, message: Told | None = None) -> list[Batch]:
        """Note the end of each batch of which nothing is under way any more; return these, each once.

        With it goes into the outbox what `message` makes of it.
        """
        moving = select(_g.id).where(_g.batch_id == _b.id, _g.status.in_(MOVING)).exists()
        over = select(_b.id).where(_b.finished_at.is_(None), ~moving)
        with self._read() as connection:
            ids = list(connection.scalars(over))
        return [found for each in ids if (found := self._finish(each, now, message))]

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _finish(self, batch_id: str, now: datetime, message: Told | None) -> Batch | None:
        moving = select(_g.id).where(_g.batch_id == batch_id, _g.status.in_(MOVING)).exists()
        first = (_b.id == batch_id, _b.finished_at.is_(None), ~moving)
        change = update(batches).where(*first).values(finished_at=now)
        with self._write() as connection:
            if not connection.execute(change).rowcount:
                return None
            query = select(batches).where(_b.id == batch_id)
            batch = from_batch_row(connection.execute(query).mappings().one())
            if message is not None:
                body = message(batch, standing_of(connection, batch_id))
                put_news(connection, News(_READY, body), now)
            return batch


@dataclass(frozen=True, slots=True)
class _FilmRows:
    """What is written of films, made before the transaction: nobody else writes while that is open."""

    generations: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    items: list[dict[str, Any]]
    films: Sequence[Generation]

    @classmethod
    def of(cls, batch: Batch, films: Sequence[BatchFilm]) -> Self:
        items = [
            {
                "batch_id": batch.id,
                "number": film.number,
                "generation_id": film.generation.id,
                "file_name": film.file_name,
            }
            for film in films
        ]
        made = [film.generation for film in films]
        return cls(*_rows(made), items, made)

    def write(self, connection: Connection) -> None:
        _insert_films(connection, self.generations)
        connection.execute(insert(moves), self.moves)
        connection.execute(insert(batch_items), self.items)
        write_charges(connection, self.films, self.films[0].created_at)


def _insert_films(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert some hundred with each statement, which RETURNING makes of it.

    SQLite's index of words is brought to its pages once a statement (FTS5 does so at each savepoint):
    with a statement for each row that took more than all the rest.
    """
    in_hundreds = {"insertmanyvalues_page_size": _STRETCH}
    made = insert(generations).returning(_g.id)
    connection.execute(made, rows, execution_options=in_hundreds).all()


def _rows(films: Sequence[Generation]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return [to_row(each) for each in films], [move_row(each) for each in films]


def _count(
    connection: Connection, first: Generation, films: int, limits: Limits, address: str | None
) -> None:
    """Raise TooMany, and with it undo all that the transaction wrote."""
    if limits is NO_LIMITS:
        return
    count(connection, first, limits, address=address)
    if first.provider.charges and films > 1:
        count_paid(connection, first.created_at, limits, films=films - 1)
    waiting = (
        select(func.count())
        .select_from(generations)
        .where(_g.status == Status.QUEUED.value, _g.owner == first.owner.id)
    )
    if (connection.scalar(waiting) or 0) > MOST_WAITING:
        raise TooMany(Problem.of(Code.BATCH_TOO_MANY_WAIT, most=MOST_WAITING))


def _reopen(connection: Connection, batch: Batch) -> None:
    connection.execute(
        update(batches).where(_b.id == batch.id).values(finished_at=None, paused_at=None)
    )


#: What a change sets, and those that it is made to.
_Alike = tuple[dict[str, Any], list[tuple[Generation, Generation]]]


def _grouped(changes: Sequence[tuple[Generation, Generation]]) -> dict[str, _Alike]:
    """Put together those that change in the same way. Raise ValueError for a move that there is not."""
    groups = dict[str, _Alike]()
    for old, new in changes:
        if not is_allowed(old, new):
            raise ValueError(f"Nothing leads from {old.status} to {new.status}.")
        before, after = to_row(old), to_row(new)
        values = {name: after[name] for name in after if after[name] != before[name]}
        groups.setdefault(repr((old.status, values)), (values, []))[1].append((old, new))
    return groups


def _swap_all(connection: Connection, changes: Sequence[tuple[Generation, Generation]]) -> int:
    return sum(
        _swap(connection, values, alike[start : start + _STRETCH])
        for values, alike in _grouped(changes).values()
        for start in range(0, len(alike), _STRETCH)
    )


def _swap(
    connection: Connection, values: dict[str, Any], alike: Sequence[tuple[Generation, Generation]]
) -> int:
    still = tuple_(_g.id, _g.updated_at).in_([(old.id, old.updated_at) for old, _ in alike])
    is_still_old = (still, _g.status == alike[0][0].status.value)
    found = set(connection.scalars(select(_g.id).where(*is_still_old).with_for_update()))
    if found:
        connection.execute(update(generations).where(_g.id.in_(found)).values(**values))
        moved = [(old, new) for old, new in alike if new.id in found]
        connection.execute(insert(moves), [move_row(new) for _, new in moved])
        follow_charges(connection, moved)
    return len(found)
