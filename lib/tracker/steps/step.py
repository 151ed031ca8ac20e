"""Steps: what is done with one generation that is due. Each is one request, then one swap.

    queued      -> submitting      committed BEFORE the POST: the right to send, once
    submitting  -> generating      the API gave an id
                -> queued          it surely did not arrive, or was put off
                -> unconfirmed     nobody knows, and it may be charged: never sent again by itself
    unconfirmed -> generating      the API's log has it
    generating  -> saving          the API is done
                -> unconfirmed     the vendor has never known the id, which may be mistyped
                -> queued          the engine lost it, or its disk was full: free, so simply again
    saving      -> ready           the file is in the archive, checked
    cancelled                      the engine stops making it

Whoever loses a swap was second: somebody cancelled, deleted or took over meanwhile, and their word
counts. Only what the API has told us is then still written down, so that no paid task is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self, assert_never

from lib.errors import SkylitError
from lib.generation import Generation, Status
from lib.tracker import problems
from lib.tracker.context import Context
from lib.tracker.steps.poll import Poll
from lib.tracker.steps.save import Save
from lib.tracker.steps.submit import Submit


@dataclass(frozen=True, slots=True)
class Steps:
    """Safe for threads."""

    context: Context
    submit: Submit = field(repr=False)
    poll: Poll = field(repr=False)
    save: Save = field(repr=False)

    @classmethod
    def at(cls, context: Context) -> Self:
        poll = Poll(context)
        return cls(context, Submit(context), poll, Save(context, poll))

    def take(self, generation: Generation) -> timedelta | None:
        """Take the next step; return how long others of its kind shall rest, if they shall.

        Raise StorageError where our own database or disk is at fault: nothing was lost.
        """
        try:
            return self._step(generation)
        except SkylitError:
            raise
        except Exception:
            self._stumbled(generation)
            raise

    def _step(self, generation: Generation) -> timedelta | None:
        match generation.status:
            case Status.QUEUED:
                return self.submit.submit(generation)
            case Status.UNCONFIRMED:
                self.submit.look_up(generation)
            case Status.GENERATING:
                self.poll.check(generation)
            case Status.SAVING:
                self.save.save(generation)
            case Status.CANCELLED if generation.is_to_be_dropped:
                self.poll.drop(generation)
            case Status.SUBMITTING | Status.READY | Status.FAILED | Status.CANCELLED:
                pass  # nothing is due there; whoever asked had an old picture of it
            case _:
                assert_never(generation.status)
        return None

    def _stumbled(self, generation: Generation) -> None:
        """A mistake of ours: it must not come up again at once, and for ever, before all others."""
        fresh = self.context.ledger.row(generation.id)
        if fresh and fresh.status in {Status.GENERATING, Status.SAVING}:
            self.context.later(fresh, problems.OUR_MISTAKE)
