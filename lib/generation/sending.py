"""Sending: the moves from the queue to the API, and of what may have arrived there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from lib.generation.moving import Moving
from lib.generation.status import Reason, Status
from lib.generation.transitions import Move
from lib.problem import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Moving):
    # ── submit ────────────────────────────────────────────────────────────────────────────────

    def submitting(self, now: datetime) -> Self:
        """Take the right to send. Must be committed before the request leaves."""
        if self.waits_for_approval:
            raise self._not_now()
        return self._moved(Move.SUBMIT, now, submitted_at=now, due_at=self.due_at)

    def approved(self, word: str, now: datetime) -> Self:
        """Somebody who may says yes: it goes on as if it had been asked for without a question."""
        if not self.waits_for_approval:
            raise self._not_now()
        problem = Problem.of(Code.APPROVED, word=word)
        return self._moved(Move.APPROVE, now, problem=problem, due_at=now)

    def declined(self, word: str, now: datetime) -> Self:
        """Somebody who may says no: nothing is sent."""
        if not self.waits_for_approval:
            raise self._not_now()
        problem = Problem.of(Code.DECLINED, word=word)
        return self._come_to_nothing(Move.DECLINE, Reason.DECLINED, problem, now)

    def not_sent(self, problem: Problem, now: datetime, wait: timedelta) -> Self:
        """The request surely did not arrive, or was surely put off: it may be sent again."""
        return self._moved(
            Move.PUT_BACK,
            now,
            reason=Reason.NOT_SENT,
            problem=problem,
            attempts=self.attempts + 1,
            submitted_at=None,
            due_at=now + wait,
        )

    def waits_in_line(self, problem: Problem, now: datetime, wait: timedelta) -> Self:
        """Nothing was sent: whether it may be sent is not known yet."""
        return self._moved(
            Move.WAIT,
            now,
            reason=Reason.NOT_SENT,
            problem=problem,
            attempts=self.attempts + 1,
            due_at=now + wait,
        )

    def submitted(
        self,
        task_id: str,
        now: datetime,
        *,
        poll: timedelta,
        deadline: timedelta,
        credits_used: float | None = None,
    ) -> Self:
        """The API has it: just accepted, or found again."""
        move = Move.ACCEPT if self.status is Status.SUBMITTING else Move.FIND
        return self._moved(
            move,
            now,
            task_id=task_id,
            credits_used=credits_used,
            attempts=0,
            submitted_at=now,
            due_at=now + poll,
            deadline_at=now + deadline,
        )

    # ── did it arrive? ────────────────────────────────────────────────────────────────────────

    def unconfirmed(
        self,
        problem: Problem,
        now: datetime,
        wait: timedelta | None,
        *,
        reason: Reason = Reason.ANSWER_LOST,
    ) -> Self:
        """The answer to a paid POST was lost. Due again only to look it up, never to send it."""
        return self._moved(
            Move.LOSE_ANSWER,
            now,
            reason=reason,
            problem=problem,
            attempts=0,
            due_at=None if wait is None else now + wait,
        )

    def held_back(self, problem: Problem, now: datetime) -> Self:
        """It may have been sent before, unknown to this database: look it up before sending it."""
        return self._moved(
            Move.HOLD_BACK,
            now,
            reason=Reason.ANSWER_LOST,
            problem=problem,
            attempts=0,
            submitted_at=now,
            due_at=now,
        )

    def looked_up_again(self, problem: Problem, now: datetime) -> Self:
        """Its owner asks to search the API's log once more, or for the first time."""
        if self.status is Status.CANCELLED and not self.may_have_arrived:
            raise self._not_now()
        return self._moved(
            Move.LOOK_UP, now, reason=Reason.ANSWER_LOST, problem=problem, attempts=0, due_at=now
        )

    def left_to_its_owner(
        self,
        problem: Problem,
        now: datetime,
        *,
        reason: Reason = Reason.NOT_IN_LOG,
        look_again: timedelta | None = None,
    ) -> Self:
        """A person decides. The log is still looked at now and then: a charge may be late in it."""
        return self._moved(
            Move.ASK_OWNER,
            now,
            reason=reason,
            problem=problem,
            attempts=self.attempts + 1,
            due_at=None if look_again is None else now + look_again,
        )

    def disowned(self, problem: Problem, now: datetime) -> Self:
        """The API never knew the id: mistyped by its owner, or never taken. A person decides."""
        return self._moved(
            Move.DISOWN,
            now,
            reason=Reason.ID_UNKNOWN,
            problem=problem,
            task_id=None,
            attempts=0,
            deadline_at=None,
        )

    def sent_again(self, now: datetime, *, by_owner: bool = False) -> Self:
        """Back in line as if it had never left.

        `by_owner`: the owner says that the lost request shall not count. Otherwise the provider lost
        the task and makes the very same video once more, free.
        """
        return self._moved(
            Move.SEND_AGAIN,
            now,
            reason=Reason.SENT_AGAIN if by_owner else None,
            problem=Problem.of(Code.SENT_AGAIN) if by_owner else None,
            attempts=0,
            task_id=None,
            api_status=None,
            progress=None,
            submitted_at=None,
            due_at=now,
            deadline_at=None,
        )
