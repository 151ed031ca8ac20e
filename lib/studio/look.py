"""Look: one generation, all of them, how far each is, and how long it still takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lib.format import PORTRAIT, Format
from lib.generation import Generation
from lib.ledger.history import Run
from lib.person import Viewer
from lib.provider import Provider
from lib.search import EVERYTHING, Search
from lib.studio.estimate import Estimate, drawing_seconds, in_format
from lib.studio.parts import Parts
from lib.studio.progress import Progress, progress_of
from lib.template import Template

#: How many finished runs an estimate rests on: recent ones say most about now.
_RUNS: Final = 20

#: Seconds for which an estimate is good enough.
_LATELY: Final = 10.0


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

    def count(self, viewer: Viewer, search: Search) -> int:
        """Return how many of the viewer's history the search finds."""
        return self.ledger.count(viewer, search)

    def estimate(
        self, template: Template, provider: Provider, format_: Format = PORTRAIT
    ) -> Estimate:
        """Return how long such a video takes here once it is its turn, from the team's own runs."""
        runs = self.ledger.recent_runs(template.name, provider, _RUNS)
        if provider.charges:  # how many it makes at a time, and before whom, nobody tells
            took = {run: (run.ready - run.accepted).total_seconds() for run in runs}
            return Estimate.of(in_format(took, format_), provider, format_=format_)
        at_once = self.settings.films_at_once
        since = min((run.accepted for run in runs), default=None)
        others = self.ledger.runs_since(since, provider) if since else []
        drawn = drawing_seconds(filter(self._was_not_cut_off, runs), others, at_once)
        return Estimate.of(
            in_format(drawn, format_),
            provider,
            format_=format_,
            at_once=at_once,
            other=statistics.median(drawn.values()) if drawn else None,
        )

    def usual_estimate(self, template: Template, provider: Provider, format_: Format) -> Estimate:
        """Return the same as it was at most ten seconds ago: it rests on runs that are over."""
        key, now = (template, provider, format_), time.monotonic()
        made, estimate = self.estimates.get(key, (0.0, None))
        if estimate is None or now - made > _LATELY:
            estimate = self.estimate(template, provider, format_)
            self.estimates[key] = now, estimate
        return estimate

    def _was_not_cut_off(self, run: Run) -> bool:
        """Return False for one that Skylit was ended in the middle of: that says nothing of drawing."""
        return self.begun is None or not run.accepted < self.begun < run.ready

    def in_line(self, provider: Provider) -> int:
        """Return how many films, of anybody, wait for this provider or are made by it now.

        0 for one that charges: what else it has to do is not known here.
        """
        return 0 if provider.charges else self.ledger.in_line(provider)

    def progress(self, generation: Generation, now: datetime) -> Progress:
        """Return how far it is, how long it still takes, and what happens now, in plain words."""
        request = generation.request
        estimate = self.estimate(request.template, generation.provider, request.format)
        before = self.before(generation) if generation.status.is_moving else 0
        progress = progress_of(generation, estimate, now, before=before)
        return progress.delayed() if self.tracker_is_quiet() else progress

    def before(self, generation: Generation) -> int:
        """Return how many films, of anybody, are before this one in its provider's queue."""
        provider = generation.provider
        return 0 if provider.charges else self.ledger.in_line(provider, before=generation)
