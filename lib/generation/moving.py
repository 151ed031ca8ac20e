"""Moving: how every move of a generation is made, as the table allows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from lib.errors import NotNow
from lib.generation.facts import GenerationFacts
from lib.generation.status import Reason
from lib.generation.transitions import TRANSITIONS, Move
from lib.problem import Code, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving(GenerationFacts):
    def _moved(self, move: Move, now: datetime, **changes: Any) -> Self:  # noqa: ANN401  # fields
        """Make the move that the table allows. Reason, problem and due time go unless given."""
        transition = TRANSITIONS[move]
        if self.status not in transition.sources:
            raise self._not_now()
        gone = {"reason": None, "problem": None, "due_at": None}
        status = transition.target or self.status
        return replace(self, **{**gone, **changes, "status": status, "updated_at": now})

    def _stays(self, move: Move, now: datetime, **changes: Any) -> Self:  # noqa: ANN401  # fields
        """Make a move that keeps reason and problem."""
        kept = {"reason": self.reason, "problem": self.problem}
        return self._moved(move, now, **{**kept, **changes})

    def _come_to_nothing(
        self,
        move: Move,
        reason: Reason,
        problem: Problem,
        now: datetime,
        **changes: Any,  # noqa: ANN401  # fields
    ) -> Self:
        """End it. A video that was ready once stays ready, but damaged: its file may come back."""
        if self.status.is_final:
            raise self._not_now()
        if self.video is not None:
            move, reason = Move.KEEP, Reason.NOT_RESTORED
        return self._moved(move, now, reason=reason, problem=problem, **changes)

    def _reason_of_a_cancel(self) -> Reason:
        if self.task_id is not None:
            return Reason.TO_BE_DROPPED if self.provider.can_cancel else Reason.ACCEPTED
        sent = self.submitted_at is not None and self.provider.charges
        return Reason.MAY_HAVE_ARRIVED if sent else Reason.CALLED_OFF

    def _not_now(self) -> NotNow:
        return NotNow(Problem.of(Code.STANDS_ELSEWHERE, status=self.status))
