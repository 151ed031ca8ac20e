"""Live: how far everything under way is, read once for everybody who watches.

One query, however many look: a watcher who asks the ledger each half second costs as much as all of
them do here. A generation that is missing is not under way any more, or was deleted.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lib.generation import Generation, Status
from lib.person import Person
from lib.provider import Provider
from lib.studio.progress import Estimate, Progress, progress_of
from lib.studio.studio import Studio
from lib.template import Template

#: Seconds for which an estimate is good enough: it rests on runs that are over.
_ESTIMATE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one generation stands, and whose it is."""

    id: str
    owner: Person
    status: Status
    progress: Progress


@dataclass(slots=True)
class Live:
    """For one thread at a time."""

    studio: Studio
    _estimates: dict[tuple[Template, Provider], tuple[float, Estimate]] = field(
        default_factory=dict
    )

    def look(self) -> Mapping[str, Standing]:
        """Return what is under way now, by id. Raise StorageError."""
        moving = self.studio.ledger.under_way()
        return {each.id: self._standing(each) for each in moving}

    def _standing(self, generation: Generation) -> Standing:
        progress = self._progress(generation)
        return Standing(generation.id, generation.owner, generation.status, progress)

    def _progress(self, generation: Generation) -> Progress:
        progress = progress_of(generation, self._estimate(generation), self.studio.clock())
        return progress.delayed() if self.studio.tracker_is_quiet() else progress

    def _estimate(self, generation: Generation) -> Estimate:
        key = generation.request.template, generation.provider
        made, estimate = self._estimates.get(key, (0.0, None))
        if estimate is None or time.monotonic() - made > _ESTIMATE:
            estimate = self.studio.estimate(*key)
            self._estimates[key] = time.monotonic(), estimate
        return estimate
