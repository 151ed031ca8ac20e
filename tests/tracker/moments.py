"""What the tests of the tracker wait for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.generation import Generation
from lib.provider import Provider
from tests.workbench import Workbench

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def left_submitting(bench: Workbench, provider: Provider) -> Generation:
    """As a process leaves it that dies while sending."""
    old = bench.ask(provider=provider)
    submit = old.submitting(datetime.now(UTC))
    assert bench.studio.ledger.swap(old, submit)
    return submit


def leads(bench: Workbench) -> bool:
    return bench.tracker.leads
