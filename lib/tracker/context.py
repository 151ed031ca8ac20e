"""Context: what every step works with, and how it writes its result down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from lib.archive import Archive
from lib.errors import StorageError
from lib.generation import Generation
from lib.ledger import Ledger
from lib.problem import Problem
from lib.provider import Provider
from lib.tracker import problems
from lib.tracker.retry_policy import RetryPolicy
from lib.video_api import VideoApi

#: No answer takes longer. If one seems to, somebody has set the clock.
_LONGEST_LOOK: Final = timedelta(minutes=10)
#: Seconds between tries to write down the id of a task that may be charged.
_INSISTING: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`scratch` is a folder for downloads, on a disk with room for some; `clock` tells UTC."""

    ledger: Ledger
    archive: Archive
    apis: Mapping[Provider, VideoApi]
    policy: RetryPolicy
    scratch: Path
    clock: Callable[[], datetime]
    #: How many generations of one owner the engine gets at a time, so that others wait for few.
    at_once: int = 4
    #: How many films of batches the engine gets at a time, of everybody together: enough that it never
    #: waits, and so few that somebody who wants one film waits for no more than one.
    in_batches: int = 2
    #: Paid captions that were queued before this process tracked. A lost commit may hide that one was
    #: sent, so each is looked up before it is sent.
    unproven: set[str] = field(default_factory=set)
    #: Set once the tracker ends. Then `insist` gives up.
    stopping: threading.Event = field(default_factory=threading.Event)

    def looked_at(self, generation: Generation) -> Generation:
        """Begin a look: the time in which nobody looked is not held against the API."""
        return generation.looked_at(self.clock(), deadline=self.policy.deadline)

    def answered(self, generation: Generation, asked_at: datetime) -> Generation:
        """End a look: a clock that was set meanwhile is not held against the API."""
        jump = self.clock() - asked_at - _LONGEST_LOOK
        if generation.deadline_at is None or jump <= timedelta(0):
            return generation
        return replace(generation, deadline_at=generation.deadline_at + jump + _LONGEST_LOOK)

    def later(
        self, generation: Generation, problem: Problem, *, at_least: timedelta = timedelta(0)
    ) -> None:
        """Try again after a while, or give up if it is late."""
        now = self.clock()
        if self.is_late(generation, now):
            self.swap(generation, generation.timed_out(problems.timed_out(generation), now))
            return
        wait = max(at_least, self.policy.wait(generation.provider, generation.attempts))
        self.swap(generation, generation.try_later(problem, now, wait))

    def is_late(self, generation: Generation, now: datetime) -> bool:
        return generation.deadline_at is not None and now >= generation.deadline_at

    def swap(self, old: Generation, new: Generation) -> bool:
        return self.ledger.swap(old, new)

    def insist(self, old: Generation, new: Generation) -> bool:
        """Swap; and while the database cannot, try again until it can or Skylit ends."""
        while True:
            try:
                return self.swap(old, new)
            except StorageError:
                if self.stopping.wait(_INSISTING):
                    raise
