"""Poll: generating -> saving, or whatever else the API says; and cancelled ones, which it drops."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from lib.errors import Refused, Throttled, UnknownTask, VideoApiError
from lib.generation import Generation, Reason, Status
from lib.problem import Code, Problem
from lib.tracker import problems
from lib.tracker.context import Context
from lib.video_api import Done, GenerationFailed, Pending

#: How often in a row the API must not know a task before it counts as lost: a fresh task may not
#: have reached every one of its machines.
_SURELY_UNKNOWN: Final = 3

#: Between two looks that say how long a task took. Skylit may have been down in between.
_SEEN_CLOSELY: Final = timedelta(minutes=2)

#: How long the engine rests after its disk was full: each try draws a whole film.
_FULL_DISK: Final = timedelta(seconds=15)


#: From here on somebody waits for every moment, and the engine, which is next door, is asked often.
_NEARLY_DONE: Final = 0.8
_SOON: Final = timedelta(seconds=0.06)


@dataclass(frozen=True, slots=True)
class Poll:
    context: Context
    _sent_again: set[str] = field(default_factory=set)

    def check(self, generation: Generation) -> None:
        """Ask the API once, and write down what it says."""
        generation, asked_at = self.context.looked_at(generation), self.context.clock()
        try:
            answer = self.context.apis[generation.provider].check(task_of(generation))
        except UnknownTask:
            self.task_unknown(generation)
        except Throttled as error:
            at_least = timedelta(seconds=error.retry_after or 0)
            self.later(self.context.answered(generation, asked_at), error, at_least=at_least)
        except VideoApiError as error:
            self.later(self.context.answered(generation, asked_at), error)
        else:
            self._carry_on(self.context.answered(generation, asked_at), answer)

    def task_unknown(self, generation: Generation) -> None:
        """Send a repeatable request again; call any other lost once the API says so repeatedly.

        An id that the API has never known may be mistyped, and is no reason to pay again unasked.
        """
        now = self.context.clock()
        if generation.provider.is_repeatable and generation.id not in self._sent_again:
            self._sent_again.add(generation.id)  # once: an engine that always forgets must not loop
            self.context.swap(generation, generation.sent_again(now))
        elif generation.attempts + 1 < _SURELY_UNKNOWN:
            self.context.later(generation, problems.TASK_UNKNOWN)
        elif generation.provider.charges and _was_never_known(generation):
            self.context.swap(generation, generation.disowned(problems.id_unknown(generation), now))
        else:
            lost = generation.failed(Reason.TASK_LOST, problems.task_lost(generation), now)
            self.context.swap(generation, lost)

    def later(
        self, generation: Generation, error: VideoApiError, *, at_least: timedelta = timedelta(0)
    ) -> None:
        """Ask again after a while, or give up if it is late."""
        problem = problems.asked_again(generation, error)
        self.context.later(generation, problem, at_least=at_least)

    def drop(self, generation: Generation) -> None:
        """Tell the API to stop making what was cancelled: the next person waits for it."""
        try:
            self.context.apis[generation.provider].forget(task_of(generation))
        except Refused:
            pass  # it has none of it any more
        except VideoApiError:
            wait = self.context.policy.wait(generation.provider, generation.attempts)
            self.context.swap(generation, generation.drop_later(self.context.clock(), wait))
            return
        self.context.swap(generation, generation.dropped(self.context.clock()))

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _carry_on(self, generation: Generation, answer: Pending | Done | GenerationFailed) -> None:
        now = self.context.clock()
        match answer:
            case Pending() if self.context.is_late(generation, now):
                late = generation.timed_out(problems.timed_out(generation), now)
                self.context.swap(generation, late)
            case Pending(api_status, progress):
                shown = _farther(generation.progress, progress)
                poll = self._next_look(generation, shown, now)
                moved = generation.still_generating(api_status, shown, now, poll)
                self.context.swap(generation, moved)
            case Done(credits_used=credits_used):
                self._learn(generation, now)
                deadline = self.context.policy.deadline
                done = generation.completed(credits_used, now, deadline=deadline)
                self._arrived(generation, done)
            case GenerationFailed(name="StorageError") if generation.provider.is_repeatable:
                self._wait_for_the_engines_room(generation, answer)
            case GenerationFailed():
                failed = replace(generation, api_status=answer.name or "error")
                problem = problems.not_made(generation, answer)
                self.context.swap(generation, failed.failed(Reason.NOT_MADE, problem, now))
            case _:
                assert_never(answer)

    def _next_look(self, generation: Generation, shown: float | None, now: datetime) -> timedelta:
        """Soon, where a provider that tells how far it is says that it is nearly done."""
        poll = self.context.policy.next_look(generation.provider, _age(generation, now))
        is_near = generation.provider.reports_progress and (shown or 0.0) > _NEARLY_DONE
        return min(poll, _SOON) if is_near else poll

    def _learn(self, generation: Generation, now: datetime) -> None:
        """It was done at some time since the last look; where that is long ago, nobody knows when."""
        unseen = now - generation.updated_at
        if generation.attempts == 0 and timedelta(0) <= unseen <= _SEEN_CLOSELY:
            self.context.policy.learn(generation.provider, _age(generation, now) - unseen / 2)

    def _wait_for_the_engines_room(self, generation: Generation, full: GenerationFailed) -> None:
        """The engine's disk is ours: the caption waits in line, and is drawn once there is room."""
        now = self.context.clock()
        again = replace(
            generation.sent_again(now),
            reason=Reason.NO_ROOM,
            problem=Problem.told(full.message),
            due_at=now + _FULL_DISK,
        )
        self.context.swap(generation, again)

    def _arrived(self, generation: Generation, saving: Generation) -> None:
        """The video is there. If cancelled concurrently, keep it when it may have been charged."""
        if self.context.swap(generation, saving):
            return
        fresh = self.context.ledger.row(generation.id)
        if fresh is None or fresh.status is not Status.CANCELLED or fresh.is_to_be_dropped:
            return
        if fresh.task_id == saving.task_id:
            resumed = fresh.resumed(self.context.clock(), deadline=self.context.policy.deadline)
            self.context.swap(fresh, resumed)


def task_of(generation: Generation) -> str:
    if generation.task_id is None:
        raise UnknownTask(Code.TASK_MISSING, status=404)
    return generation.task_id


def _age(generation: Generation, now: datetime) -> timedelta:
    return now - (generation.submitted_at or now)


def _was_never_known(generation: Generation) -> bool:
    """Return whether neither a word of it was heard, nor it has been here once already."""
    heard = generation.api_status is not None or generation.video is not None
    return generation.status is Status.GENERATING and not heard


def _farther(before: float | None, now: float | None) -> float | None:
    """A bar that goes back looks broken, whatever the API says."""
    return now if before is None or now is None else max(before, now)
