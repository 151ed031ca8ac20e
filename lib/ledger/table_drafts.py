"""Table drafts: tables that somebody is about to make films of, kept for some days."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, or_, select

from lib.batch import Table, TableDraft
from lib.database.batch_tables import batch_tables
from lib.ledger.store import Store, insert_into
from lib.person import Person

#: Tables that are kept of one person: the last few.
_MOST: Final = 5
_KEPT_FOR: Final = timedelta(days=7)

_t: Final = batch_tables.c


class TableDrafts(Store):
    def keep_table(self, draft: TableDraft, now: datetime) -> None:
        """Write it down, or its new cells. Older ones of this owner, and old ones of all, go."""
        cells = json.dumps([draft.table.columns, draft.table.rows], ensure_ascii=False)
        row = {
            "id": draft.id,
            "owner": draft.owner.id,
            "name": draft.name,
            "cells": cells,
            "changed_at": now,
        }
        with self._write() as connection:
            keeps = insert_into(batch_tables, connection).values(**row)
            changed = {"cells": cells, "changed_at": now}
            connection.execute(keeps.on_conflict_do_update(index_elements=["id"], set_=changed))
            _forget_old(connection, draft.owner, now)

    def table_draft(self, draft_id: str) -> TableDraft | None:
        with self._read() as connection:
            row = connection.execute(select(batch_tables).where(_t.id == draft_id)).first()
        if row is None:
            return None
        columns, rows = json.loads(row.cells)
        table = Table(tuple(columns), tuple(map(tuple, rows)))
        return TableDraft(id=row.id, owner=Person(row.owner), name=row.name, table=table)


def _forget_old(connection: Connection, owner: Person, now: datetime) -> None:
    newest = (
        select(_t.id).where(_t.owner == owner.id).order_by(_t.changed_at.desc(), _t.id).limit(_MOST)
    )
    too_many = (_t.owner == owner.id) & _t.id.not_in(newest.scalar_subquery())
    connection.execute(delete(batch_tables).where(or_(too_many, _t.changed_at < now - _KEPT_FOR)))
