"""Submit: queued -> submitting -> generating, or unconfirmed, and found again.

The right to send is committed before the request leaves. Whether it arrived decides the rest.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.errors import NotSent, Refused, Throttled, VideoApiError
from lib.generation import Generation, Status
from lib.tracker import sentences
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
        submit = generation.submitting(self.context.clock())
        if not self.context.swap(generation, submit):
            return None
        try:
            accepted = self._post(submit)
        except Throttled as error:
            return self._put_off(submit, error)
        except NotSent as error:
            wait = self.context.policy.wait(submit.provider, submit.attempts)
            self._surely_not(submit, self._back_in_line(submit, str(error), wait))
        except Refused as error:
            self._surely_not(submit, submit.failed(sentences.refused(error), self.context.clock()))
        except VideoApiError as error:
            self.answer_lost(submit, str(error))
        except Exception:
            # Ours to mend, but the request may be out: this one must not be sent again either.
            self.answer_lost(submit, "Skylit made a mistake while sending.")
            raise
        else:
            self._keep(submit, accepted)
        return None

    def _post(self, submit: Generation) -> Accepted:
        caption, lines = submit.caption, submit.provider.keeps_lines
        return self.context.apis[submit.provider].submit(
            caption.text if lines else caption.on_one_line,
            template=submit.template,
            client_request_id=submit.client_request_id,
            palette=submit.palette,
            seed=submit.seed,
        )

    def _put_off(self, submit: Generation, error: Throttled) -> timedelta:
        """A 429 is about all of our submits, not this one: the worker group rests as well.

        What the API asks for is the least; one that says "at once" again and again is not hammered.
        """
        wait = self.context.policy.wait(submit.provider, submit.attempts)
        wait = max(wait, timedelta(seconds=error.retry_after or 0))
        self._surely_not(submit, self._back_in_line(submit, str(error), wait))
        return wait

    def _back_in_line(self, submit: Generation, problem: str, wait: timedelta) -> Generation:
        return submit.not_sent(sentences.waits_in_line(problem), self.context.clock(), wait)

    def _surely_not(self, submit: Generation, outcome: Generation) -> None:
        """It was not accepted. Whoever cancelled it meanwhile learns that nothing was charged."""
        if self.context.insist(submit, outcome):
            return
        fresh = self.context.ledger.get(submit.id)
        if fresh and fresh.status is Status.CANCELLED:
            now = self.context.clock()
            self.context.insist(fresh, fresh.cancelled_in_time(sentences.CANCELLED_IN_TIME, now))

    def answer_lost(self, submit: Generation, problem: str) -> None:
        """Whether it arrived is unknown. Where that costs money, nobody sends it again unasked."""
        if submit.provider.charges:
            wait, sentence = self.context.policy.look_ups[0], sentences.unconfirmed(problem)
            self.context.insist(submit, submit.unconfirmed(sentence, self.context.clock(), wait))
        else:
            wait = self.context.policy.wait(submit.provider, submit.attempts)
            self.context.insist(submit, self._back_in_line(submit, problem, wait))

    def _keep(self, submit: Generation, accepted: Accepted) -> None:
        """Write down the id, whatever became of the row meanwhile: it may stand for money."""
        if self.context.insist(submit, self._followed(submit, accepted)):
            return
        fresh = self.context.ledger.get(submit.id)
        if fresh is None:
            self._drop(submit, accepted)
        elif fresh.status is Status.UNCONFIRMED:
            self.context.insist(fresh, self._followed(fresh, accepted))
        elif fresh.status is Status.CANCELLED:
            sentence = sentences.cancelled_too_late(fresh)
            self.context.insist(
                fresh, fresh.accepted_after_all(accepted.task_id, sentence, self.context.clock())
            )
        elif fresh.task_id != accepted.task_id:  # sent again meanwhile, on its owner's word
            _log.warning("Task %s was accepted, too, for %s.", accepted.task_id, fresh.id)

    def _drop(self, deleted: Generation, accepted: Accepted) -> None:
        """The engine takes it back. The vendor cannot, and may charge: its id is in the log."""
        if deleted.provider.charges:
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
        task_id = None
        with suppress(VideoApiError):  # no answer is no news: there is a next time
            api = self.context.apis[generation.provider]
            task_id = api.find_in_logs(generation.client_request_id, *_when_sent(generation))
        if task_id is not None:
            self._keep(generation, Accepted(task_id, None))
            return
        problem, tries = generation.problem or sentences.unconfirmed(""), generation.attempts + 1
        if tries < len(self.context.policy.look_ups):
            wait = self.context.policy.look_ups[tries]
            self.context.swap(generation, generation.try_later(problem, self.context.clock(), wait))
        else:
            sentence = sentences.left_to_its_owner(generation)
            self.context.swap(
                generation, generation.left_to_its_owner(sentence, self.context.clock())
            )


def _when_sent(generation: Generation) -> tuple[datetime, datetime]:
    """From when to when: a caption may wait in line for days, or come from a backup."""
    end = (generation.submitted_at or generation.created_at) + _CLOCKS_DIFFER
    return max(generation.created_at - _CLOCKS_DIFFER, end - _LOG_SPAN), end
