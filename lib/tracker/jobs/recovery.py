"""Recovery: puts right, at the start and now and then, what a crash or a deletion left half done."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.errors import StorageError
from lib.generation import Status
from lib.tracker import problems
from lib.tracker.context import Context
from lib.tracker.steps.submit import Submit

_log = logging.getLogger(__name__)

#: What only a deadline ended is asked about again at a start within this time.
_WORTH_ASKING: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Recovery:
    context: Context

    def recover(self, now: datetime, *, in_flight: Collection[str]) -> None:
        """After a start, or after another process: nothing may stay where its owner died.

        `in_flight` are our own that are just being sent. Raise StorageError; all of it can be
        repeated.
        """
        self._doubt_queued()
        self._settle_submitting(in_flight)
        self._resume_given_up(now)
        if not in_flight:
            shutil.rmtree(self.context.scratch, ignore_errors=True)

    def end_deletions(self, *, in_flight: Collection[str]) -> None:
        """Delete the files of what has no row any more.

        What is `in_flight` may still be stored: that is for the next time. So is one that the
        archive refuses, which holds up no other.
        """
        for generation_id in self.context.ledger.unfinished_deletions():
            if generation_id not in in_flight:
                self._end_deletion(generation_id)

    def _end_deletion(self, generation_id: str) -> None:
        try:
            self.context.archive.delete_all(generation_id)
            self.context.ledger.deletion_done(generation_id)
        except StorageError as error:
            _log.warning("The files of %s cannot be deleted yet: %s", generation_id, error)

    def _doubt_queued(self) -> None:
        for generation in self.context.ledger.in_status(Status.QUEUED):
            if generation.provider.charges:
                self.context.unproven.add(generation.id)

    def _settle_submitting(self, in_flight: Collection[str]) -> None:
        for generation in self.context.ledger.found_submitting():
            if generation.id not in in_flight:
                Submit(self.context).answer_lost(generation, problems.INTERRUPTED)

    def _resume_given_up(self, now: datetime) -> None:
        for generation in self.context.ledger.given_up_since(now - _WORTH_ASKING):
            if generation.can_be_checked_again:
                resumed = generation.resumed(now, deadline=self.context.policy.deadline)
                self.context.ledger.swap(generation, resumed)
