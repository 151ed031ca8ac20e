"""Accounts: people who sign in, where they are signed in, and what belongs to them.

A session is a row that only a sign-in writes. Without its row a cookie is worth nothing, however well
it is signed: a sign-out ends every copy of it, in every process, at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select, update

from lib.account import Account, Claims
from lib.audit import AuditEntry, Deed
from lib.database.batch_tables import batch_items, batch_tables, batches, charges
from lib.database.tables import (
    accounts,
    asked,
    generations,
    sessions,
    share_items,
    share_views,
    shares,
)
from lib.ledger.audit import write_audit
from lib.ledger.charges import AMOUNT
from lib.ledger.store import Store, insert_into
from lib.ledger.visitors import OWNERS, keep_twins
from lib.person import Person

#: How exact `seen_at` is: a page that is looked at writes no more often.
_SEEN_AGAIN: Final = timedelta(minutes=5)

_a: Final = accounts.c
_s: Final = sessions.c
_g: Final = generations.c


class Accounts(Store):
    def sign_in(self, claims: Claims, session_id: str, now: datetime, ends_at: datetime) -> None:
        """Note what the provider says of somebody, and that they are signed in from now on."""
        told = {
            "name": claims.name,
            "email": claims.email,
            "groups": json.dumps(claims.groups),
            "seen_at": now,
        }
        who = claims.person
        with self._write() as connection:
            new = insert_into(accounts, connection).values(person=who.id, created_at=now, **told)
            connection.execute(new.on_conflict_do_update(index_elements=[_a.person], set_=told))
            connection.execute(delete(sessions).where(_s.ends_at <= now))
            row = {"id": session_id, "person": who.id, "started_at": now, "ends_at": ends_at}
            connection.execute(
                insert_into(sessions, connection).values(row).on_conflict_do_nothing()
            )
            write_audit(connection, AuditEntry(at=now, actor=who, deed=Deed.SIGNED_IN))

    def signed_in(self, session_id: str, now: datetime) -> Account | None:
        """Return whose session this is, also somebody who is switched off; None once it has ended."""
        is_theirs = (_s.id == session_id, _s.ends_at > now, _s.person == _a.person)
        with self._read() as connection:
            row = connection.execute(select(accounts).where(*is_theirs)).first()
        return _account(row) if row else None

    def session_of(self, person: Person, now: datetime) -> str | None:
        """Return the session of somebody whom a proxy has signed in."""
        query = select(_s.id).where(_s.person == person.id, _s.ends_at > now).limit(1)
        with self._read() as connection:
            found: str | None = connection.scalar(query)
        return found

    def saw(self, account: Account, now: datetime) -> None:
        """Note that somebody is here, unless that was noted a moment ago."""
        if now - account.seen_at < _SEEN_AGAIN:
            return
        mine = (_a.person == account.person.id, _a.seen_at <= now - _SEEN_AGAIN)
        with self._write(to_the_disk=False) as connection:
            connection.execute(update(accounts).where(*mine).values(seen_at=now))

    def sign_out(self, session_id: str, now: datetime) -> None:
        with self._write() as connection:
            mine = select(_s.person).where(_s.id == session_id)
            person = connection.scalar(mine)
            if person is not None:
                connection.execute(delete(sessions).where(_s.id == session_id))
                entry = AuditEntry(at=now, actor=Person(person), deed=Deed.SIGNED_OUT)
                write_audit(connection, entry)

    def switch(self, person: Person, by: Person, now: datetime, *, off: bool) -> bool:
        """Let somebody in no more, or again. Return whether that changes anything.

        All of their sessions end either way: whoever may come in again signs in again.
        """
        is_other = _a.switched_off_at.is_(None) if off else _a.switched_off_at.is_not(None)
        change = update(accounts).where(_a.person == person.id, is_other)
        deed = Deed.SWITCHED_OFF if off else Deed.SWITCHED_ON
        with self._write() as connection:
            changed = connection.execute(change.values(switched_off_at=now if off else None))
            if not changed.rowcount:
                return False
            connection.execute(delete(sessions).where(_s.person == person.id))
            write_audit(connection, AuditEntry(at=now, actor=by, deed=deed, person=person))
        return True

    def settle(self, person: Person, now: datetime) -> None:
        """Note that somebody was asked whether films of their browser are theirs."""
        with self._write() as connection:
            mine = update(accounts).where(_a.person == person.id)
            connection.execute(mine.values(settled_at=now))

    def take_over(self, visitor: Person, person: Person, now: datetime) -> int:
        """Give all that belongs to a browser to an account. Return how many films there were."""
        with self._write() as connection:
            films = _films(connection, visitor)
            keep_twins(connection, visitor.id, person.id)
            for owner in OWNERS:
                mine = update(owner.table).where(owner == visitor.id)
                connection.execute(mine.values({owner.name: person.id}))
            connection.execute(
                update(accounts).where(_a.person == person.id).values(settled_at=now)
            )
            entry = AuditEntry(
                at=now, actor=person, deed=Deed.TOOK_OVER_FILMS, facts={"films": films}
            )
            write_audit(connection, entry)
        return films

    def account(self, person: Person) -> Account | None:
        with self._read() as connection:
            row = connection.execute(select(accounts).where(_a.person == person.id)).first()
        return _account(row) if row else None

    def accounts(self) -> list[Account]:
        """Return everybody, by name."""
        with self._read() as connection:
            rows = connection.execute(select(accounts).order_by(func.lower(_a.name), _a.person))
            return [_account(row) for row in rows]

    def films_of_all(self) -> dict[Person, int]:
        """Return how many films each owner has."""
        query = select(_g.owner, func.count()).group_by(_g.owner)
        with self._read() as connection:
            return {Person(owner): films for owner, films in connection.execute(query).all()}

    def spent_by_all(self, month: str) -> dict[Person, float]:
        """Return the credits that each owner has spent in a month."""
        c = charges.c
        query = select(c.owner, func.sum(AMOUNT)).where(c.month == month).group_by(c.owner)
        with self._read() as connection:
            return {Person(owner): float(spent) for owner, spent in connection.execute(query)}

    def film_ids(self, owner: Person) -> list[str]:
        """Return the ids of all that somebody has ever asked for and that is still there, oldest first."""
        query = select(_g.id).where(_g.owner == owner.id).order_by(_g.created_at, _g.id)
        with self._read() as connection:
            return list(connection.scalars(query))

    def count_films(self, owner: Person) -> int:
        with self._read() as connection:
            return _films(connection, owner)

    def delete_account(self, person: Person, by: Person, now: datetime, films: int) -> None:
        """Delete what the ledger holds of somebody besides films; what they spent stays, without a name."""
        with self._write() as connection:
            _delete_links(connection, person)
            _delete_batches(connection, person)
            for owner in (asked.c.owner, batch_tables.c.owner, _s.person, _a.person):
                connection.execute(delete(owner.table).where(owner == person.id))
            entry = AuditEntry(
                at=now, actor=by, deed=Deed.DELETED, person=person, facts={"films": films}
            )
            write_audit(connection, entry)


def _films(connection: Connection, owner: Person) -> int:
    query = select(func.count()).select_from(generations).where(_g.owner == owner.id)
    return connection.scalar(query) or 0


def _delete_links(connection: Connection, person: Person) -> None:
    theirs = select(shares.c.id).where(shares.c.owner == person.id)
    for table in (share_items, share_views):
        connection.execute(delete(table).where(table.c.share_id.in_(theirs)))
    connection.execute(delete(shares).where(shares.c.owner == person.id))


def _delete_batches(connection: Connection, person: Person) -> None:
    theirs = select(batches.c.id).where(batches.c.owner == person.id)
    connection.execute(delete(batch_items).where(batch_items.c.batch_id.in_(theirs)))
    connection.execute(delete(batches).where(batches.c.owner == person.id))


def _account(row: Row[Any]) -> Account:
    groups: Sequence[str] = json.loads(row.groups)
    return Account(
        claims=Claims(
            person=Person(row.person), name=row.name, email=row.email, groups=tuple(groups)
        ),
        created_at=row.created_at,
        seen_at=row.seen_at,
        switched_off_at=row.switched_off_at,
        settled_at=row.settled_at,
    )
