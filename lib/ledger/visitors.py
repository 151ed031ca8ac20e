"""Visitors: owners who do not sign in, kept as keyed hashes. A stolen database opens no history.

The first release kept the very id that the cookie holds. `hash_visitors` converts its rows; it may be
called at any time and by several processes, since that release may still be writing beside this one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, exists, func, insert, literal, or_, select, union, update
from sqlalchemy.exc import IntegrityError

from lib.database.batch_tables import batch_tables, batches, charges
from lib.database.tables import asked, generations, pending_deletions, shares, unsigned_visitors
from lib.ledger.store import Store
from lib.person import Person

#: How the first release wrote an owner, and how long that was. A hashed one is longer.
_PREFIX: Final = "visitor:"
_PLAIN: Final = len(_PREFIX) + 22

#: The old cookie still counts for so long after the first exchange: a browser may open all of its
#: tabs at once, and an answer with the new cookie may be lost.
_EXCHANGE: Final = timedelta(minutes=10)

#: Every column that says whose a row is.
OWNERS: Final = (
    generations.c.owner,
    asked.c.owner,
    shares.c.owner,
    batches.c.owner,
    batch_tables.c.owner,
    charges.c.owner,
    pending_deletions.c.owner,
)

_old: Final = unsigned_visitors.c


class VisitorHashes(Store):
    def hash_visitors(self, person: Callable[[str], Person]) -> int:
        """Replace every plain visitor id by the id of `person(id)`; return how many there were."""
        plain = union(
            *(
                select(owner).where(owner.startswith(_PREFIX), func.length(owner) == _PLAIN)
                for owner in OWNERS
            )
        )
        with self._read() as connection:
            owners = connection.scalars(plain).all()
        for owner in owners:
            self._hash(owner, person(owner.removeprefix(_PREFIX)).id)
        return len(owners)

    def exchange(self, visitor_id: str, person: Person, now: datetime) -> bool:
        """Return whether an old, unsigned cookie with this id still counts for its person.

        It counts once, if there is a history of the first release, and for ten minutes from then on.
        Rows that the first release wrote meanwhile are converted first.
        """
        if self._has_rows(plain := _PREFIX + visitor_id):
            self._hash(plain, person.id)
        if not self._is_known(person.id):
            return False  # most old cookies that strangers bring: nothing is written for them
        is_open = or_(_old.exchanged_at.is_(None), _old.exchanged_at > now - _EXCHANGE)
        first = func.coalesce(_old.exchanged_at, now)
        change = update(unsigned_visitors).where(_old.owner == person.id, is_open)
        with self._write() as connection:
            return connection.execute(change.values(exchanged_at=first)).rowcount == 1

    def _has_rows(self, plain: str) -> bool:
        mine = or_(*(exists().where(owner == plain) for owner in OWNERS))
        with self._read() as connection:
            return bool(connection.scalar(select(mine)))

    def _is_known(self, owner: str) -> bool:
        with self._read() as connection:
            return bool(connection.scalar(select(exists().where(_old.owner == owner))))

    def _hash(self, plain: str, hashed: str) -> None:
        try:
            with self._write() as connection:
                keep_twins(connection, plain, hashed)
                for owner in OWNERS:
                    change = update(owner.table).where(owner == plain)
                    connection.execute(change.values(owner=hashed))
                _remember(connection, hashed)
        except IntegrityError:
            return  # another process does the same right now; the next call finds what is left


def keep_twins(connection: Connection, plain: str, hashed: str) -> None:
    """Keep both videos, and both batches, if two owners that become one made them of the same draft."""
    for table, key in ((generations, "draft"), (batches, "idempotency_key")):
        other = table.alias()
        taken = select(other.c[key]).where(other.c.owner == hashed)
        twice = update(table).where(table.c.owner == plain, table.c[key].in_(taken))
        connection.execute(twice.values({key: table.c[key] + " " + table.c.id}))


def _remember(connection: Connection, hashed: str) -> None:
    """Note that this owner has an old cookie, which may be exchanged once."""
    is_new = select(literal(hashed)).where(~exists().where(_old.owner == hashed))
    connection.execute(insert(unsigned_visitors).from_select(["owner"], is_new))
