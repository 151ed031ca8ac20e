"""Look: one generation, all of them, how far each is, and how long it still takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lib.generation import Generation
from lib.person import Viewer
from lib.provider import Provider
from lib.search import EVERYTHING, Search
from lib.studio.parts import Parts
from lib.studio.progress import Estimate, Progress, progress_of
from lib.template import Template

#: How many finished runs an estimate rests on: recent ones say most about now.
_RUNS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """One page of history. `page` counts from 1 and may be less than was asked."""

    generations: tuple[Generation, ...]
    total: int
    page: int
    pages: int  # at least 1


class Look(Parts):
    def latest(self, viewer: Viewer) -> Generation | None:
        """Return the newest that is under way or waits for a decision: a refresh shows it again."""
        return next(iter(self.in_progress(viewer)), None)

    def in_progress(self, viewer: Viewer) -> list[Generation]:
        """Return the viewer's own that are under way or wait for a decision, newest first."""
        return self.ledger.unfinished(viewer.person) if viewer.person else []

    def history(
        self, viewer: Viewer, search: Search = EVERYTHING, *, page: int = 1, per_page: int = 12
    ) -> HistoryPage:
        """Return a page of what the search finds in the viewer's history."""
        total = self.ledger.count(viewer, search)
        pages = max(1, -(-total // per_page))
        page = min(max(page, 1), pages)
        found: Sequence[Generation] = ()
        if total:
            offset = (page - 1) * per_page
            found = self.ledger.page(viewer, search, offset=offset, limit=per_page, total=total)
        return HistoryPage(generations=tuple(found), total=total, page=page, pages=pages)

    def estimate(self, template: Template, provider: Provider) -> Estimate:
        """Return how long such a video takes here, from the team's own recent runs."""
        return Estimate.of(self.ledger.recent_seconds(template.name, provider, _RUNS), provider)

    def progress(self, generation: Generation, now: datetime) -> Progress:
        """Return how far it is, how long it still takes, and what happens now, in plain words."""
        estimate = self.estimate(generation.request.template, generation.provider)
        progress = progress_of(generation, estimate, now)
        return progress.delayed() if self.tracker_is_quiet() else progress
