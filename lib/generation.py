"""Generation: one request for one video, from the click to the file. Frozen; change has a name.

    queued ──> submitting ──> generating ──> saving ──> ready
      │  ^         │              │             │
      │  └─────────┤              ├─────────────┴─────> failed
      │   not sent └> unconfirmed ┘ found again
      └──────────────> cancelled <┘

    An id that the API never knew leads from generating to unconfirmed.

Each transition returns a new value; the ledger writes it only if the status in the database is
still the one that the transition started from.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from lib.caption import Caption
from lib.errors import NotNow
from lib.provider import Provider


class Status(StrEnum):
    """Where a generation stands. The value is the word in the database."""

    QUEUED = "queued"  # written down, not sent yet: costs nothing
    SUBMITTING = "submitting"  # the right to send, once; found here after a crash: unconfirmed
    GENERATING = "generating"  # the API has it, under task_id
    SAVING = "saving"  # the API is done; the file is not ours yet
    READY = "ready"  # the file is in the archive, checked
    FAILED = "failed"  # will not come; `problem` says why and what to do
    UNCONFIRMED = "unconfirmed"  # a paid POST whose answer was lost: never sent again by itself
    CANCELLED = "cancelled"  # we stopped following it, and the engine, where it was, making it

    @property
    def is_final(self) -> bool:
        """True where nothing happens any more unless a person asks for it."""
        return self in {Status.READY, Status.FAILED, Status.CANCELLED}

    @property
    def is_moving(self) -> bool:
        """True where the tracker takes the next step by itself."""
        return self in {Status.QUEUED, Status.SUBMITTING, Status.GENERATING, Status.SAVING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """What was found in the file itself when it was decoded, not what anybody said of it."""

    duration: float  # seconds
    width: int  # pixels
    height: int
    has_sound: bool
    size: int  # bytes
    sha256: str  # hexadecimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """`draft` is the page's idempotency key: one draft of one owner makes one generation."""

    id: str
    owner: str
    draft: str
    caption: Caption
    template: str
    provider: Provider
    palette: str | None = None
    seed: int | None = None
    retry_of: str | None = None
    status: Status = Status.QUEUED
    created_at: datetime
    updated_at: datetime
    #: When the tracker shall take the next step; None where it shall not.
    due_at: datetime | None
    #: When a task that never ends is given up; None before it was accepted.
    deadline_at: datetime | None = None
    #: When it was last sent, and then when it was accepted; None while it surely was neither.
    submitted_at: datetime | None = None
    ready_at: datetime | None = None
    #: Submits that surely never arrived, or checks that failed in a row: drives the back-off.
    attempts: int = 0
    task_id: str | None = None
    #: The API's own word for where it stands, as it came.
    api_status: str | None = None
    #: 0 to 1, where the API says so.
    progress: float | None = None
    credits_used: float | None = None
    #: A sentence for the owner: what happened and what to do.
    problem: str | None = None
    video: Video | None = None

    @classmethod
    def new(
        cls,
        *,
        owner: str,
        draft: str,
        caption: Caption,
        template: str,
        provider: Provider,
        now: datetime,
        palette: str | None = None,
        seed: int | None = None,
        retry_of: str | None = None,
    ) -> Self:
        return cls(
            id=secrets.token_urlsafe(16),
            owner=owner,
            draft=draft,
            caption=caption,
            template=template,
            provider=provider,
            palette=palette,
            seed=seed,
            retry_of=retry_of,
            created_at=now,
            updated_at=now,
            due_at=now,
        )

    @property
    def client_request_id(self) -> str:
        """What X-Client-Request-Id carries (1 to 128 of A-Za-z0-9._:-), so that logs can be asked."""
        return f"skylit-{self.id}"

    def submitting(self, now: datetime) -> Self:
        """Take the right to send. Must be committed before the request leaves."""
        self._must_be(Status.QUEUED)
        return replace(self, status=Status.SUBMITTING, submitted_at=now, updated_at=now)

    def not_sent(self, problem: str, now: datetime, wait: timedelta) -> Self:
        """The request surely did not arrive, or was surely put off: it may be sent again."""
        self._must_be(Status.SUBMITTING)
        return replace(
            self,
            status=Status.QUEUED,
            attempts=self.attempts + 1,
            problem=problem,
            submitted_at=None,
            updated_at=now,
            due_at=now + wait,
        )

    def submitted(
        self,
        task_id: str,
        now: datetime,
        *,
        poll: timedelta,
        deadline: timedelta,
        credits_used: float | None = None,
    ) -> Self:
        """The API has it. Also from unconfirmed, when the task was found again."""
        self._must_be(Status.SUBMITTING, Status.UNCONFIRMED)
        return replace(
            self,
            status=Status.GENERATING,
            task_id=task_id,
            credits_used=credits_used,
            attempts=0,
            problem=None,
            submitted_at=now,
            updated_at=now,
            due_at=now + poll,
            deadline_at=now + deadline,
        )

    def still_generating(
        self, api_status: str, progress: float | None, now: datetime, poll: timedelta
    ) -> Self:
        self._must_be(Status.GENERATING)
        return replace(
            self,
            api_status=api_status,
            progress=progress,
            attempts=0,
            problem=None,
            updated_at=now,
            due_at=now + poll,
        )

    def try_later(self, problem: str, now: datetime, wait: timedelta) -> Self:
        """A check or a download failed for now; the status stays."""
        self._must_be(Status.GENERATING, Status.SAVING, Status.UNCONFIRMED)
        return replace(
            self,
            attempts=self.attempts + 1,
            problem=problem,
            updated_at=now,
            due_at=now + wait,
        )

    def looked_at(self, now: datetime, *, deadline: timedelta) -> Self:
        """Time in which nobody looked, though it was due, does not count towards its deadline.

        Skylit was down, its machine asleep, or a clock was set: none of it says that the API is
        slow. Nor is any deadline farther away than a whole one.
        """
        if self.deadline_at is None or self.due_at is None:
            return self
        unseen = max(now - self.due_at, timedelta(0))
        return replace(self, deadline_at=min(self.deadline_at + unseen, now + deadline))

    def completed(
        self, credits_used: float | None, now: datetime, *, deadline: timedelta | None = None
    ) -> Self:
        """The API is done; its link dies in minutes, so saving is due at once.

        Fetching the file gets a deadline of its own: rendering may have used up the first.
        """
        self._must_be(Status.GENERATING)
        return replace(
            self,
            status=Status.SAVING,
            progress=1.0,
            attempts=0,
            problem=None,
            credits_used=self.credits_used if credits_used is None else credits_used,
            updated_at=now,
            due_at=now,
            deadline_at=now + deadline if deadline else self.deadline_at,
        )

    def ready(self, video: Video, now: datetime) -> Self:
        """The file is in the archive, checked."""
        self._must_be(Status.SAVING)
        return replace(
            self,
            status=Status.READY,
            video=video,
            problem=None,
            ready_at=now,
            updated_at=now,
            due_at=None,
        )

    def failed(self, problem: str, now: datetime) -> Self:
        """Somebody said no: asking again would bring the same answer."""
        if self.status.is_final:
            raise NotNow(f"This generation is {self.status} already.")
        return replace(
            self,
            status=self._come_to_nothing(Status.FAILED),
            problem=problem,
            updated_at=now,
            due_at=None,
            deadline_at=None,
        )

    def timed_out(self, problem: str, now: datetime) -> Self:
        """Past its deadline, which it keeps: nobody said no, so it may be checked again."""
        self._must_be(Status.GENERATING, Status.SAVING)
        status = self._come_to_nothing(Status.FAILED)
        return replace(self, status=status, problem=problem, updated_at=now, due_at=None)

    @property
    def gave_up_waiting(self) -> bool:
        """True where only the deadline ended it: the video may be there by now."""
        return self.status is Status.FAILED and self.deadline_at is not None

    @property
    def is_damaged(self) -> bool:
        """True where it was ready once and its file is missing or altered now."""
        return self.status is Status.READY and self.problem is not None

    @property
    def may_have_arrived(self) -> bool:
        """Cancelled while it was being sent, for money, and no answer came: the log may know it."""
        sent = self.submitted_at is not None and self.provider.charges
        return self.status is Status.CANCELLED and sent and self.task_id is None

    @property
    def is_to_be_dropped(self) -> bool:
        """Cancelled while the built-in engine has it, which is told to stop; the vendor cannot be."""
        cancelled = self.status is Status.CANCELLED and not self.provider.charges
        return cancelled and self.task_id is not None

    @property
    def has_stopped(self) -> bool:
        """True where it may be tried again: it came to nothing, or what came of it is gone."""
        return self.status in {Status.FAILED, Status.CANCELLED} or self.is_damaged

    @property
    def can_be_checked_again(self) -> bool:
        """True where the API has, or may have, a task of ours that we no longer follow."""
        is_there = self.task_id is not None and not self.is_to_be_dropped
        return self.has_stopped and (is_there or self.may_have_arrived)

    def resumed(self, now: datetime, *, deadline: timedelta) -> Self:
        """Follow a task again that was given up, cancelled or lost: a check is due at once."""
        if not self.has_stopped:
            raise NotNow(f"This generation is {self.status} already.")
        if self.task_id is None or self.is_to_be_dropped:
            raise NotNow("The video API does not have this one. Try it again instead.")
        return replace(
            self,
            status=Status.GENERATING,
            attempts=0,
            problem=None,
            updated_at=now,
            due_at=now,
            deadline_at=now + deadline,
        )

    def accepted_after_all(self, task_id: str, problem: str, now: datetime) -> Self:
        """Cancelled while its POST was under way, and accepted: the id is kept, to check or to drop."""
        self._must_be(Status.CANCELLED)
        accepted = replace(self, task_id=task_id, problem=problem, submitted_at=now, updated_at=now)
        return replace(accepted, due_at=now if accepted.is_to_be_dropped else None)

    def cancelled_in_time(self, problem: str, now: datetime) -> Self:
        """Cancelled while its POST was under way, and surely not accepted."""
        self._must_be(Status.CANCELLED)
        return replace(self, problem=problem, submitted_at=None, updated_at=now)

    def sent_again(self, now: datetime) -> Self:
        """Back in line as if it had never left.

        From unconfirmed: its owner decided that the lost one does not count. From elsewhere: the
        built-in engine lost it, which is free and makes the very same video once more.
        """
        self._must_be(Status.UNCONFIRMED, Status.GENERATING, Status.SAVING)
        return replace(
            self,
            status=Status.QUEUED,
            attempts=0,
            task_id=None,
            api_status=None,
            progress=None,
            problem=None,
            submitted_at=None,
            updated_at=now,
            due_at=now,
            deadline_at=None,
        )

    def looked_up_again(self, now: datetime) -> Self:
        """Its owner asks to search the API's log once more, or for the first time."""
        if not self.may_have_arrived:
            self._must_be(Status.UNCONFIRMED)
        return replace(
            self,
            status=Status.UNCONFIRMED,
            attempts=0,
            problem=None,
            updated_at=now,
            due_at=now,
        )

    def unconfirmed(self, problem: str, now: datetime, wait: timedelta) -> Self:
        """The answer to a paid POST was lost. Due again only to look it up, never to send it."""
        self._must_be(Status.SUBMITTING)
        return replace(
            self,
            status=Status.UNCONFIRMED,
            problem=problem,
            attempts=0,
            updated_at=now,
            due_at=now + wait,
        )

    def left_to_its_owner(self, problem: str, now: datetime) -> Self:
        """Looked up and not found: a person decides."""
        self._must_be(Status.UNCONFIRMED)
        return replace(self, problem=problem, updated_at=now, due_at=None)

    def disowned(self, problem: str, now: datetime) -> Self:
        """The API never knew the id: mistyped by its owner, or never taken. A person decides."""
        self._must_be(Status.GENERATING)
        return replace(
            self,
            status=Status.UNCONFIRMED,
            task_id=None,
            attempts=0,
            problem=problem,
            updated_at=now,
            due_at=None,
            deadline_at=None,
        )

    def cancelled(self, problem: str, now: datetime) -> Self:
        if self.status.is_final:
            raise NotNow(f"This generation is {self.status} already.")
        status = self._come_to_nothing(Status.CANCELLED)
        cancelled = replace(self, status=status, problem=problem, updated_at=now)
        return replace(cancelled, due_at=now if cancelled.is_to_be_dropped else None)

    def drop_later(self, now: datetime, wait: timedelta) -> Self:
        """The engine could not be told."""
        self._must_be(Status.CANCELLED)
        return replace(self, attempts=self.attempts + 1, updated_at=now, due_at=now + wait)

    def dropped(self, now: datetime) -> Self:
        """The engine has it no more."""
        self._must_be(Status.CANCELLED)
        return replace(self, task_id=None, updated_at=now, due_at=None)

    def damaged(self, problem: str, now: datetime) -> Self:
        """Its file is missing from the archive, or is not the one that was stored."""
        self._must_be(Status.READY)
        return replace(self, problem=problem, updated_at=now)

    def mended(self, now: datetime) -> Self:
        """The file is there again, as it was stored."""
        self._must_be(Status.READY)
        return replace(self, problem=None, updated_at=now)

    def _come_to_nothing(self, status: Status) -> Status:
        """One that was ready once stays so, damaged: its file may yet come back, and is mended then."""
        return Status.READY if self.video else status

    def _must_be(self, *statuses: Status) -> None:
        if self.status not in statuses:
            raise NotNow(f"This generation is {self.status} already.")
