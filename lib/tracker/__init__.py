"""The tracker moves generations forward, whether anybody looks or not.

loop           the loop, run by whichever process wins the election
retry_policy   how often to poll, how long to back off, when to give up
context        what every step works with, and how it writes its result down
steps/         submit, poll, and which of them comes next
worker_group   a few threads for one kind of step of one provider: a hanging API blocks no other
jobs/          recovery after a crash, deletions, old films, the daily audit of the archive
"""

from __future__ import annotations

from lib.tracker.context import Context
from lib.tracker.jobs.archive_audit import ArchiveAudit
from lib.tracker.jobs.old_films import OldFilms
from lib.tracker.jobs.periodic_job import PeriodicJob
from lib.tracker.loop import Tracker
from lib.tracker.retry_policy import RetryPolicy
from lib.tracker.steps.step import Steps

__all__ = [
    "ArchiveAudit",
    "Context",
    "OldFilms",
    "PeriodicJob",
    "RetryPolicy",
    "Steps",
    "Tracker",
]
