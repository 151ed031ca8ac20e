"""Tracker: the loop that keeps generations moving, in whichever process wins the election."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lib.batch import PAID_AT_ONCE
from lib.errors import SkylitError
from lib.generation import Status
from lib.ledger import SILENCE, Election
from lib.provider import Provider
from lib.tracker.context import Context
from lib.tracker.jobs.archive_audit import SOON, ArchiveAudit
from lib.tracker.jobs.periodic_job import PeriodicJob
from lib.tracker.jobs.recovery import Recovery
from lib.tracker.steps.step import Steps
from lib.tracker.worker_group import WorkerGroup, stack_of

_log = logging.getLogger(__name__)

#: Threads for each kind of step. Two POSTs at a time: each one that a crash cuts off is
#: a video that somebody has to ask about. Saving stands apart: links die in ten minutes.
_LANES: Final = (
    ((Status.QUEUED,), 2),
    ((Status.GENERATING, Status.UNCONFIRMED, Status.CANCELLED), 4),
    ((Status.SAVING,), 2),
)

#: Seconds between two looks when nothing is due: other processes write into the same ledger.
_IDLE: Final = 1.0

#: Seconds between two tries to finish deletions.
DELETING: Final = 60.0

#: Seconds that running steps get before the tracker abandons them.
_PATIENCE: Final = 2.0


class Tracker:
    """Start it once; wake it when there is something to do; stop it when the server ends."""

    def __init__(
        self, context: Context, *, silence: float = SILENCE, jobs: Sequence[PeriodicJob] = ()
    ) -> None:
        """`silence`: seconds without a heartbeat after which this process takes over.

        `jobs` are done now and then by whoever tracks, beside the tracker's own.
        """
        self._election: Election = context.ledger.election(silence=silence)
        # Steps and jobs write only while this process tracks, so they never overwrite a successor.
        context = replace(context, ledger=context.ledger.fenced(self._election))
        self._ledger = context.ledger
        self._at_once = context.at_once
        self._in_batches = context.in_batches
        self._clock = context.clock
        self._stopping = context.stopping
        self._steps = Steps.at(context)
        self._something = threading.Event()
        self._recovery = Recovery(context)
        self._jobs = (
            PeriodicJob("deleting", self._delete_due, else_after=DELETING),
            PeriodicJob("ending of deletions", self._end_deletions, else_after=DELETING),
            PeriodicJob("archive audit", ArchiveAudit(context).run_and_tell, else_after=SOON),
            *jobs,
        )
        self.leads = False
        self._worker_groups = [
            self._worker_group(provider, statuses, threads)
            for provider in context.apis
            for statuses, threads in _LANES
        ]
        self._thread = threading.Thread(target=self._run, name="tracker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._something.set()

    def stop(self) -> None:
        """End within about two seconds. What is still under way goes on at the next start."""
        self._stopping.set()
        self._something.set()
        end = time.monotonic() + _PATIENCE
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)
        for worker_group in self._worker_groups:
            worker_group.join(end)
        for job in self._jobs:
            job.join(end)
        self._election.resign()

    def leader_is_quiet(self) -> bool:
        """Return True while another process tracks and has not been heard for some seconds."""
        return self._election.leader_is_quiet

    def run_pass(self) -> float:
        """Start a step of everything that is due; return the seconds until more may be.

        Raise StorageError where the database does not answer.
        """
        if not self._is_elected():
            return _IDLE
        now = self._clock()
        for worker_group in self._worker_groups:
            worker_group.start_due(now)
        waits = [worker_group.seconds_to_next(now) for worker_group in self._worker_groups]
        return min([_IDLE, *(max(wait, 0.001) for wait in waits if wait is not None)])

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait = self._attempt()
            self._something.wait(wait)
            self._something.clear()

    def _attempt(self) -> float:
        try:
            return self.run_pass()
        except SkylitError as error:
            _log.warning("The tracker has to wait: %s", error)
        except Exception as error:  # noqa: BLE001  # whatever it is, the loop goes on
            _log.error("The tracker stumbled: %s", stack_of(error))
        self.leads = False  # whatever it was: look again at everything when it is over
        return _IDLE

    def _is_elected(self) -> bool:
        """Return whether this process tracks. On winning, first recover what a dead process left behind."""
        if not self._election.win():
            self.leads = False
            return False
        if not self.leads:
            self._recovery.recover(self._clock(), in_flight=self.in_flight)
            self.leads = True
        for job in self._jobs:
            job.start_if_due()
        return True

    def _delete_due(self) -> float:
        self._recovery.delete_due(in_flight=self.in_flight)
        return _IDLE

    def _end_deletions(self) -> float:
        self._recovery.end_deletions(in_flight=self.in_flight)
        return DELETING

    @property
    def in_flight(self) -> frozenset[str]:
        """Return the ids of generations that take a step just now."""
        return frozenset().union(*(worker_group.in_flight for worker_group in self._worker_groups))

    def _worker_group(
        self, provider: Provider, statuses: tuple[Status, ...], threads: int
    ) -> WorkerGroup:
        return WorkerGroup(
            self._ledger,
            provider,
            statuses,
            threads=threads,
            at_once=self._at_once if provider.takes_turns else None,
            in_batches=self._in_batches if provider.takes_turns else PAID_AT_ONCE,
            take=self._steps.take,
            wake=self.wake,
        )
