"""Visitors: owners who do not sign in, kept as keyed hashes. A stolen database opens no history.

The first release kept the very id that the cookie holds. `hash_visitors` converts its rows; it may be
called at any time and by several processes, since that release may still be writing beside this one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from lib.database.tables import asked, generations, unsigned_visitors
from lib.ledger.store import Store

#: How the first release wrote an owner, and how long that was.
_PREFIX: Final = "visitor:"
_PLAIN: Final = len(_PREFIX) + 22

#: For so long after the first exchange the old cookie still counts: two tabs may come at once, and
#: an answer that holds the new cookie may be lost.
_EXCHANGE: Final = timedelta(minutes=10)

_g: Final = generations.c


class Visitors(Store):
    def hash_visitors(self, hashed: Callable[[str], str]) -> int:
        """Replace every plain visitor id by `hashed(id)`; return how many there were."""
        plain = select(_g.owner).where(
            _g.owner.startswith(_PREFIX), func.length(_g.owner) == _PLAIN
        )
        with self._read() as connection:
            owners = connection.scalars(plain.distinct()).all()
        for owner in owners:
            self._hash(owner, hashed(owner.removeprefix(_PREFIX)))
        return len(owners)

    def exchange(self, owner: str, now: datetime) -> bool:
        """Return whether an old, unsigned cookie of this (hashed) owner still counts.

        It counts once: when its history is from the first release, and for ten minutes from then on.
        """
        old = unsigned_visitors.c
        is_open = or_(old.exchanged_at.is_(None), old.exchanged_at > now - _EXCHANGE)
        first = func.coalesce(old.exchanged_at, now)
        change = update(unsigned_visitors).where(old.owner == owner, is_open)
        with self._write() as connection:
            return connection.execute(change.values(exchanged_at=first)).rowcount == 1

    def _hash(self, plain: str, hashed: str) -> None:
        mine = _g.owner == plain
        with self._read() as connection:
            drafts = connection.scalars(select(_g.draft).where(_g.owner == hashed)).all()
        with self._write() as connection:
            # A draft of both releases at once: two videos were made, and both stay.
            twice = update(generations).where(mine, _g.draft.in_(drafts))
            connection.execute(twice.values(draft=_g.draft + " " + _g.id))
            connection.execute(update(generations).where(mine).values(owner=hashed))
            connection.execute(update(asked).where(asked.c.owner == plain).values(owner=hashed))
        try:
            with self._write() as connection:
                connection.execute(insert(unsigned_visitors).values(owner=hashed))
        except IntegrityError:
            return  # known already
