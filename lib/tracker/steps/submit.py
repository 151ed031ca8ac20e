"""Submit: queued -> submitting -> generating, or unconfirmed, and found again.

The right to send is committed before the request leaves. Whether it arrived decides the rest.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.errors import NotSent, Refused, TaskTaken, Throttled, VideoApiError
from lib.generation import Generation, Reason, Status
from lib.problem import Problem
from lib.tracker import problems
from lib.tracker.context import Context
from lib.video_api import Accepted

_log = logging.getLogger(__name__)

#: The log is asked for entries from so long before to so long after: its clock is not ours, which
#: may have been wrong by hours. The id alone says which entry it is.
_CLOCKS_DIFFER: Final = timedelta(days=1)
#: The API refuses to look through more than 92 days.
_LOG_SPAN: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Submit:
    context: Context

    def submit(self, generation: Generation) -> timedelta | None:
        """Send it, once. Return how long all submits to this provider shall rest, if they shall."""
        if generation.id in self.context.unproven:
            return self._prove(generation)
        return self._send(generation)

    def _prove(self, generation: Generation) -> timedelta | None:
        """Send it only if the API's log does not know it: its last commit may have been lost."""
        sent = generation.submitting(self.context.clock())
        try:
            api = self.context.apis[generation.provider]
            task_id = api.find_in_logs(sent.client_request_id, *_when_sent(sent))
        except Refused as error:  # this key may not read the log: nobody but its owner can tell
            if self.context.swap(generation, sent):
                self.answer_lost(sent, error.problem)
            return None
        except VideoApiError as error:
            wait = self.context.policy.wait(generation.provider, generation.attempts)
            problem, now = problems.waits_in_line(error.problem), self.context.clock()
            self.context.swap(generation, generation.waits_in_line(problem, now, wait))
            return wait
        if task_id is None:
            self.context.unproven.discard(generation.id)
            return self._send(generation)
        if self.context.swap(generation, sent):
            self._keep(sent, Accepted(task_id, None))
        return None

    def _send(self, generation: Generation) -> timedelta | None:
        if generation.reason is Reason.SENT_AGAIN and self._is_found(generation):
            return None
        submit = generation.submitting(self.context.clock())
        if not self.context.swap(generation, submit):
            return None
        try:
            accepted = self._post(submit)
        except Throttled as error:
            return self._put_off(submit, error)
        except NotSent as error:
            wait = self.context.policy.wait(submit.provider, submit.attempts)
            self._surely_not(submit, self._back_in_line(submit, error.problem, wait))
        except Refused as error:
            self._surely_not(submit, self._refused(submit, error))
        except VideoApiError as error:
            self.answer_lost(submit, error.problem)
        except Exception:
            # Ours to mend, but the request may be out: this one must not be sent again either.
            self.answer_lost(submit, problems.MISTAKE_WHILE_SENDING)
            raise
        else:
            self._keep(submit, accepted)
        return None

    def _post(self, submit: Generation) -> Accepted:
        api = self.context.apis[submit.provider]
        request = submit.request.as_sent_to(submit.provider)
        return api.submit(request, client_request_id=submit.client_request_id)

    def _refused(self, submit: Generation, error: Refused) -> Generation:
        return submit.failed(Reason.REFUSED, problems.refused(error), self.context.clock())

    def _put_off(self, submit: Generation, error: Throttled) -> timedelta:
        """A 429 is about all of our submits, not this one: the worker group rests as well.

        What the API asks for is the least; one that says "at once" again and again is not hammered.
        """
        wait = self.context.policy.wait(submit.provider, submit.attempts)
        wait = max(wait, timedelta(seconds=error.retry_after or 0))
        self._surely_not(submit, self._back_in_line(submit, error.problem, wait))
        return wait

    def _back_in_line(self, submit: Generation, problem: Problem, wait: timedelta) -> Generation:
        return submit.not_sent(problems.waits_in_line(problem), self.context.clock(), wait)

    def _surely_not(self, submit: Generation, outcome: Generation) -> None:
        """It was not accepted. Whoever cancelled it meanwhile learns that nothing was charged."""
        if self.context.insist(submit, outcome):
            return
        fresh = self.context.ledger.row(submit.id)
        if fresh and fresh.status is Status.CANCELLED:
            now = self.context.clock()
            self.context.insist(fresh, fresh.cancelled_in_time(problems.CANCELLED_IN_TIME, now))

    def answer_lost(self, submit: Generation, cause: Problem) -> None:
        """Whether it arrived is unknown. Where that costs money, nobody sends it again unasked."""
        if submit.provider.charges:
            wait, now = self.context.policy.look_ups[0], self.context.clock()
            lost = submit.unconfirmed(problems.looked_up(cause), now, wait)
            self.context.insist(submit, lost)
        else:
            wait = self.context.policy.wait(submit.provider, submit.attempts)
            self.context.insist(submit, self._back_in_line(submit, cause, wait))

    def _keep(self, submit: Generation, accepted: Accepted) -> None:
        """Write down the id, whatever became of the row meanwhile: it may stand for money."""
        try:
            self._write_down(submit, accepted)
        except TaskTaken:
            self._id_taken(submit, accepted)

    def _write_down(self, submit: Generation, accepted: Accepted) -> None:
        """Raise TaskTaken if another generation has this id."""
        if self.context.insist(submit, self._followed(submit, accepted)):
            return
        fresh = self.context.ledger.row(submit.id)
        if fresh is None:
            self._drop(submit, accepted)
        elif fresh.status in {Status.UNCONFIRMED, Status.QUEUED}:
            self.context.insist(fresh, self._followed(fresh, accepted))
        elif fresh.status is Status.CANCELLED:
            problem, now = problems.cancelled_too_late(fresh), self.context.clock()
            late = fresh.accepted_after_all(accepted.task_id, problem, now)
            self.context.insist(fresh, late)
        elif fresh.task_id != accepted.task_id:  # sent again meanwhile, on its owner's word
            _log.warning("Task %s was accepted, too, for %s.", accepted.task_id, fresh.id)

    def _id_taken(self, submit: Generation, accepted: Accepted) -> None:
        """The API gave the id of another generation: whose video that is, nobody knows.

        Following it would show one person another person's video. So its owner decides.
        """
        _log.warning("The id %s for %s belongs to another.", accepted.task_id, submit.id)
        fresh = self.context.ledger.row(submit.id)
        now, problem = self.context.clock(), problems.id_taken(submit, accepted.task_id)
        if fresh is None:
            return
        if fresh.status is Status.UNCONFIRMED:
            asked = fresh.left_to_its_owner(problem, now, reason=Reason.ID_TAKEN)
            self.context.insist(fresh, asked)
        elif fresh.status is Status.SUBMITTING and fresh.provider.charges:
            asked = fresh.unconfirmed(problem, now, None, reason=Reason.ID_TAKEN)
            self.context.insist(fresh, asked)
        elif fresh.status is Status.SUBMITTING:
            wait = self.context.policy.wait(fresh.provider, fresh.attempts)
            self.context.insist(fresh, fresh.not_sent(problem, now, wait))

    def _drop(self, deleted: Generation, accepted: Accepted) -> None:
        """Tell the API to stop; one that cannot may charge, so its id goes into our log."""
        if not deleted.provider.can_cancel:
            _log.warning("Task %s was accepted for a deleted generation.", accepted.task_id)
            return
        with suppress(VideoApiError):  # where it cannot be asked, it goes by itself within minutes
            self.context.apis[deleted.provider].forget(accepted.task_id)

    def _followed(self, generation: Generation, accepted: Accepted) -> Generation:
        return generation.submitted(
            accepted.task_id,
            self.context.clock(),
            poll=self.context.policy.next_look(generation.provider),
            deadline=self.context.policy.deadline,
            credits_used=accepted.credits_used,
        )

    def look_up(self, generation: Generation) -> None:
        """Ask the API's log for a submit whose answer was lost; after some tries, its owner."""
        if not self._is_found(generation):
            self._look_up_later(generation)

    def _is_found(self, generation: Generation) -> bool:
        """Follow the task that the API's log has for it. No answer is no news."""
        try:
            api = self.context.apis[generation.provider]
            task_id = api.find_in_logs(generation.client_request_id, *_when_sent(generation))
        except VideoApiError:
            return False
        if task_id is not None:
            self._keep(generation, Accepted(task_id, None))
        return task_id is not None

    def _look_up_later(self, generation: Generation) -> None:
        """Look again soon for some minutes; then ask the owner, and still look now and then."""
        policy, now, tries = self.context.policy, self.context.clock(), generation.attempts + 1
        if tries < len(policy.look_ups):
            problem = generation.problem or problems.looked_up()
            later = generation.try_later(problem, now, policy.look_ups[tries])
        else:
            again = policy.late_look_up(tries)
            problem = problems.not_in_log(generation)
            later = generation.left_to_its_owner(problem, now, look_again=again)
        self.context.swap(generation, later)


def _when_sent(generation: Generation) -> tuple[datetime, datetime]:
    """From when to when: a caption may wait in line for days, or come from a backup."""
    end = (generation.submitted_at or generation.created_at) + _CLOCKS_DIFFER
    return max(generation.created_at - _CLOCKS_DIFFER, end - _LOG_SPAN), end
