"""Health: whether each part answers, and the figures to watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.charge import CREDITS_A_DOLLAR, month_of
from lib.errors import StorageError
from lib.ledger import Films
from lib.provider import Provider
from lib.studio.parts import Parts

#: A key that nothing is ever stored under: to ask for it tells whether the archive answers.
_NOTHING: Final = "health/nothing"

#: Films whose seconds are told.
_LATELY: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """A word for each part. `is_ready`: pages and films can be served."""

    words: dict[str, str]
    is_ready: bool


class Health(Parts):
    def readiness(self) -> Readiness:
        """Ask each part. Only database and archive decide: while a new tracker is elected, or the engine
        starts again, everything else goes on.
        """
        database, archive = self._database(), self._archive()
        words = {
            "database": database,
            "archive": archive,
            "engine": "ok" if self.engine_is_there() else "starting",
            "tracker": self._tracker(),
        }
        return Readiness(words=words, is_ready=database == archive == "ok")

    def films_by_state(self) -> list[Films]:
        return self.ledger.films_by_state()

    def spent_dollars(self) -> float:
        """Return what everybody has spent this month (UTC)."""
        return self.ledger.spent(month_of(self.clock())) / CREDITS_A_DOLLAR

    def queue_of(self, provider: Provider) -> int:
        """Return how many films wait for it or are made by it, those of batches too."""
        return self.ledger.in_line(provider)

    def render_seconds(self, template: str, provider: Provider) -> tuple[int, float]:
        """Return how many of the latest films of a kind are known, and how long all of them took."""
        runs = self.ledger.recent_runs(template, provider, _LATELY)
        return len(runs), sum((run.ready - run.accepted).total_seconds() for run in runs)

    def _database(self) -> str:
        try:
            self.ledger.ping()
        except StorageError:
            return "away"
        return "ok"

    def _archive(self) -> str:
        try:
            self.archive.stat(_NOTHING)
        except StorageError:
            return "away"
        return "ok"

    def _tracker(self) -> str:
        if self.leads():
            return "leads"
        return "quiet" if self.tracker_is_quiet() else "follows"
