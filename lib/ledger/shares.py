"""Shares: public links to films, and how often each was opened on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, select, update

from lib.database.tables import share_items, share_views, shares
from lib.ledger.store import Insert, Store, insert_into
from lib.person import Person
from lib.share import Share

_s: Final = shares.c


class Shares(Store):
    def add_share(self, share: Share, token_hash: str) -> None:
        with self._write() as connection:
            connection.execute(insert(shares).values(**_to_row(share), token_hash=token_hash))
            connection.execute(insert(share_items), _items(share))

    def change_share(self, share: Share) -> None:
        """Write its end, whether it is stopped, and what viewers may do. Its films stay the same."""
        with self._write() as connection:
            connection.execute(update(shares).where(_s.id == share.id).values(_to_row(share)))

    def share_of_token(self, token_hash: str) -> Share | None:
        return self._first_share(select(shares).where(_s.token_hash == token_hash))

    def share(self, share_id: str) -> Share | None:
        return self._first_share(select(shares).where(_s.id == share_id))

    def shares_with(self, generation_id: str) -> list[Share]:
        """Return the shares that hold this film, newest first."""
        query = (
            select(shares)
            .join(share_items, share_items.c.share_id == _s.id)
            .where(share_items.c.generation_id == generation_id)
            .order_by(_s.created_at.desc())
        )
        return self._shares(query)

    def count_view(self, share_id: str, day: str) -> None:
        """Count one more look on `day`, such as 2026-11-30. Nothing is kept of who looked."""
        with self._write(to_the_disk=False) as connection:
            first: Insert = insert_into(share_views, connection).values(
                share_id=share_id, day=day, views=1
            )
            again = {"views": share_views.c.views + 1}
            connection.execute(
                first.on_conflict_do_update(index_elements=["share_id", "day"], set_=again)
            )

    def views(self, share_id: str) -> dict[str, int]:
        """Return how often the link was opened, by day, earliest first."""
        query = (
            select(share_views.c.day, share_views.c.views)
            .where(share_views.c.share_id == share_id)
            .order_by(share_views.c.day)
        )
        with self._read() as connection:
            return {row.day: row.views for row in connection.execute(query)}

    def _first_share(self, query: Select[Any]) -> Share | None:
        return next(iter(self._shares(query)), None)

    def _shares(self, query: Select[Any]) -> list[Share]:
        with self._read() as connection:
            rows = connection.execute(query).mappings().all()
            return [_from_row(row, _films(connection, row["id"])) for row in rows]


def forget_film(connection: Connection, generation_id: str) -> None:
    """Take a deleted film out of every share, in the transaction that deletes it."""
    connection.execute(delete(share_items).where(share_items.c.generation_id == generation_id))


def _films(connection: Connection, share_id: str) -> tuple[str, ...]:
    query = (
        select(share_items.c.generation_id)
        .where(share_items.c.share_id == share_id)
        .order_by(share_items.c.position)
    )
    return tuple(connection.scalars(query))


def _items(share: Share) -> list[dict[str, Any]]:
    return [
        {"share_id": share.id, "position": position, "generation_id": generation_id}
        for position, generation_id in enumerate(share.generation_ids)
    ]


def _to_row(share: Share) -> dict[str, datetime | str | bool | None]:
    return {
        "id": share.id,
        "owner": share.owner.id,
        "created_at": share.created_at,
        "expires_at": share.expires_at,
        "stopped_at": share.stopped_at,
        "may_download": share.may_download,
        "is_indexed": share.is_indexed,
    }


def _from_row(row: Mapping[Any, Any], films: tuple[str, ...]) -> Share:
    return Share(
        id=row["id"],
        owner=Person(row["owner"]),
        generation_ids=films,
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        stopped_at=row["stopped_at"],
        may_download=row["may_download"],
        is_indexed=row["is_indexed"],
    )
