"""Limits: how many videos a person may ask for. Counted in the transaction that writes the request."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select

from lib.database.tables import asked
from lib.errors import TooMany
from lib.generation import Generation

_MINUTE: Final = timedelta(minutes=1)


def count(connection: Connection, generation: Generation, per_minute: int) -> None:
    """Raise TooMany, and with it undo all that the transaction wrote.

    In the database, so that neither a restart nor a second process nor a deletion starts it anew.
    """
    now = generation.created_at
    since = now - _MINUTE
    # Rows dated in the future predate a clock correction.
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
