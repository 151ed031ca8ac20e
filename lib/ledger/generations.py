"""Generations, one by one. Every change is a compare-and-swap: whoever changed no row was second."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, false, insert, select, update
from sqlalchemy.exc import IntegrityError

from lib.database.copy import copy_database
from lib.database.sentences import sentences
from lib.database.tables import generations
from lib.errors import TaskTaken
from lib.generation import Generation, Status, is_allowed
from lib.ledger.charges import asks_once_more, follow_charge, write_charges
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.limits import NO_LIMITS, Limits, count, count_paid, refuse_to_overspend
from lib.ledger.moves import has_moved, note_move
from lib.ledger.outbox import News, put_news
from lib.ledger.rows import to_row
from lib.ledger.store import Store
from lib.provider import Provider

#: Rows that are read at a time where all are gone through.
_STRETCH: Final = 500

#: Columns that a move leaves as they are.
_KEPT: Final = frozenset({"owner", "starred_at"})

_g: Final = generations.c


class Generations(Store):
    def add(
        self,
        generation: Generation,
        *,
        limits: Limits = NO_LIMITS,
        address: str | None = None,
        news: News | None = None,
    ) -> Generation:
        """Write it down for good. If its key made one before, return that one instead.

        `address`: from where it was asked for, as a keyed hash. `news`: what others are told of it.
        Raise TooMany, having written nothing, if that is more than the limits allow.
        """
        try:
            with self._write() as connection:
                connection.execute(insert(generations).values(to_row(generation)))
                note_move(connection, generation)
                write_charges(connection, [generation], generation.created_at)
                if limits is not NO_LIMITS:
                    count(connection, generation, limits, address=address)
                put_news(connection, news, generation.created_at)
        except IntegrityError:
            same_key = (_g.owner == generation.owner.id, _g.draft == generation.idempotency_key)
            earlier = self._one(select(generations).where(*same_key))
            if earlier is None:
                raise
            return earlier
        return generation

    def get(self, generation_id: str) -> Generation | None:
        """Return it, unless it is deleted or about to be: for everybody but the tracker."""
        return self._by_id(generation_id, IS_SHOWN)

    def row(self, generation_id: str) -> Generation | None:
        """Return it as long as there is a row of it, also while its deletion can be taken back."""
        return self._by_id(generation_id)

    def _by_id(self, generation_id: str, *that: ColumnElement[bool]) -> Generation | None:
        if not (generation_id.isascii() and generation_id.isprintable()):
            return None  # from an address somebody typed; a database may choke on it
        return self._one(select(generations).where(_g.id == generation_id, *that))

    def swap(
        self,
        old: Generation,
        new: Generation,
        *,
        limits: Limits = NO_LIMITS,
        news: News | None = None,
    ) -> bool:
        """Write `new` if the row is still `old`. False: somebody else was first, nothing changed.

        `limits`: this change asks for one more paid video. Raise TooMany if that is one too many,
        TaskTaken if another generation of this provider has the same task id. Raise ValueError
        if the table of transitions knows no such move: that is a mistake of ours.
        """
        if not is_allowed(old, new):
            raise ValueError(f"Nothing leads from {_standing(old)} to {_standing(new)}.")
        is_still_old = (
            _g.id == old.id,
            _g.status == old.status.value,
            _g.updated_at == old.updated_at,
        )
        change = update(generations).where(*is_still_old).values(**_changed(new))
        try:
            with self._write(to_the_disk=old.status is not new.status) as connection:
                is_first = connection.execute(change).rowcount == 1
                if is_first:
                    if has_moved(old, new):
                        note_move(connection, new)
                    _note_cost(connection, old, new, limits)
                    put_news(connection, news, new.updated_at)
                return is_first
        except IntegrityError as error:
            raise TaskTaken from error

    def knows_task(self, task_id: str, provider: Provider) -> bool:
        """Return whether some generation has this id of the video API's."""
        query = select(_g.id).where(_g.task_id == task_id, _g.provider == provider.value).limit(1)
        with self._read() as connection:
            return connection.scalar(query) is not None

    def among(self, ids: Collection[str]) -> dict[str, Generation]:
        """Return those of these that have a row, by id."""
        if not ids:
            return {}
        found = self._all(select(generations).where(_g.id.in_(list(ids))))
        return {generation.id: generation for generation in found}

    def shown_among(self, ids: Collection[str]) -> dict[str, Generation]:
        """Return those of these that are neither deleted nor about to be, by id."""
        if not ids:
            return {}
        found = self._all(select(generations).where(_g.id.in_(list(ids)), IS_SHOWN))
        return {generation.id: generation for generation in found}

    def in_status(self, status: Status) -> Iterator[Generation]:
        """Yield all of them, ordered by id. They are read in batches, so that any number fits."""
        last = ""
        while found := self._all(
            select(generations)
            .where(_g.status == status.value, _g.id > last)
            .order_by(_g.id)
            .limit(_STRETCH)
        ):
            yield from found
            last = found[-1].id

    @property
    def has_file(self) -> bool:
        """True where the database is a file; a server's has tools of its own for backups."""
        return self._engine.dialect.name == "sqlite"

    def copy_to(self, file: Path) -> bool:
        """Write a checked copy of the database as it is now. False for PostgreSQL. Raise OSError."""
        if not self.has_file:
            return False
        with sentences(), self._engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            copy_database(plain, file)
        return True


def _note_cost(connection: Connection, old: Generation, new: Generation, limits: Limits) -> None:
    """What a move costs, or says of a cost. Raise TooMany for one paid request too many."""
    count_paid(connection, new.updated_at, limits)
    if asks_once_more(old, new):
        write_charges(connection, [new], new.updated_at)
        refuse_to_overspend(connection, new, new.updated_at, limits)
    else:
        follow_charge(connection, old, new)


def _standing(generation: Generation) -> str:
    return f"{generation.status} ({generation.reason or 'no reason'})"


def _changed(new: Generation) -> dict[str, Any]:
    """Whose it is and whether it has a star never change here: what was read before would undo it."""
    moved = {name: value for name, value in to_row(new).items() if name not in _KEPT}
    return moved | _sharing(new)


def _sharing(new: Generation) -> dict[str, Any]:
    """An old row may keep a task id that it shares with another. A new id must be its own."""
    return {"shares_task": case((_g.task_id == new.task_id, _g.shares_task), else_=false())}
