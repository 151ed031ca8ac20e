"""GenerationFacts: what is known of a generation, as it stands in its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lib.caption import Caption
from lib.format import Format
from lib.generation.status import Reason, Status
from lib.person import Person
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """What was found in the file itself when it was decoded, not what anybody said of it."""

    duration: float  # seconds
    width: int  # pixels
    height: int
    has_sound: bool
    size: int  # bytes
    sha256: str  # hexadecimal


#: Why a paid request can have cost nothing: a provider charges for films, not for attempts.
_FREE: Final = frozenset({Reason.REFUSED, Reason.NOT_MADE, Reason.CALLED_OFF, Reason.DECLINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationFacts:
    """What is known of a generation, and what can be asked of it."""

    id: str
    owner: Person
    #: One attempt of one page: the same key of the same owner is the same generation.
    idempotency_key: str
    request: VideoRequest
    provider: Provider
    retry_of: str | None = None
    #: The batch that it is part of; None for one that was asked for by itself.
    batch_id: str | None = None
    status: Status = Status.QUEUED
    #: Why it stands there; None where everything goes its ordinary way.
    reason: Reason | None = None
    #: What its owner is told about the reason.
    problem: Problem | None = None
    created_at: datetime
    updated_at: datetime
    #: When the tracker shall take the next step; None where it shall not.
    due_at: datetime | None
    #: When a task that never ends is given up; None before it was accepted.
    deadline_at: datetime | None = None
    #: When it was last sent, and then when it was accepted; None while it surely was neither.
    submitted_at: datetime | None = None
    ready_at: datetime | None = None
    #: Submits that surely never arrived, or looks that failed in a row: drives the back-off.
    attempts: int = 0
    task_id: str | None = None
    #: The API's own word for where it stands, as it came.
    api_status: str | None = None
    #: 0 to 1, where the API says so.
    progress: float | None = None
    credits_used: float | None = None
    video: Video | None = None
    #: Set apart from the moves: whoever follows a generation neither sets nor takes a star.
    starred_at: datetime | None = None

    @property
    def caption(self) -> Caption:
        """The words, which every page shows."""
        return self.request.caption

    @property
    def format(self) -> Format:
        """The film's own size; what was asked for as long as there is none."""
        video = self.video
        return Format(video.width, video.height) if video else self.request.format

    @property
    def cost_nothing(self) -> bool:
        """True where it surely was not charged: it was never sent, was refused, or came to nothing."""
        return not self.provider.charges or self.reason in _FREE

    @property
    def client_request_id(self) -> str:
        """What X-Client-Request-Id carries (1 to 128 of A-Za-z0-9._:-), to find it in the API's log."""
        return f"skylit-{self.id}"

    @property
    def gave_up_waiting(self) -> bool:
        """True where only the deadline ended it: the video may be there by now."""
        return self.reason is Reason.TIMED_OUT

    @property
    def waits_for_approval(self) -> bool:
        """True where it is paid and nobody who may has said yes or no yet: it is not sent."""
        return self.reason is Reason.ASKED_FOR

    @property
    def is_playable(self) -> bool:
        """True while the film is in the archive, whole."""
        return self.status is Status.READY and not self.is_damaged

    @property
    def is_damaged(self) -> bool:
        """True where it was ready once and its file is missing or altered now."""
        return self.status is Status.READY and self.reason is not None

    @property
    def is_looked_for(self) -> bool:
        """True where a paid answer was lost and the API's log is still to be searched for it."""
        return self.status is Status.UNCONFIRMED and self.reason is Reason.ANSWER_LOST

    @property
    def may_have_arrived(self) -> bool:
        """True where it was cancelled during a paid POST and no answer came: the log may know it."""
        return self.reason is Reason.MAY_HAVE_ARRIVED

    @property
    def is_to_be_dropped(self) -> bool:
        """True where it was cancelled and the API is still to be told to stop making it."""
        return self.reason is Reason.TO_BE_DROPPED

    @property
    def has_stopped(self) -> bool:
        """True where it may be tried again: it came to nothing, or what came of it is gone."""
        return self.status in {Status.FAILED, Status.CANCELLED} or self.is_damaged

    @property
    def can_be_checked_again(self) -> bool:
        """True where the API has, or may have, a task of ours that we no longer follow."""
        is_there = self.task_id is not None and not self.is_to_be_dropped
        return self.has_stopped and (is_there or self.may_have_arrived)
