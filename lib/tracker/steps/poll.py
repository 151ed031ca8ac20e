"""Poll: generating -> saving -> ready. A video is ready when its file is ours, and decodes.

And what was cancelled meanwhile, which the engine is told to drop.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, assert_never

from lib.archive import film_of, poster_of
from lib.errors import (
    BadVideo,
    DeadLink,
    Refused,
    StorageError,
    Throttled,
    UnknownTask,
    VideoApiError,
)
from lib.generation import Generation, Status, Video
from lib.media import inspect
from lib.tracker import sentences
from lib.tracker.context import Context
from lib.video_api import Done, GenerationFailed, Pending

#: How often in a row the vendor must not know a task before it counts as lost: a fresh one may
#: not have reached every one of its machines.
_SURELY_UNKNOWN: Final = 3

#: Between two looks that say how long a task took. Skylit may have been down in between.
_SEEN_CLOSELY: Final = timedelta(minutes=2)

#: How long the engine rests after its disk was full: each try draws a whole film.
_FULL_DISK: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Poll:
    context: Context
    _sent_again: set[str] = field(default_factory=set)

    # ── generating -> saving ──────────────────────────────────────────────────────────────────

    def check(self, generation: Generation) -> None:
        generation, asked_at = self.context.looked_at(generation), self.context.clock()
        try:
            answer = self.context.apis[generation.provider].check(_task_of(generation))
        except UnknownTask:
            self._task_unknown(generation)
        except Throttled as error:
            at_least = timedelta(seconds=error.retry_after or 0)
            self._later(self.context.answered(generation, asked_at), error, at_least=at_least)
        except VideoApiError as error:
            self._later(self.context.answered(generation, asked_at), error)
        else:
            self._carry_on(self.context.answered(generation, asked_at), answer)

    def _carry_on(self, generation: Generation, answer: Pending | Done | GenerationFailed) -> None:
        now = self.context.clock()
        match answer:
            case Pending() if self.context.is_late(generation, now):
                self.context.swap(
                    generation, generation.timed_out(sentences.timed_out(generation), now)
                )
            case Pending(api_status, progress):
                poll = self.context.policy.next_look(generation.provider, _age(generation, now))
                shown = _farther(generation.progress, progress)
                self.context.swap(
                    generation, generation.still_generating(api_status, shown, now, poll)
                )
            case Done(credits_used=credits_used):
                self._learn(generation, now)
                saving = generation.completed(
                    credits_used, now, deadline=self.context.policy.deadline
                )
                self._arrived(generation, saving)
            case GenerationFailed(name="StorageError") if not generation.provider.charges:
                self._wait_for_the_engines_room(generation, answer)
            case GenerationFailed():
                failed = replace(generation, api_status=answer.name or "error")
                self.context.swap(
                    generation, failed.failed(sentences.api_failed(generation, answer), now)
                )
            case _:
                assert_never(answer)

    def _learn(self, generation: Generation, now: datetime) -> None:
        """It was done at some time since the last look; where that is long ago, nobody knows when."""
        unseen = now - generation.updated_at
        if generation.attempts == 0 and timedelta(0) <= unseen <= _SEEN_CLOSELY:
            self.context.policy.learn(generation.provider, _age(generation, now) - unseen / 2)

    def _wait_for_the_engines_room(self, generation: Generation, full: GenerationFailed) -> None:
        """Its disk is ours: the words wait in line, and are drawn once there is room."""
        now = self.context.clock()
        again = replace(generation.sent_again(now), problem=full.message, due_at=now + _FULL_DISK)
        self.context.swap(generation, again)

    def _arrived(self, generation: Generation, saving: Generation) -> None:
        """The video is there. If it was cancelled in this very moment, it is kept all the same, where
        it may have been paid for.
        """
        if self.context.swap(generation, saving):
            return
        fresh = self.context.ledger.get(generation.id)
        if fresh is None or fresh.status is not Status.CANCELLED or fresh.is_to_be_dropped:
            return
        if fresh.task_id == saving.task_id:
            resumed = fresh.resumed(self.context.clock(), deadline=self.context.policy.deadline)
            self.context.swap(fresh, resumed)

    def _task_unknown(self, generation: Generation) -> None:
        """The vendor's is lost, once it says so repeatedly; the engine simply gets it again.

        One that the vendor has never known may be mistyped, and is no reason to pay again unasked.
        """
        now = self.context.clock()
        if not generation.provider.charges and generation.id not in self._sent_again:
            self._sent_again.add(generation.id)  # once: an engine that always forgets must not loop
            self.context.swap(generation, generation.sent_again(now))
        elif generation.attempts + 1 < _SURELY_UNKNOWN:
            self.context.later(generation, "The video API does not know this video (yet).")
        elif generation.provider.charges and _was_never_known(generation):
            self.context.swap(generation, generation.disowned(sentences.disowned(generation), now))
        else:
            self.context.swap(generation, generation.failed(sentences.lost(generation), now))

    def _later(
        self, generation: Generation, error: VideoApiError, *, at_least: timedelta = timedelta(0)
    ) -> None:
        sentence = sentences.asked_again(generation, error)
        self.context.later(generation, sentence, at_least=at_least)

    # ── cancelled ─────────────────────────────────────────────────────────────────────────────

    def drop(self, generation: Generation) -> None:
        """Have the engine stop what was cancelled: the next person waits for it."""
        try:
            self.context.apis[generation.provider].forget(_task_of(generation))
        except Refused:
            pass  # it has none of it any more
        except VideoApiError:
            wait = self.context.policy.wait(generation.provider, generation.attempts)
            self.context.swap(generation, generation.drop_later(self.context.clock(), wait))
            return
        self.context.swap(generation, generation.dropped(self.context.clock()))

    # ── saving -> ready ───────────────────────────────────────────────────────────────────────

    def save(self, generation: Generation) -> None:
        """A link that died and a file that is broken get one fresh link; then the answer counts."""
        generation = self.context.looked_at(generation)
        try:
            try:
                self._fetch(generation)
            except (DeadLink, BadVideo):
                self._fetch(generation)
        except _NotDone as found:
            self._not_done(generation, found.answer)
        except UnknownTask:
            self._task_unknown(generation)
        except BadVideo as error:
            sentence = sentences.bad_video(generation, error)
            self.context.swap(generation, generation.failed(sentence, self.context.clock()))
        except VideoApiError as error:
            self._later(generation, error)
        except StorageError as error:
            self._wait_for_room(generation, str(error))

    def _fetch(self, generation: Generation) -> None:
        """A fresh link, the file, a look at every picture, the archive; then the ledger."""
        answer = self.context.apis[generation.provider].check(_task_of(generation))
        if not isinstance(answer, Done):
            raise _NotDone(answer)
        with _folder_in(self.context.scratch) as folder:
            film, poster = Path(folder, "film.mp4"), Path(folder, "poster.webp")
            self.context.apis[generation.provider].download(answer.url, film)
            video = inspect(film, poster)
            self.context.archive.store(film_of(generation.id), film)
            self.context.archive.store(poster_of(generation.id), poster)
        self._ready(generation, video)

    def _ready(self, generation: Generation, video: Video) -> None:
        if self.context.swap(generation, generation.ready(video, self.context.clock())):
            return
        if (
            self.context.ledger.get(generation.id) is None
        ):  # deleted meanwhile: its files go as well
            self.context.archive.delete(film_of(generation.id))
            self.context.archive.delete(poster_of(generation.id))

    def _not_done(self, generation: Generation, answer: Pending | GenerationFailed) -> None:
        """It said that it was done and takes it back: wait, unless it says that it failed."""
        if isinstance(answer, GenerationFailed):
            sentence = sentences.api_failed(generation, answer)
            self.context.swap(generation, generation.failed(sentence, self.context.clock()))
        else:
            self.context.later(generation, "The video API takes the video back. It is asked again.")

    def _wait_for_room(self, generation: Generation, problem: str) -> None:
        """Our disk is at fault: however long that takes, the video is not given up for it."""
        _, longest = self.context.policy.waits[generation.provider]
        now = self.context.clock()
        waiting = generation.try_later(problem, now, longest)
        self.context.swap(
            generation, replace(waiting, deadline_at=now + self.context.policy.deadline)
        )


class _NotDone(Exception):
    """Asked for the link of a video that is not there (any more)."""

    def __init__(self, answer: Pending | GenerationFailed) -> None:
        super().__init__()
        self.answer = answer


def _task_of(generation: Generation) -> str:
    if generation.task_id is None:
        raise UnknownTask("This generation has no task.", status=404)
    return generation.task_id


def _age(generation: Generation, now: datetime) -> timedelta:
    return now - (generation.submitted_at or now)


def _was_never_known(generation: Generation) -> bool:
    """Neither a word of it was heard, nor has it been here once already."""
    heard = generation.api_status is not None or generation.video is not None
    return generation.status is Status.GENERATING and not heard


def _farther(before: float | None, now: float | None) -> float | None:
    """A bar that goes back looks broken, whatever the API says."""
    return now if before is None or now is None else max(before, now)


def _folder_in(scratch: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder of its own for one download, gone with it. Raise StorageError."""
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageError(
            f"The video cannot be written to the disk ({error.strerror}). "
            "Make room or mend its rights: it goes on by itself."
        ) from error
