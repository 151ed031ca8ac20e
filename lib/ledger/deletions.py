"""Deletions: hidden at once, taken back within seconds, and then really deleted.

A deletion that is due removes the row and leaves a note; the files follow, then the note goes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select

from lib.database.batch_tables import batch_items
from lib.database.connection import overwrite_journal
from lib.database.tables import deletions, generations, pending_deletions
from lib.database.word_index import forget_deleted_words
from lib.errors import DiskFull, StorageError
from lib.generation import Generation
from lib.ledger.moves import forget_moves
from lib.ledger.shares import forget_film
from lib.ledger.store import Store, insert_into
from lib.person import Person

#: Notes that are read at a time.
_STRETCH: Final = 1000

#: Nothing is ever due later than this: a later moment was written under a wrong clock.
_FARTHEST: Final = timedelta(minutes=5)

_p: Final = pending_deletions.c

#: Holds for every row that its owner has not deleted a moment ago.
IS_SHOWN: Final = generations.c.id.not_in(select(_p.id))


class Deletions(Store):
    def delete(self, generation_id: str, now: datetime) -> None:
        """Delete the row and note, in the same commit, that its files are to follow.

        Works on a full disk, too: the reserve is given up for it.
        """
        self._with_room(lambda: self._delete(generation_id, now))
        self.forget_words()

    def delete_due(self, generation_id: str, now: datetime) -> bool:
        """Delete it, if nobody has taken it back. Return whether it was still to be deleted."""
        is_gone = self._with_room(lambda: self._delete(generation_id, now, if_pending=True))
        self.forget_words()
        return is_gone

    def delete_later(self, those: Collection[Generation], by: Person, due_at: datetime) -> None:
        """Hide these from everybody; they are deleted when that is due. What is hidden stays so.

        Whoever deletes may take that back, also an admin who deletes what is somebody else's.
        """
        with self._write() as connection:
            for each in those:
                hides = insert_into(pending_deletions, connection)
                hidden = hides.values(id=each.id, owner=by.id, due_at=due_at)
                connection.execute(hidden.on_conflict_do_nothing())

    def take_back(self, ids: Collection[str], owner: Person, now: datetime) -> int:
        """Show these again. Return how many were still there: the others are deleted by now."""
        still = (_p.id.in_(list(ids)), _p.owner == owner.id, _p.due_at > now)
        with self._write() as connection:
            return connection.execute(delete(pending_deletions).where(*still)).rowcount

    def can_be_taken_back(self, owner: Person, now: datetime) -> dict[str, datetime]:
        """Return what this owner has just deleted, by id, and until when it can be taken back."""
        query = select(_p.id, _p.due_at).where(_p.owner == owner.id, _p.due_at > now)
        with self._read() as connection:
            return {row.id: row.due_at for row in connection.execute(query)}

    def due_deletions(self, now: datetime) -> list[str]:
        """Return ids that nobody can take back any more."""
        is_due = or_(_p.due_at <= now, _p.due_at > now + _FARTHEST)
        with self._read() as connection:
            return list(connection.scalars(select(_p.id).where(is_due).limit(_STRETCH)))

    def _with_room(self, work: Callable[[], bool]) -> bool:
        """Do it, if need be in the room that is kept for it."""
        try:
            return work()
        except DiskFull:
            if not self._reserve.release():
                raise
            return work()

    def _delete(self, generation_id: str, now: datetime, *, if_pending: bool = False) -> bool:
        with self._write() as connection:
            pending = connection.execute(delete(pending_deletions).where(_p.id == generation_id))
            if if_pending and not pending.rowcount:
                return False
            delete_row(connection, generation_id, now)
        with self._read() as connection:
            overwrite_journal(connection)
        return True

    def forget_words(self) -> None:
        """Take what is left of deleted words out of the index. Without room, the next time does it."""
        with suppress(StorageError):
            with self._write() as connection:
                forget_deleted_words(connection)
            with self._read() as connection:
                overwrite_journal(connection)

    def keep_room(self) -> None:
        """Hold the room that a deletion needs on a full disk. Call once, when Skylit starts."""
        self._reserve.hold()

    def deletion_done(self, generation_id: str) -> None:
        with self._write() as connection:
            connection.execute(delete(deletions).where(deletions.c.id == generation_id))
        self._reserve.hold()

    def unfinished_deletions(self) -> list[str]:
        """Return ids whose row is gone and whose files may still be there."""
        with self._read() as connection:
            return list(connection.scalars(select(deletions.c.id).limit(_STRETCH)))


def delete_row(connection: Connection, generation_id: str, now: datetime) -> None:
    """Delete it with all that speaks of it, and note that its files are to follow."""
    gone = connection.execute(delete(generations).where(generations.c.id == generation_id))
    if gone.rowcount:
        forget_film(connection, generation_id)
        forget_moves(connection, generation_id)
        in_batch = batch_items.c.generation_id == generation_id
        connection.execute(delete(batch_items).where(in_batch))
        connection.execute(insert(deletions).values(id=generation_id, deleted_at=now))
