"""Parts: what every use case works with, and how it finds and changes a generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lib.archive import Archive
from lib.charge import CREDITS_A_DOLLAR
from lib.clock import utc_now
from lib.errors import GenerationNotFound, NotNow
from lib.format import Format
from lib.generation import Generation, Status
from lib.ledger import NO_LIMITS, Ledger, Limits
from lib.person import Action, Person, Viewer, may
from lib.problem import Code
from lib.provider import Provider
from lib.settings import Settings
from lib.signing import Signer
from lib.studio.estimate import Estimate
from lib.studio.exporter import Exporter
from lib.template import Template
from lib.video_api import VideoApi
from lib.visitor import Visitors


def _nobody_waits() -> None:
    """Do nothing: no tracker runs in this process."""


def _always_heard() -> bool:
    return False


def _yes() -> bool:
    return True


def _credits(dollars: float | None) -> float | None:
    return None if dollars is None else dollars * CREDITS_A_DOLLAR


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Safe to share between threads: all that changes is in the ledger and the archive."""

    ledger: Ledger
    archive: Archive
    apis: Mapping[Provider, VideoApi]
    settings: Settings
    signer: Signer
    #: Tells the tracker that there is something to do.
    wake: Callable[[], None] = _nobody_waits
    #: Whether the tracker has been silent for a while, so that another process is about to take over.
    tracker_is_quiet: Callable[[], bool] = _always_heard
    #: Whether this process tracks.
    leads: Callable[[], bool] = _always_heard
    #: Whether the built-in engine can be asked.
    engine_is_there: Callable[[], bool] = _yes
    clock: Callable[[], datetime] = utc_now
    #: Makes files from films in the background.
    exporter: Exporter = field(default_factory=Exporter, repr=False)
    #: When this Skylit was started, and its engine with it; None where nobody needs to know.
    begun: datetime | None = None
    #: Recent estimates, and when each was made.
    estimates: dict[tuple[Template, Provider, Format], tuple[float, Estimate]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def providers(self) -> tuple[Provider, ...]:
        """Return who renders here: the built-in engine always, the vendor where there is a key."""
        return tuple(self.apis)

    @property
    def visitors(self) -> Visitors:
        """Return what makes and reads the cookies of people who do not sign in."""
        return Visitors(self.signer)

    def viewer(self, person: Person | None) -> Viewer:
        """Return this person as somebody who looks; None is somebody who holds no cookie."""
        return Viewer(person, sees_all=self.settings.shared_history)

    @property
    def limits(self) -> Limits:
        return Limits(
            per_minute=self.settings.submits_per_minute,
            per_address=self.settings.submits_per_address,
            paid_per_day=self.settings.paid_per_day,
            per_month=_credits(self.settings.dollars_per_month),
            per_person=_credits(self.settings.dollars_per_person),
            per_batch=_credits(self.settings.dollars_per_batch),
        )

    def get(self, viewer: Viewer, generation_id: str) -> Generation:
        """Raise GenerationNotFound, also for what this viewer may not see."""
        generation = self.ledger.get(generation_id)
        if generation is None or not may(viewer, Action.SEE, generation):
            raise GenerationNotFound(Code.NOT_HERE)
        return generation

    def _changeable(self, viewer: Viewer, generation_id: str) -> Generation:
        """Return what this viewer may change. Raise GenerationNotFound or NotNow."""
        generation = self.get(viewer, generation_id)
        if not may(viewer, Action.CHANGE, generation):
            raise NotNow(Code.NOT_YOURS)
        return generation

    def _change(
        self,
        viewer: Viewer,
        generation_id: str,
        changed: Callable[[Generation, datetime], Generation],
    ) -> Generation:
        """Compare and swap until the change holds. Raise NotNow once it is no longer allowed."""
        while True:
            old = self._changeable(viewer, generation_id)
            new = changed(old, self.clock())
            asks_again = new.status is Status.QUEUED and new.provider.charges
            limits = self.limits if asks_again else NO_LIMITS
            if self.ledger.swap(old, new, limits=limits):
                self.wake()
                return new
