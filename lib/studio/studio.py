"""Studio: create, get, history, retry, cancel, recheck, resolve, delete: what pages call.

Nothing here waits for a video: a request is written down, the tracker carries it on, a page looks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from lib.archive import Archive, film_of, poster_of
from lib.errors import (
    FileLost,
    GenerationNotFound,
    InvalidChoice,
    InvalidInput,
    NotNow,
    SkylitError,
    StorageError,
    VideoApiError,
)
from lib.generation import Generation, Reason, Status, Video
from lib.ledger import NO_LIMITS, Ledger, Limits
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.settings import Settings
from lib.signing import Signer
from lib.studio.clip import Clip, content_disposition
from lib.studio.file_names import attachment_name
from lib.studio.progress import Estimate, Progress, progress_of
from lib.template import Template
from lib.video_api import Preview, VideoApi, parse_task_id

#: How many finished runs an estimate rests on: recent ones say most about now.
_RUNS = 20

_NOT_FOUND = "This video is not here: it was deleted, or its address is wrong."


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """One page of history, newest first. `page` counts from 1 and may be less than was asked."""

    generations: tuple[Generation, ...]
    total: int
    page: int
    pages: int  # at least 1


def utc_now() -> datetime:
    return datetime.now(UTC)


def _nobody_waits() -> None:
    """What waking the tracker means where none runs in this process."""


def _always_heard() -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Studio:
    """Safe to share between threads: all that changes is in the ledger and the archive."""

    ledger: Ledger
    archive: Archive
    apis: Mapping[Provider, VideoApi]
    settings: Settings
    signer: Signer
    #: Tells the tracker that there is something to do.
    wake: Callable[[], None] = _nobody_waits
    #: Whether the tracker has not been heard for a while; another process is about to take over.
    tracker_is_quiet: Callable[[], bool] = _always_heard
    clock: Callable[[], datetime] = utc_now
    _previews: Callable[..., Preview] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        draws = next(api for provider, api in self.apis.items() if provider.has_preview)
        object.__setattr__(self, "_previews", lru_cache(maxsize=64)(draws.preview))

    @property
    def providers(self) -> tuple[Provider, ...]:
        """Who renders here: the built-in engine always, the vendor where there is a key."""
        return tuple(self.apis)

    # ── asking for a video ────────────────────────────────────────────────────────────────────

    def create(
        self,
        request: VideoRequest,
        *,
        provider: Provider,
        owner: str,
        idempotency_key: str,
        address: str | None = None,
    ) -> Generation:
        """Write the request down; from here on it cannot be lost. The tracker sends it.

        The same key of the same owner is the same generation, however often it is asked for.
        `address` is the visitor's on the network, for the limit by address. Raise InvalidChoice if
        the provider cannot make it, TooMany, or StorageError if it cannot be written down.
        """
        return self._add(
            Generation.new(
                request.fitted_to(self._offered(provider)),
                provider=provider,
                owner=owner,
                idempotency_key=idempotency_key,
                now=self.clock(),
            ),
            address,
        )

    def retry(
        self,
        owner: str,
        generation_id: str,
        idempotency_key: str,
        *,
        address: str | None = None,
    ) -> Generation:
        """Ask for the same once more, linked to the first try. Raise NotNow or TooMany.

        All later tries lead to the first one, not each to the one before.
        """
        first = self._own(owner, generation_id)
        if not first.has_stopped:
            raise NotNow(f"This one is {first.status}: there is nothing to try again.")
        return self._add(
            Generation.new(
                first.request,
                provider=self._offered(first.provider),
                owner=owner,
                idempotency_key=idempotency_key,
                retry_of=first.retry_of or first.id,
                now=self.clock(),
            ),
            address,
        )

    def preview(self, request: VideoRequest, *, width: int = 304) -> Preview:
        """A still of this very caption, and what the engine says of it: nothing is paid or kept.

        Raise UnsupportedCharacters, which names them, or VideoApiError where the engine is not
        there.
        """
        return self._previews(request, width=width)

    # ── looking ───────────────────────────────────────────────────────────────────────────────

    def get(self, owner: str, generation_id: str) -> Generation:
        """Raise GenerationNotFound, also for somebody else's unless history is shared."""
        generation = self.ledger.get(generation_id)
        if generation is None or not self._may_see(owner, generation):
            raise GenerationNotFound(_NOT_FOUND)
        return generation

    def latest(self, owner: str) -> Generation | None:
        """The newest that is under way or waits for a decision: what a refresh shows again."""
        return next(iter(self.in_progress(owner)), None)

    def in_progress(self, owner: str) -> list[Generation]:
        """All of this owner's that are under way or wait for a decision, newest first."""
        return self.ledger.unfinished(owner)

    def history(
        self, owner: str, *, words: str = "", page: int = 1, per_page: int = 12
    ) -> HistoryPage:
        """Every generation whose caption contains the words, in any case, newest first."""
        whose = None if self.settings.shared_history else owner
        total = self.ledger.count(whose, words)
        pages = max(1, -(-total // per_page))
        page = min(max(page, 1), pages)
        found: Sequence[Generation] = ()
        if total:
            found = self.ledger.page(whose, words, offset=(page - 1) * per_page, limit=per_page)
        return HistoryPage(generations=tuple(found), total=total, page=page, pages=pages)

    def estimate(self, template: Template, provider: Provider) -> Estimate:
        """How long such a video takes here, from the team's own recent runs."""
        return Estimate.of(self.ledger.recent_seconds(template.name, provider, _RUNS), provider)

    def progress(self, generation: Generation, now: datetime) -> Progress:
        """How far it is, how long it still takes, and what happens now, in plain words."""
        estimate = self.estimate(generation.request.template, generation.provider)
        progress = progress_of(generation, estimate, now)
        return progress.delayed() if self.tracker_is_quiet() else progress

    # ── changing one's mind ───────────────────────────────────────────────────────────────────

    def cancel(self, owner: str, generation_id: str) -> Generation:
        """Stop following it. Raise NotNow once the video is there or being saved.

        The tracker tells the built-in engine to stop making it; the AI/ML API cannot be told.
        """
        return self._change(owner, generation_id, _cancelled)

    def recheck(self, owner: str, generation_id: str) -> Generation:
        """Ask the API once more about one that was given up, cancelled, lost or never confirmed."""
        deadline = timedelta(seconds=self.settings.deadline_seconds)

        def checked_again(generation: Generation, now: datetime) -> Generation:
            if generation.status is Status.UNCONFIRMED or generation.may_have_arrived:
                return generation.looked_up_again(Problem.of(Code.LOOKED_UP), now)
            return generation.resumed(now, deadline=deadline)

        return self._change(owner, generation_id, checked_again)

    def resolve(
        self,
        owner: str,
        generation_id: str,
        *,
        task_id: str | None = None,
        send_again: bool = False,
    ) -> Generation:
        """Settle an unconfirmed one: it did arrive, under this id; or it shall be sent again.

        Submit again may be charged twice, so only a person decides that. If the log has shown it
        meanwhile, their click comes too late, and nothing is sent.
        Raise InvalidInput for an id that cannot be its own, NotNow if it was settled meanwhile.
        """
        if (task_id is None) is not send_again:
            raise NotNow(
                "Say either the id that the video API gave, or that it shall be sent again."
            )
        known = parse_task_id(task_id) if task_id is not None else None
        deadline = timedelta(seconds=self.settings.deadline_seconds)

        def settled(generation: Generation, now: datetime) -> Generation:
            if generation.status is not Status.UNCONFIRMED:
                raise NotNow(f"This generation is {generation.status} already.")
            if known is None:
                return generation.sent_again(now, by_owner=True)
            self._refuse_anothers(known, generation.provider)
            return generation.submitted(known, now, poll=timedelta(0), deadline=deadline)

        return self._change(owner, generation_id, settled)

    def delete(self, owner: str, generation_id: str) -> None:
        """Really delete it: row, film and poster.

        The row goes first and leaves a note in the same commit; the files follow; then the note
        goes. A crash in between leaves the note, and the tracker ends what was begun. So does a
        video under way: it may be stored in this very moment.
        """
        generation = self._own(owner, generation_id)
        self.ledger.delete(generation_id, self.clock())
        self._forget_the_engines_copy(generation)
        self.archive.delete(film_of(generation_id))
        self.archive.delete(poster_of(generation_id))
        if generation.status.is_final:
            self.ledger.deletion_done(generation_id)

    # ── the files ─────────────────────────────────────────────────────────────────────────────

    def clip(self, generation_id: str) -> Clip:
        """The film of a ready generation. Who may see it is asked by the caller.

        Raise GenerationNotFound, FileLost if the archive lost or cut it, or StorageError where the
        archive does not answer.
        """
        generation, video = self._ready(generation_id)
        held = self.archive.stat(film_of(generation.id))
        if held is None or held.size != video.size:
            raise self._lost(generation, Reason.FILE_ALTERED if held else Reason.FILE_MISSING)
        return self._clip(generation, film_of(generation.id), "video/mp4", "mp4", video.sha256)

    def poster(self, generation_id: str) -> Clip:
        """Its picture, under the same terms as `clip`."""
        generation, video = self._ready(generation_id)
        key = poster_of(generation.id)
        return self._clip(generation, key, "image/webp", "webp", f"{video.sha256}-poster")

    def sign_clip(self, generation_id: str, expires: datetime) -> str:
        """A token that lets whoever holds it see this one clip until then."""
        return self.signer.sign_until("clip", generation_id, expires)

    def verify_clip(self, generation_id: str, token: str, now: datetime) -> bool:
        return self.signer.verify_until("clip", generation_id, token, now)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _forget_the_engines_copy(self, generation: Generation) -> None:
        """Where the engine cannot be asked, its copy goes by itself within minutes."""
        if generation.provider.can_cancel and generation.task_id:
            with contextlib.suppress(VideoApiError):
                self.apis[generation.provider].forget(generation.task_id)

    def _offered(self, provider: Provider) -> Provider:
        if provider in self.apis:
            return provider
        expected = " | ".join(repr(str(offered)) for offered in self.apis)
        raise InvalidChoice(
            f"{provider.label} is not set up here: it needs AIMLAPI_API_KEY. "
            "Ask whoever runs Skylit, or choose the built-in engine.",
            field="provider",
            expected=expected,
            received=repr(str(provider)),
        )

    def _add(self, generation: Generation, address: str | None) -> Generation:
        where = self.signer.sign("address", address) if address else None
        kept = self.ledger.add(generation, limits=self._limits, address=where)
        self.wake()
        return kept

    @property
    def _limits(self) -> Limits:
        return Limits(
            per_minute=self.settings.submits_per_minute,
            per_address=self.settings.submits_per_address,
            paid_per_day=self.settings.paid_per_day,
        )

    def _may_see(self, owner: str, generation: Generation) -> bool:
        return self.settings.shared_history or generation.owner == owner

    def _own(self, owner: str, generation_id: str) -> Generation:
        generation = self.get(owner, generation_id)
        if generation.owner != owner:
            raise NotNow("Somebody else made this video: only they can change it.")
        return generation

    def _refuse_anothers(self, task_id: str, provider: Provider) -> None:
        """An id that another generation has is no answer, and would show one person another's."""
        if self.ledger.knows_task(task_id, provider):
            raise InvalidInput(
                "That id belongs to another video that is here already. Look for the one with "
                "these words and this time.",
                field="task_id",
                expected="the id of this very video",
                received=repr(task_id),
            )

    def _change(
        self,
        owner: str,
        generation_id: str,
        changed: Callable[[Generation, datetime], Generation],
    ) -> Generation:
        """Compare and swap, until it either holds or is no longer allowed (NotNow)."""
        while True:
            old = self._own(owner, generation_id)
            new = changed(old, self.clock())
            asks_again = new.status is Status.QUEUED and new.provider.charges
            limits = self._limits if asks_again else NO_LIMITS
            if self.ledger.swap(old, new, limits=limits):
                self.wake()
                return new

    def _lost(self, generation: Generation, reason: Reason) -> SkylitError:
        """Its owner shall read it at once, not after the next audit.

        Where the archive holds nothing at all, its disk is not mounted, and no video is lost.
        """
        if next(self.archive.list(), None) is None:
            return StorageError(
                "The archive is empty. Ask whoever runs Skylit to look at its disk."
            )
        damaged = generation.damaged(reason, self.clock())
        if generation.reason is not reason:
            self.ledger.swap(generation, damaged)
        return FileLost(damaged.problem or "")

    def _ready(self, generation_id: str) -> tuple[Generation, Video]:
        generation = self.ledger.get(generation_id)
        if generation is None or generation.status is not Status.READY or not generation.video:
            raise GenerationNotFound(_NOT_FOUND)
        return generation, generation.video

    def _clip(
        self, generation: Generation, key: str, media_type: str, ending: str, etag: str
    ) -> Clip:
        held = self.archive.stat(key)
        if held is None:
            raise GenerationNotFound("The file of this video is gone from the archive.")
        name = attachment_name(generation.caption.text, ending)
        return Clip(
            size=held.size,
            etag=etag,
            media_type=media_type,
            attachment=content_disposition(name),
            modified=held.modified,
            path=self._path(key),
            _open=lambda start, end: self.archive.open(key, start, end),
        )

    def _path(self, key: str) -> Path | None:
        return self.archive.path(key)


def _cancelled(generation: Generation, now: datetime) -> Generation:
    """What a cancel means depends on how far it is, and its owner is told."""
    if generation.status is Status.SAVING and generation.reason is None:
        raise NotNow("The video is done and being saved: it will be here in a moment.")
    return generation.cancelled(_what_a_cancel_means(generation), now)


def _what_a_cancel_means(generation: Generation) -> Problem:
    if generation.status is Status.QUEUED:
        return Problem.of(Code.CANCELLED_UNSENT)
    if generation.provider.charges:
        return Problem.of(Code.CANCELLED_MAY_CHARGE)
    return Problem.of(Code.CANCELLED_FREE)
