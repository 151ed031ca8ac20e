"""Audit: rows that are added and never changed; triggers of the database refuse everything else."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import Connection, insert, or_, select

from lib.audit import AuditEntry, Deed
from lib.database.tables import audit
from lib.ledger.store import Store
from lib.person import Person

_a: Final = audit.c


class Audit(Store):
    def add_to_audit(self, entry: AuditEntry) -> None:
        with self._write() as connection:
            write_audit(connection, entry)

    def audit(self, *, of: Person | None = None, limit: int = 100) -> list[AuditEntry]:
        """Return the latest entries first; `of`: those that somebody made, or that are about them."""
        query = select(audit).order_by(_a.number.desc()).limit(limit)
        if of is not None:
            query = query.where(or_(_a.actor == of.id, _a.person == of.id))
        with self._read() as connection:
            return [
                AuditEntry(
                    at=row.at,
                    actor=Person(row.actor),
                    deed=Deed(row.deed),
                    person=Person(row.person) if row.person else None,
                    facts=json.loads(row.facts),
                )
                for row in connection.execute(query)
            ]


def write_audit(connection: Connection, entry: AuditEntry) -> None:
    """Add the entry in the transaction that makes it true."""
    connection.execute(
        insert(audit).values(
            at=entry.at,
            actor=entry.actor.id,
            deed=entry.deed.value,
            person=entry.person.id if entry.person else None,
            facts=json.dumps(dict(entry.facts)),
        )
    )
