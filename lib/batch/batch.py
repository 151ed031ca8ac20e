"""Batch: many captions as one job of one person, and how far it is. Frozen; change has a name."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from lib.generation import Generation, Status
from lib.person import Person
from lib.provider import Provider

#: Paid films of batches that are under way at a time: what a pause or a cancel comes too late for.
PAID_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    id: str
    owner: Person
    #: The same key of the same owner is the same batch.
    idempotency_key: str
    #: What a person calls it: its file's name, or its wording.
    name: str
    #: The caption with columns in braces, for a title.
    wording: str
    provider: Provider
    #: Rows that were refused when it began.
    refused: int
    created_at: datetime
    #: Since when nothing of it is begun; None while it runs.
    paused_at: datetime | None = None
    #: When the last of it came to an end; None while something is under way.
    finished_at: datetime | None = None

    @classmethod
    def new(
        cls,
        *,
        owner: Person,
        idempotency_key: str,
        name: str,
        wording: str,
        provider: Provider,
        refused: int,
        now: datetime,
    ) -> Self:
        return cls(
            id=secrets.token_urlsafe(16),
            owner=owner,
            idempotency_key=idempotency_key,
            name=name,
            wording=wording,
            provider=provider,
            refused=refused,
            created_at=now,
        )

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    def paused(self, now: datetime) -> Self:
        return replace(self, paused_at=self.paused_at or now)

    def resumed(self) -> Self:
        return replace(self, paused_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFilm:
    """A row of a batch and its film: the newest try, where there were several."""

    number: int
    file_name: str
    generation: Generation


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmStatus:
    """Where a film of a batch stands, and no more of it: there may be thousands."""

    number: int
    status: Status
    is_damaged: bool
    progress: float | None
    #: True where it waits for a yes.
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many films of a batch stand where, and what they have cost so far."""

    ready: int = 0
    failed: int = 0
    cancelled: int = 0
    #: It is not known whether a paid caption arrived: its owner is asked, or the log is searched.
    unsure: int = 0
    #: Being sent, made or saved just now.
    drawn: int = 0
    waiting: int = 0
    credits: float | None = None

    @classmethod
    def of(cls, counts: Mapping[Status, int], credits_used: float | None) -> Self:
        drawn = (Status.SUBMITTING, Status.GENERATING, Status.SAVING)
        return cls(
            ready=counts.get(Status.READY, 0),
            failed=counts.get(Status.FAILED, 0),
            cancelled=counts.get(Status.CANCELLED, 0),
            unsure=counts.get(Status.UNCONFIRMED, 0),
            drawn=sum(counts.get(each, 0) for each in drawn),
            waiting=counts.get(Status.QUEUED, 0),
            credits=credits_used,
        )

    @property
    def total(self) -> int:
        return self.left + self.ready + self.failed + self.cancelled + self.unsure

    @property
    def left(self) -> int:
        """Return how many are still to come by themselves."""
        return self.waiting + self.drawn

    @property
    def is_over(self) -> bool:
        return not self.left
