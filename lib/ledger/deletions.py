"""Deletions: the row goes first and leaves a note, the files follow, then the note goes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select

from lib.database.engine import overwrite_journal
from lib.database.tables import deletions, generations
from lib.database.word_index import forget_deleted_words
from lib.errors import DiskFull, StorageError
from lib.ledger.moves import forget_moves
from lib.ledger.shares import forget_film
from lib.ledger.store import Store

#: Notes that are read at a time.
_STRETCH: Final = 1000


class Deletions(Store):
    def delete(self, generation_id: str, now: datetime) -> None:
        """Delete the row and note, in the same commit, that its files are to follow.

        Works on a full disk, too: the reserve is given up for it.
        """
        try:
            self._delete(generation_id, now)
        except DiskFull:
            if not self._reserve.release():
                raise
            self._delete(generation_id, now)
        self.forget_words()

    def _delete(self, generation_id: str, now: datetime) -> None:
        with self._write() as connection:
            gone = connection.execute(delete(generations).where(generations.c.id == generation_id))
            if gone.rowcount:
                forget_film(connection, generation_id)
                forget_moves(connection, generation_id)
                connection.execute(insert(deletions).values(id=generation_id, deleted_at=now))
        with self._read() as connection:
            overwrite_journal(connection)

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
