"""Recovery: finish what a crash or a deletion left half done, at the start and now and then."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.errors import StorageError, VideoApiError
from lib.generation import Generation, Status
from lib.tracker import problems
from lib.tracker.context import Context
from lib.tracker.steps.submit import Submit

_log = logging.getLogger(__name__)

#: A start asks again about generations that a deadline ended within this time.
_WORTH_ASKING: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Recovery:
    context: Context

    def recover(self, now: datetime, *, in_flight: Collection[str]) -> None:
        """Take over after a start or from another process: nothing may stay where that one died.

        `in_flight` are our own that are just being sent. Raise StorageError; all of it can be
        repeated.
        """
        self._doubt_queued()
        self._settle_submitting(in_flight)
        self._resume_given_up(now)
        if not in_flight:
            shutil.rmtree(self.context.scratch, ignore_errors=True)

    def delete_due(self, *, in_flight: Collection[str]) -> None:
        """Delete what its owner can no longer take back: the row, the provider's copy, the files.

        The files of what is `in_flight` follow later, as it may still be stored.
        """
        ledger, now = self.context.ledger, self.context.clock()
        for generation_id in ledger.due_deletions(now):
            gone = ledger.row(generation_id)
            if not ledger.delete_due(generation_id, now) or gone is None:
                continue
            self._forget_copy(gone)
            if generation_id not in in_flight:
                self._end_deletion(generation_id)

    def end_deletions(self, *, in_flight: Collection[str]) -> None:
        """Delete the files of what has no row any more.

        A generation `in_flight` may still store a file, so it waits for the next time. So does one
        whose files the archive refuses to delete.
        """
        for generation_id in self.context.ledger.unfinished_deletions():
            if generation_id not in in_flight:
                self._end_deletion(generation_id)

    def _forget_copy(self, generation: Generation) -> None:
        """Where the provider cannot be asked, its copy goes by itself within minutes."""
        api = self.context.apis.get(generation.provider)
        if api is not None and generation.provider.can_cancel and generation.task_id:
            with suppress(VideoApiError):
                api.forget(generation.task_id)

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
