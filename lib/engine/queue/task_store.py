"""Tasks on disk: one JSON file each, written atomically, so that kill -9 loses none.

DIR/tasks/ID.json     the task
DIR/drawing/ID/       what is rendered just now: film.mp4, its progress, a file that cancels it
DIR/videos/ID.mp4     the video, whole
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from lib import files
from lib.engine.queue.render_backend import Failure
from lib.engine.request import RenderRequest
from lib.format import PORTRAIT

_log = logging.getLogger(__name__)
_ID_BYTES: Final = 16  # 21 characters of base64 after the padding bits are cut off
#: How the first release named a draft.
_EARLIER_DRAFT: Final = ".tmp"


class TaskStatus(StrEnum):
    """The word on the wire and on disk."""

    QUEUED = "queued"  # accepted: durable, and waiting
    GENERATING = "generating"  # a worker draws it; found here after a crash: drawn again
    COMPLETED = "completed"  # the video is on disk
    ERROR = "error"  # there will be none; `failure` says why

    @property
    def is_final(self) -> bool:
        return self in {TaskStatus.COMPLETED, TaskStatus.ERROR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One request and its outcome. `number` counts arrivals: tasks are rendered in that order."""

    id: str
    number: int
    prompt: str
    template: str
    palette: str
    seed: int
    accepted_at: datetime
    request_id: str
    client_request_id: str | None
    format: str = PORTRAIT.name  # what tasks that say nothing were accepted for
    status: TaskStatus = TaskStatus.QUEUED
    finished_at: datetime | None = None
    failure: Failure | None = None

    @classmethod
    def of(
        cls,
        request: RenderRequest,
        *,
        number: int,
        now: datetime,
        request_id: str,
        client_request_id: str | None,
    ) -> Self:
        return cls(
            id=secrets.token_urlsafe(_ID_BYTES)[:21],
            number=number,
            prompt=request.caption.text,
            template=request.template.name,
            palette=request.palette.name,
            seed=request.seed,
            accepted_at=now,
            request_id=request_id,
            client_request_id=client_request_id,
            format=request.format.name,
        )

    @property
    def request(self) -> RenderRequest:
        """Raise InvalidInput where a later version no longer takes what an earlier one accepted."""
        return RenderRequest.parse(self.prompt, self.template, self.palette, self.seed, self.format)

    def queued(self) -> Self:
        """Queue it again: its worker or its video is gone."""
        return replace(self, status=TaskStatus.QUEUED, finished_at=None, failure=None)

    def generating(self) -> Self:
        return replace(self, status=TaskStatus.GENERATING)

    def completed(self, now: datetime) -> Self:
        return replace(self, status=TaskStatus.COMPLETED, finished_at=now)

    def failed(self, failure: Failure, now: datetime) -> Self:
        return replace(self, status=TaskStatus.ERROR, finished_at=now, failure=failure)


class TaskStore:
    """Where tasks and their videos live. Every method but `load` may raise OSError."""

    def __init__(self, root: Path) -> None:
        self._tasks = root / "tasks"
        self._drawing = root / "drawing"
        self._videos = root / "videos"
        for folder in (self._tasks, self._drawing, self._videos):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def save(self, task: Task) -> None:
        """Write it down; it is on the disk, not in a cache, when this returns."""
        with files.replacing(self._path(task.id)) as draft:
            draft.write_text(json.dumps(asdict(task), default=_plain), encoding="utf-8")

    def load(self) -> list[Task]:
        """All tasks, in order of arrival. What cannot be read is moved aside, with a log line."""
        tasks = [task for path in self._tasks.glob("*.json") if (task := _read(path))]
        return sorted(tasks, key=lambda task: task.number)

    def tidy(self, tasks: Iterable[Task]) -> None:
        """Delete what a killed run left behind: drawings, drafts, and videos of none of these."""
        known = {self.video(task.id) for task in tasks}
        for ending in (files.DRAFT, _EARLIER_DRAFT):
            for draft in self._tasks.glob(f"*{ending}"):
                draft.unlink()
        for drawing in self._drawing.iterdir():
            shutil.rmtree(drawing, ignore_errors=True)
        for video in set(self._videos.iterdir()) - known:
            video.unlink()

    def forget(self, task: Task) -> None:
        """Delete the video first: a task without a video can be forgotten again, not vice versa.

        Whoever draws it is told to stop, and leaves its drawing to `discard`.
        """
        self.video(task.id).unlink(missing_ok=True)
        self._path(task.id).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # nobody draws it, or the disk is full
            self.cancelled(task.id).touch()

    def begin(self, task: Task) -> None:
        """Make room for its drawing, whatever an earlier try has left there."""
        self.discard(task)
        self._drawing_of(task.id).mkdir(mode=0o700)

    def publish(self, task: Task) -> None:
        """The film becomes the video, and is on the disk when this returns."""
        film = self.film(task.id)
        files.sync(film)
        film.replace(self.video(task.id))
        files.sync(self._videos)

    def discard(self, task: Task) -> None:
        """Drop its drawing. Never fails: what is left is in nobody's way, and tidied up later."""
        shutil.rmtree(self._drawing_of(task.id), ignore_errors=True)

    def video(self, task_id: str) -> Path:
        return self._videos / f"{task_id}.mp4"

    def film(self, task_id: str) -> Path:
        """Where a worker draws it."""
        return self._drawing_of(task_id) / "film.mp4"

    def progress(self, task_id: str) -> Path:
        return self._drawing_of(task_id) / "progress"

    def cancelled(self, task_id: str) -> Path:
        """There once its worker shall stop."""
        return self._drawing_of(task_id) / "cancelled"

    def _drawing_of(self, task_id: str) -> Path:
        return self._drawing / task_id

    def _path(self, task_id: str) -> Path:
        return self._tasks / f"{task_id}.json"


def _read(path: Path) -> Task | None:
    try:
        task = _task(json.loads(path.read_bytes()))
        if task.id != path.stem or not isinstance(task.number, int):
            raise ValueError("it is not the task that its name says")  # noqa: TRY301 - one way aside
        return task  # noqa: TRY300 - what was read, if nothing was wrong with it
    except (OSError, ValueError, TypeError, KeyError) as error:
        aside = path.with_suffix(".corrupt")
        _log.error("Task %s cannot be read (%s); moved to %s", path.stem, error, aside.name)
        path.replace(aside)
        return None


def _task(members: dict[str, Any]) -> Task:
    finished, failure = members["finished_at"], members["failure"]
    changes = {
        "status": TaskStatus(members["status"]),
        "accepted_at": datetime.fromisoformat(members["accepted_at"]),
        "finished_at": datetime.fromisoformat(finished) if finished else None,
        "failure": Failure(**failure) if failure else None,
    }
    return Task(**{**members, **changes})


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a task's file")
