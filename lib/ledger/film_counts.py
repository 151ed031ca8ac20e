"""Film counts: what whoever runs Skylit watches. Counts alone; no word of a film, no name."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import func, literal, select

from lib.database.tables import generations
from lib.ledger.store import Store

_g: Final = generations.c


class Films(NamedTuple):
    """So many films of a kind stand there; `reason` says why, where that is known."""

    provider: str
    template: str
    status: str
    reason: str
    films: int


class FilmCounts(Store):
    def ping(self) -> None:
        """Raise StorageError where the database does not answer."""
        with self._read() as connection:
            connection.scalar(select(literal(1)))

    def films_by_state(self) -> list[Films]:
        reason = func.coalesce(_g.reason, "")
        kind = (_g.provider, _g.template, _g.status, reason)
        with self._read() as connection:
            rows = connection.execute(select(*kind, func.count()).group_by(*kind)).all()
        return [Films(*row) for row in rows]
