"""Outbox: what is still to be told. A message is written with what it tells of, in one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select, update

from lib.database.tables import outbox
from lib.ledger.store import Store

#: Nothing is ever due later than this: a later moment was written under a wrong clock.
_FARTHEST: Final = timedelta(hours=2)

_o: Final = outbox.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`body` is JSON; `attempts` are those that failed."""

    id: str
    event: str
    body: str
    created_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class News:
    """What a transaction makes true and others are to be told. `body` is JSON."""

    event: str
    body: str


class Outbox(Store):
    def due_messages(self, now: datetime, *, limit: int) -> list[Message]:
        """Return what may be sent now, the longest waiting first."""
        is_due = or_(_o.due_at <= now, _o.due_at > now + _FARTHEST)
        query = select(outbox).where(is_due).order_by(_o.due_at).limit(limit)
        with self._read() as connection:
            return [
                Message(
                    id=row.id,
                    event=row.event,
                    body=row.body,
                    created_at=row.created_at,
                    attempts=row.attempts,
                )
                for row in connection.execute(query)
            ]

    def put_off_message(self, message_id: str, due_at: datetime) -> None:
        """Note one more attempt that failed, and when to try again."""
        change = update(outbox).values(attempts=_o.attempts + 1, due_at=due_at)
        with self._write() as connection:
            connection.execute(change.where(_o.id == message_id))

    def forget_message(self, message_id: str) -> None:
        with self._write() as connection:
            connection.execute(delete(outbox).where(_o.id == message_id))


def put_news(connection: Connection, news: News | None, now: datetime) -> None:
    """Write a message, in the transaction that makes it true; None: nobody is told."""
    if news is None:
        return
    connection.execute(
        insert(outbox).values(
            id=secrets.token_urlsafe(16),
            event=news.event,
            body=news.body,
            created_at=now,
            due_at=now,
            attempts=0,
        )
    )
