"""Approvals: paid requests that wait for a yes or no."""

from __future__ import annotations

from sqlalchemy import select

from lib.database.tables import generations
from lib.generation import Generation, Reason, Status
from lib.ledger.deletions import IS_SHOWN
from lib.ledger.store import Store


class Approvals(Store):
    def asked_for(self) -> list[Generation]:
        """Return everybody's that wait for a yes or no, the longest waiting first."""
        c = generations.c
        waits = (c.status == Status.QUEUED.value, c.reason == Reason.ASKED_FOR.value, IS_SHOWN)
        return self._all(select(generations).where(*waits).order_by(c.created_at, c.id))
