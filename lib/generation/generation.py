"""Generation: one request for one video, from the click to the file. Frozen; change has a name.

Each move returns a new value. The ledger writes it only if the row is still as it was before.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from lib.errors import NotNow
from lib.generation.facts import Video
from lib.generation.sending import Sending
from lib.generation.status import REASONS, Reason, Status
from lib.generation.transitions import Move, leads_to
from lib.person import Person
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation(Sending):
    @classmethod
    def new(
        cls,
        request: VideoRequest,
        *,
        provider: Provider,
        owner: Person,
        idempotency_key: str,
        now: datetime,
        retry_of: str | None = None,
        batch_id: str | None = None,
        needs_approval: bool = False,
    ) -> Self:
        """Return one that is due at once, or that waits until somebody says yes to its cost."""
        return cls(
            id=secrets.token_urlsafe(16),
            owner=owner,
            idempotency_key=idempotency_key,
            request=request,
            provider=provider,
            retry_of=retry_of,
            batch_id=batch_id,
            created_at=now,
            updated_at=now,
            due_at=None if needs_approval else now,
            reason=Reason.ASKED_FOR if needs_approval else None,
            problem=Problem.of(Code.ASKED_FOR) if needs_approval else None,
        )

    # ── poll and save ─────────────────────────────────────────────────────────────────────────

    def looked_at(self, now: datetime, *, deadline: timedelta) -> Self:
        """Move the deadline by the time in which a look was due and nobody looked.

        Skylit was down, its machine asleep, or a clock was set: none of it says that the API is
        slow. Nor is any deadline farther away than a whole one.
        """
        if self.deadline_at is None or self.due_at is None:
            return self
        unseen = max(now - self.due_at, timedelta(0))
        return replace(self, deadline_at=min(self.deadline_at + unseen, now + deadline))

    def still_generating(
        self, api_status: str, progress: float | None, now: datetime, poll: timedelta
    ) -> Self:
        return self._moved(
            Move.PROGRESS,
            now,
            api_status=api_status,
            progress=progress,
            attempts=0,
            due_at=now + poll,
        )

    def try_later(
        self,
        problem: Problem,
        now: datetime,
        wait: timedelta,
        *,
        reason: Reason = Reason.DELAYED,
    ) -> Self:
        """A look failed for now; the status stays. What is unconfirmed keeps its reason."""
        keeps = self.status is Status.UNCONFIRMED
        return self._moved(
            Move.DELAY,
            now,
            reason=self.reason if keeps else reason,
            problem=problem,
            attempts=self.attempts + 1,
            due_at=now + wait,
        )

    def completed(
        self, credits_used: float | None, now: datetime, *, deadline: timedelta | None = None
    ) -> Self:
        """The API is done; its link dies in minutes, so saving is due at once.

        Fetching the file gets a deadline of its own: rendering may have used up the first.
        """
        return self._moved(
            Move.COMPLETE,
            now,
            progress=1.0,
            attempts=0,
            credits_used=self.credits_used if credits_used is None else credits_used,
            due_at=now,
            deadline_at=now + deadline if deadline else self.deadline_at,
        )

    def ready(self, video: Video, now: datetime) -> Self:
        """The file is in the archive, checked."""
        return self._moved(Move.STORE, now, video=video, ready_at=now)

    # ── ends ──────────────────────────────────────────────────────────────────────────────────

    def failed(self, reason: Reason, problem: Problem, now: datetime) -> Self:
        """Somebody said no. To ask again would bring the same answer."""
        return self._come_to_nothing(Move.FAIL, reason, problem, now, deadline_at=None)

    def timed_out(self, problem: Problem, now: datetime) -> Self:
        """The deadline is over, and nobody said no: it may be checked again."""
        if self.status not in {Status.GENERATING, Status.SAVING}:
            raise self._not_now()
        return self._come_to_nothing(Move.FAIL, Reason.TIMED_OUT, problem, now)

    def cancelled(self, problem: Problem, now: datetime) -> Self:
        """Its owner does not want it. What that means depends on how far it has come."""
        reason = self._reason_of_a_cancel()
        due = now if reason is Reason.TO_BE_DROPPED and self.video is None else None
        return self._come_to_nothing(Move.CANCEL, reason, problem, now, due_at=due)

    def accepted_after_all(self, task_id: str, problem: Problem, now: datetime) -> Self:
        """It was cancelled during its POST and accepted: keep the id, to check or to drop the task."""
        can_cancel = self.provider.can_cancel
        return self._moved(
            Move.ACCEPT_LATE,
            now,
            reason=Reason.TO_BE_DROPPED if can_cancel else Reason.ACCEPTED,
            problem=problem,
            task_id=task_id,
            submitted_at=now,
            due_at=now if can_cancel else None,
        )

    def cancelled_in_time(self, problem: Problem, now: datetime) -> Self:
        """It was cancelled during its POST and surely not accepted."""
        return self._moved(
            Move.ACCEPT_LATE, now, reason=Reason.CALLED_OFF, problem=problem, submitted_at=None
        )

    def drop_later(self, now: datetime, wait: timedelta) -> Self:
        """The API could not be told to stop."""
        return self._stays(Move.DROP, now, attempts=self.attempts + 1, due_at=now + wait)

    def dropped(self, now: datetime) -> Self:
        """The API has deleted it."""
        return self._stays(Move.DROP, now, reason=Reason.CALLED_OFF, task_id=None, due_at=None)

    def damaged(self, reason: Reason, now: datetime) -> Self:
        """Its file is missing from the archive, or is not the one that was stored.

        `reason` is FILE_MISSING or FILE_ALTERED.
        """
        again = Code.MAKE_AGAIN if self.provider.is_repeatable else Code.FETCH_AGAIN
        code = Code.FILE_MISSING if reason is Reason.FILE_MISSING else Code.FILE_ALTERED
        problem = Problem.of(code, then=Problem.of(again))
        return self._moved(Move.DAMAGE, now, reason=reason, problem=problem)

    def mended(self, now: datetime) -> Self:
        """The file is there again, as it was stored."""
        return self._moved(Move.MEND, now)

    def resumed(self, now: datetime, *, deadline: timedelta) -> Self:
        """Follow a task again that was given up, cancelled or lost: a check is due at once."""
        if not self.has_stopped:
            raise self._not_now()
        if self.task_id is None or self.is_to_be_dropped:
            raise NotNow(Code.TASK_NOT_THERE)
        return self._moved(Move.RESUME, now, attempts=0, due_at=now, deadline_at=now + deadline)


def is_allowed(old: Generation, new: Generation) -> bool:
    """Return whether the table leads from one to the other, and the reason fits the new status."""
    skips_approval = old.waits_for_approval and new.status is Status.SUBMITTING
    leads = leads_to(old.status, new.status) and not skips_approval
    return leads and new.reason in REASONS[new.status]
