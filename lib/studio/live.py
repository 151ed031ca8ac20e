"""Live: how far everything under way is, read once for everybody who watches.

One query serves all watchers. Without it, each watcher would ask the ledger every half second. A
generation that is missing is not under way any more, or was deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.generation import Generation, Status
from lib.person import Person
from lib.provider import Provider
from lib.studio.progress import Progress, progress_of
from lib.studio.studio import Studio

#: From this share on, a film takes only some tenths of a second more.
_NEARLY_DRAWN: Final = 0.8


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one generation stands, and whose it is."""

    id: str
    owner: Person
    status: Status
    progress: Progress
    #: It will be ready any moment.
    is_nearly_done: bool = False


@dataclass(slots=True)
class Live:
    """For one thread at a time."""

    studio: Studio

    def look(self) -> Mapping[str, Standing]:
        """Return what is under way now, by id. Raise StorageError."""
        seen, before = {}, Counter[Provider]()
        for each in sorted(
            self.studio.ledger.under_way(),
            key=lambda one: (one.created_at, one.id),
        ):
            progress = self._progress(each, 0 if each.provider.charges else before[each.provider])
            nearly = each.status is Status.SAVING or _is_nearly_drawn(each)
            seen[each.id] = Standing(each.id, each.owner, each.status, progress, nearly)
            before[each.provider] += each.status is not Status.SAVING
        return seen

    def _progress(self, generation: Generation, before: int) -> Progress:
        request, now = generation.request, self.studio.clock()
        estimate = self.studio.usual_estimate(request.template, generation.provider, request.format)
        progress = progress_of(generation, estimate, now, before=before)
        return progress.delayed() if self.studio.tracker_is_quiet() else progress


def _is_nearly_drawn(generation: Generation) -> bool:
    return generation.provider.reports_progress and (generation.progress or 0.0) > _NEARLY_DRAWN
