"""Save: saving -> ready. A video is ready when its file is in the archive, looked at, and whole."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from lib.errors import (
    BadVideo,
    Cancelled,
    DeadLink,
    LookBrokenOff,
    StorageError,
    UnknownTask,
    VideoApiError,
)
from lib.generation import Generation, Reason, Status, Video
from lib.media import glance, receive, sha256_of
from lib.problem import Code, Problem
from lib.rendition import FILM, POSTER
from lib.tracker import problems
from lib.tracker.context import Context
from lib.tracker.steps.poll import Poll, task_of
from lib.video_api import Done, GenerationFailed, Pending

#: Seconds between two looks whether its owner still wants it.
_ASKING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Save:
    context: Context
    poll: Poll

    def save(self, generation: Generation) -> None:
        """A dead link and a broken file get one fresh link each; then the answer counts."""
        generation = self.context.looked_at(generation)
        try:
            self._fetch_twice(generation)
        except Cancelled:
            pass  # its row says so already; or Skylit ends, and the next start goes on from here
        except _NotDone as found:
            self._not_done(generation, found.answer)
        except UnknownTask:
            self.poll.task_unknown(generation)
        except LookBrokenOff as error:
            self.context.later(generation, error.problem)  # counted, and the deadline holds
        except BadVideo as error:
            problem = problems.bad_video(generation, error)
            failed = generation.failed(Reason.BAD_VIDEO, problem, self.context.clock())
            self.context.swap(generation, failed)
        except VideoApiError as error:
            self.poll.later(generation, error)
        except StorageError as error:
            self._wait_for_room(generation, error.problem)

    def _fetch_twice(self, generation: Generation) -> None:
        try:
            self._fetch(generation)
        except LookBrokenOff:
            raise
        except (DeadLink, BadVideo):
            self._fetch(generation)

    def _fetch(self, generation: Generation) -> None:
        """A fresh link, the file, a look at every picture, the archive; then the ledger.

        A film that browsers do not play is converted before it is stored.
        """
        api = self.context.apis[generation.provider]
        answer = api.check(task_of(generation))
        if not isinstance(answer, Done):
            raise _NotDone(answer)
        is_unwanted = _Unwanted(self.context, generation.id)
        with _folder_in(self.context.scratch) as folder:
            film, poster = Path(folder, "film.mp4"), Path(folder, "poster.webp")
            api.download(answer.url, film, cancelled=is_unwanted)
            told = answer.sha256 if generation.provider.vouches_for_films else None
            video = _looked_at(film, poster, told, is_unwanted)
            self.context.archive.store(FILM.key(generation.id), film)
            self.context.archive.store(POSTER.key(generation.id), poster)
        self._ready(generation, video)

    def _ready(self, generation: Generation, video: Video) -> None:
        if self.context.swap(generation, generation.ready(video, self.context.clock())):
            return
        fresh = self.context.ledger.row(generation.id)
        if fresh is None or fresh.status is Status.CANCELLED:  # just now: its files go, too
            self.context.archive.delete_all(generation.id)

    def _not_done(self, generation: Generation, answer: Pending | GenerationFailed) -> None:
        """The API said that it was done and takes it back: wait, unless it says that it failed."""
        if isinstance(answer, GenerationFailed):
            problem = problems.not_made(generation, answer)
            failed = generation.failed(Reason.NOT_MADE, problem, self.context.clock())
            self.context.swap(generation, failed)
        else:
            self.context.later(generation, problems.TAKEN_BACK)

    def _wait_for_room(self, generation: Generation, problem: Problem) -> None:
        """Our disk is at fault: however long that takes, the video is not given up for it."""
        _, longest = self.context.policy.waits[generation.provider]
        now = self.context.clock()
        waiting = generation.try_later(problem, now, longest, reason=Reason.NO_ROOM)
        deadline = now + self.context.policy.deadline
        self.context.swap(generation, replace(waiting, deadline_at=deadline))


@dataclass(slots=True)
class _Unwanted:
    """Whether its owner has cancelled or deleted it meanwhile, or Skylit ends. Cheap to ask often."""

    context: Context
    generation_id: str
    _asked_at: float = field(default_factory=time.monotonic)

    def __call__(self) -> bool:
        if self.context.stopping.is_set():
            return True
        if time.monotonic() - self._asked_at < _ASKING:
            return False
        self._asked_at = time.monotonic()
        return self._is_gone()

    def _is_gone(self) -> bool:
        try:
            fresh = self.context.ledger.row(self.generation_id)
        except StorageError:  # nobody knows: then it is wanted
            return False
        return fresh is None or fresh.status is not Status.SAVING


class _NotDone(Exception):
    """The link of a video was asked for that is not there (any more)."""

    def __init__(self, answer: Pending | GenerationFailed) -> None:
        super().__init__()
        self.answer = answer


def _looked_at(film: Path, poster: Path, told: str | None, is_unwanted: _Unwanted) -> Video:
    """Of a film whose checksum our own engine told, and that arrived so, one picture is enough."""
    if told is None:
        return receive(film, poster, cancelled=is_unwanted)
    if told != sha256_of(film):
        raise BadVideo(Code.FILE_BROKEN)
    return glance(film, poster, sha256=told)


def _folder_in(scratch: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder for one download, gone with it. Raise StorageError."""
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageError(Problem.of(Code.VIDEO_UNWRITABLE, why=error.strerror)) from error
