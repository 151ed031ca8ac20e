"""Ledger: generations in SQL. Every change is a compare-and-swap: whoever changed no row was second."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from lib.errors import TooMany
from lib.generation import Generation, Status
from lib.ledger.database import address, connect, durable, overwrite_journal, sentences
from lib.ledger.election import Election, FileElection, PostgresElection, lock_file
from lib.ledger.schema import asked, deletions, fold, from_row, generations, to_row
from lib.provider import Provider

#: No step is ever due later than this, and no run takes longer; what seems so was written under a
#: wrong clock.
_FARTHEST: Final = timedelta(hours=1)

#: Two machines' clocks may differ by this much.
_CLOCKS_DIFFER: Final = timedelta(seconds=30)

#: Rows that are read at a time where all are gone through.
_STRETCH: Final = 500

_MINUTE: Final = timedelta(minutes=1)

_UNFINISHED: Final = tuple(status for status in Status if not status.is_final)
_g: Final = generations.c


class Ledger:
    """Safe for threads and for several processes. Every method may raise StorageError."""

    def __init__(self, engine: Engine, lock_file: Path) -> None:
        self._engine = engine
        self._lock_file = lock_file

    @classmethod
    def open(cls, url: str | None, folder: Path) -> Self:
        """Open the database at `url`, or the SQLite file in `folder` if there is none."""
        return cls(connect(address(url, folder)), lock_file(folder))

    def close(self) -> None:
        self._engine.dispose()

    def election(self) -> Election:
        if self._engine.dialect.name == "postgresql":
            return PostgresElection(self._engine)
        return FileElection(self._lock_file)

    # ── one generation ────────────────────────────────────────────────────────────────────────

    def add(self, generation: Generation, *, per_minute: int | None = None) -> Generation:
        """Write it down for good; give back what its draft has made before, where it has.

        Raise TooMany, having written nothing, if its owner asked for more than `per_minute`.
        """
        try:
            with self._write() as connection:
                connection.execute(insert(generations).values(to_row(generation)))
                if per_minute is not None:
                    _count(connection, generation, per_minute)
        except IntegrityError:
            earlier = self._one(
                select(generations).where(
                    _g.owner == generation.owner, _g.draft == generation.draft
                )
            )
            return earlier or generation
        return generation

    def get(self, generation_id: str) -> Generation | None:
        if not (generation_id.isascii() and generation_id.isprintable()):
            return None  # from an address somebody typed; a database may choke on it
        return self._one(select(generations).where(_g.id == generation_id))

    def swap(self, old: Generation, new: Generation) -> bool:
        """Write `new` if the row is still `old`. False: somebody else was first, nothing changed."""
        with self._write(to_the_disk=old.status is not new.status) as connection:
            changed = connection.execute(
                update(generations)
                .where(
                    _g.id == old.id,
                    _g.status == old.status.value,
                    _g.updated_at == old.updated_at,
                )
                .values(to_row(new))
            )
            return changed.rowcount == 1

    def delete(self, generation_id: str, now: datetime) -> None:
        """Take out the row and note, in the same commit, that its files are to follow."""
        with self._write() as connection:
            gone = connection.execute(delete(generations).where(_g.id == generation_id))
            if gone.rowcount:
                connection.execute(insert(deletions).values(id=generation_id, deleted_at=now))
        with self._read() as connection:
            overwrite_journal(connection)

    def deletion_done(self, generation_id: str) -> None:
        with self._write() as connection:
            connection.execute(delete(deletions).where(deletions.c.id == generation_id))

    def unfinished_deletions(self) -> list[str]:
        """Ids whose row is gone and whose files may still be there."""
        with self._read() as connection:
            return list(connection.scalars(select(deletions.c.id).limit(1000)))

    def knows_task(self, task_id: str, provider: Provider) -> bool:
        """Whether some generation has this id of the video API's. Asked rarely: it reads them all."""
        query = select(_g.id).where(_g.task_id == task_id, _g.provider == provider.value).limit(1)
        with self._read() as connection:
            return connection.scalar(query) is not None

    # ── what the tracker asks ─────────────────────────────────────────────────────────────────

    def due(
        self,
        provider: Provider,
        statuses: Collection[Status],
        now: datetime,
        *,
        limit: int,
        without: Collection[str] = (),
    ) -> list[Generation]:
        """Whose next step is due, the longest waiting first.

        What was last written in the future was written before the clock was set back: what its
        due time meant nobody knows any more, so it is looked at now.
        """
        is_due = or_(
            _g.due_at <= now, _g.due_at > now + _FARTHEST, _g.updated_at > now + _CLOCKS_DIFFER
        )
        waits = _g.due_at.is_not(None)
        return self._all(
            select(generations)
            .where(*_lane(provider, statuses), waits, is_due, _g.id.not_in(list(without)))
            .order_by(_g.due_at)
            .limit(limit)
        )

    def next_due(
        self, provider: Provider, statuses: Collection[Status], now: datetime
    ) -> datetime | None:
        """When the next one that is not due yet will be."""
        query = select(func.min(_g.due_at)).where(*_lane(provider, statuses), _g.due_at > now)
        with self._read() as connection:
            moment: datetime | None = connection.scalar(query)
        return moment

    def found_submitting(self) -> list[Generation]:
        """What was on its way when its process ended."""
        return self._all(select(generations).where(_g.status == Status.SUBMITTING.value))

    def given_up_since(self, moment: datetime) -> list[Generation]:
        """Those that only their deadline ended, and that were accepted since then."""
        return self._all(
            select(generations).where(
                _g.status == Status.FAILED.value,
                _g.deadline_at.is_not(None),
                _g.submitted_at >= moment,
            )
        )

    # ── what backup and sweep ask ─────────────────────────────────────────────────────────────

    def among(self, ids: Collection[str]) -> dict[str, Generation]:
        """Those of these that have a row, by id."""
        found = self._all(select(generations).where(_g.id.in_(list(ids))))
        return {generation.id: generation for generation in found}

    def in_status(self, status: Status) -> Iterator[Generation]:
        """All of them, in the order of their ids; read in stretches, so that any number will do."""
        last = ""
        while found := self._all(
            select(generations)
            .where(_g.status == status.value, _g.id > last)
            .order_by(_g.id)
            .limit(_STRETCH)
        ):
            yield from found
            last = found[-1].id

    def copy_to(self, file: Path) -> bool:
        """Write a copy as it is at this moment, while others write. False for Postgres.

        Made anew from what is valid: neither a deleted word nor a damaged page comes along.
        """
        if self._engine.dialect.name != "sqlite":
            return False
        with sentences(), self._engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            plain.exec_driver_sql("VACUUM INTO ?", (str(file),))
        return True

    # ── what pages show ───────────────────────────────────────────────────────────────────────

    def unfinished(self, owner: str) -> list[Generation]:
        """Under way, or waiting for their owner's decision; newest first.

        Sorted here: asked to sort, SQLite walks through all of the owner's history instead.
        """
        found = self._all(
            select(generations).where(
                _g.owner == owner, _g.status.in_([status.value for status in _UNFINISHED])
            )
        )
        return sorted(found, key=lambda each: (each.created_at, each.id), reverse=True)

    def count(self, owner: str | None, words: str) -> int:
        """How many captions of this owner (None: of everybody) contain the words."""
        query = select(func.count()).select_from(generations).where(*_history(owner, words))
        with self._read() as connection:
            return connection.scalar(query) or 0

    def page(
        self, owner: str | None, words: str, *, offset: int, limit: int
    ) -> Sequence[Generation]:
        """A stretch of history, newest first.

        The ids are found first, in an index alone: skipping 99,000 rows reads none of them.
        """
        ids = (
            select(_g.id)
            .where(*_history(owner, words))
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
        """Seconds from accepted to ready of the last finished runs.

        One that was found again days later, or whose clock was set, tells nothing of the others.
        """
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
        return [each.total_seconds() for each in took if timedelta(0) < each < _FARTHEST]

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _write(self, *, to_the_disk: bool = True) -> Iterator[Connection]:
        with sentences(), self._engine.connect() as connection, connection.begin():
            durable(connection, to_the_disk=to_the_disk)
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with sentences(), self._engine.connect() as connection:
            yield connection

    def _all(self, query: Select[Any]) -> list[Generation]:
        with self._read() as connection:
            return [from_row({**row}) for row in connection.execute(query).mappings()]

    def _one(self, query: Select[Any]) -> Generation | None:
        return next(iter(self._all(query)), None)


def _count(connection: Connection, generation: Generation, per_minute: int) -> None:
    """Raise TooMany, and with it undo all that the transaction wrote.

    In the database, so that neither a restart nor a second process nor a deletion starts it anew.
    Written before it is counted: on SQLite that makes others wait their turn, so nobody slips in.
    """
    now = generation.created_at
    since = now - _MINUTE
    # What lies ahead was written before the clock was set back.
    stale = or_(asked.c.asked_at <= since, asked.c.asked_at > now + _MINUTE)
    connection.execute(delete(asked).where(stale))
    connection.execute(
        insert(asked).values(generation_id=generation.id, owner=generation.owner, asked_at=now)
    )
    times = connection.scalars(
        select(asked.c.asked_at).where(asked.c.owner == generation.owner).order_by(asked.c.asked_at)
    ).all()
    if len(times) > per_minute:
        wait = min(max(1, math.ceil((times[-per_minute - 1] - since).total_seconds())), 60)
        raise TooMany(
            f"That is more than {per_minute} videos within a minute. Your words are kept: "
            f"ask again in {wait} s."
        )


def _lane(provider: Provider, statuses: Collection[Status]) -> tuple[ColumnElement[bool], ...]:
    return (
        _g.provider == provider.value,
        _g.status.in_([status.value for status in statuses]),
    )


def _history(owner: str | None, words: str) -> tuple[ColumnElement[bool], ...]:
    whose = true() if owner is None else _g.owner == owner
    typed = words.encode(errors="ignore").decode().replace("\0", "")
    wanted = fold(" ".join(typed.split()))
    # autoescape: a % or _ that somebody looks for is that very character, not a wildcard.
    return (whose, _g.folded.contains(wanted, autoescape=True) if wanted else true())
