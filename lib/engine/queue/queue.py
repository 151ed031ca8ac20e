"""TaskQueue: renders accepted tasks in order of arrival.

An accepted task is on disk. `width` threads each take the oldest queued task, hand it to the executor
and wait. Whatever happens, a task ends as completed or error, or stays on disk for the next start.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from datetime import datetime, timedelta
from typing import Final

from lib.engine.queue.render_backend import (
    CancelFile,
    Failure,
    ProgressFile,
    RenderBackend,
    attempt,
)
from lib.engine.queue.task_store import Task, TaskStatus, TaskStore
from lib.engine.queue.waiting_list import WaitingList
from lib.engine.request import RenderRequest
from lib.errors import StorageError, Throttled, UnknownTask
from lib.problem import Problem

_log = logging.getLogger(__name__)

#: How often a task is begun whose workers die under it.
TRIES: Final = 3
#: Seconds after which a client that found the line full may try again: about one video.
RETRY_AFTER: Final = 10.0

#: What becomes of one that was deleted while it was drawn. Nobody is there to be told.
_DELETED: Final = Failure("Cancelled", "The video was deleted while it was drawn.")


class TaskQueue:
    """Thread-safe. The queue owns its executor: `close` shuts it down."""

    def __init__(
        self,
        store: TaskStore,
        backend: RenderBackend,
        executor: Executor,
        *,
        width: int,
        room: int,
        clock: Callable[[], datetime],
    ) -> None:
        """`width` tasks are drawn at a time, and at most `room` wait behind them."""
        self._store = store
        self._backend = backend
        self._executor = executor
        self._room = room
        self._clock = clock
        self._tasks: dict[str, Task] = {}
        self._arrivals = 0
        self._waiting = WaitingList()
        self._entrance = threading.Lock()
        self._book = threading.Lock()  # what is forgotten must not be written down again
        self._threads = [
            threading.Thread(target=self._work, name=f"queue-{number}", daemon=True)
            for number in range(width)
        ]

    def open(self) -> None:
        """Queue every unfinished task of earlier runs, and start rendering."""
        tasks = self._store.load()
        self._store.tidy(tasks)
        for task in tasks:
            self._tasks[task.id] = task
            self._arrivals = task.number
            if self._is_unfinished(task):
                self._tasks[task.id] = task.queued()
                self._waiting.join(task.id)
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop rendering now. Unfinished tasks stay on disk as they are."""
        self._waiting.close()
        self._executor.shutdown(wait=True)
        for thread in self._threads:
            thread.join()

    def accept(
        self, request: RenderRequest, *, request_id: str, client_request_id: str | None
    ) -> Task:
        """Save and queue a request. Raise Throttled or StorageError if it was not accepted."""
        with self._entrance:
            if len(self._waiting) >= self._room:
                raise Throttled(
                    Problem.told("The queue is full. Ask again in a few seconds."),
                    retry_after=RETRY_AFTER,
                )
            task = Task.of(
                request,
                number=self._arrivals + 1,
                now=self._clock(),
                request_id=request_id,
                client_request_id=client_request_id,
            )
            self._save_new(task)
            self._arrivals = task.number
            self._tasks[task.id] = task
            self._waiting.join(task.id)
        return task

    def find(self, task_id: str) -> Task | None:
        return self._tasks.get(task_id)

    def newest_first(self) -> list[Task]:
        return sorted(self._tasks.copy().values(), key=lambda task: task.number, reverse=True)

    def progress(self, task: Task) -> float:
        """0 before a worker has begun, 1 when the video is there."""
        if task.status is TaskStatus.GENERATING:
            return ProgressFile(self._store.progress(task.id)).read()
        return 1.0 if task.status is TaskStatus.COMPLETED else 0.0

    def forget(self, task_id: str) -> None:
        """Delete a task and its video. Raise UnknownTask.

        A queued task makes room for another; a task that is being rendered stops.
        """
        with self._book:
            task = self._tasks.get(task_id)
            if task is None:
                raise UnknownTask(Problem.told("There is no generation of this id."))
            self._store.forget(task)
            del self._tasks[task_id]
        self._waiting.leave(task_id)

    def sweep(self, keep: timedelta) -> int:
        """Delete tasks that finished longer ago than `keep`; return how many."""
        finished_before = self._clock() - keep
        old = [
            task
            for task in self._tasks.copy().values()
            if task.finished_at and task.finished_at < finished_before
        ]
        for task in old:
            with contextlib.suppress(OSError):  # the next sweep finds it again, after a restart
                self._store.forget(task)
            self._tasks.pop(task.id, None)  # somebody may have deleted it meanwhile
        return len(old)

    def _is_unfinished(self, task: Task) -> bool:
        if task.status is TaskStatus.COMPLETED:
            return not self._store.video(task.id).exists()
        return not task.status.is_final

    def _save_new(self, task: Task) -> None:
        try:
            self._store.save(task)
        except OSError as error:
            _log.exception("A task could not be written down")
            raise StorageError(
                Problem.told(
                    "The engine cannot write to its data folder, so nothing was accepted. "
                    "Make room on the disk, then ask again."
                )
            ) from error

    def _work(self) -> None:
        while task_id := self._waiting.call():
            if task := self._tasks.get(task_id):  # else it was deleted in this very moment
                self._finish(task)

    def _finish(self, task: Task) -> None:
        task = task.generating()
        self._note(task)
        try:
            failure = self._draw(task)
        except _Ending:
            self._waiting.close()
            return
        except Exception as error:  # noqa: BLE001 - the end of a task, not of its thread
            if self._waiting.is_closed:
                return
            _log.exception("Task %s failed", task.id)
            failure = Failure.of(error)
        now = self._clock()
        self._note(task.failed(failure, now) if failure else task.completed(now))
        self._store.discard(task)

    def _draw(self, task: Task) -> Failure | None:
        """Render, up to TRIES times while workers die; publish the film or return the failure."""
        for number in range(1, TRIES + 1):
            if not self._begin(task):
                return _DELETED
            try:
                failure = self._drawn(task)
            except BrokenExecutor:
                if self._waiting.is_closed:
                    raise
                _log.warning("A worker died over task %s (try %d of %d)", task.id, number, TRIES)
                continue
            if not failure:
                self._publish(task)
            return failure
        return Failure(
            "WorkerDied",
            f"The engine's worker died {TRIES} times over this video. "
            "The machine may be short of memory; ask again later.",
        )

    def _begin(self, task: Task) -> bool:
        """Return False if the task was deleted: no worker could be told to stop any more."""
        with self._book:
            if task.id not in self._tasks:
                return False
            self._store.begin(task)
            return True

    def _drawn(self, task: Task) -> Failure | None:
        """One try, in a worker. Raise BrokenExecutor if that dies, _Ending if there is none."""
        try:
            drawing = self._executor.submit(
                attempt,
                self._backend.render,
                task.request,
                self._store.film(task.id),
                ProgressFile(self._store.progress(task.id)),
                CancelFile(self._store.cancelled(task.id)),
            )
        except BrokenExecutor:
            raise
        except RuntimeError as error:  # so says every executor that was shut down
            raise _Ending from error
        return drawing.result()

    def _publish(self, task: Task) -> None:
        with self._book:
            if task.id in self._tasks:  # else it was deleted while it was drawn
                self._store.publish(task)

    def _note(self, task: Task) -> None:
        """Save first, then publish in memory: a crash must not take back what clients were told.

        If saving fails, the next start renders the task again.
        """
        with self._book:
            if task.id not in self._tasks:
                return  # deleted meanwhile
            try:
                self._store.save(task)
            except OSError:
                _log.exception(
                    "Task %s is %s, but that could not be written down", task.id, task.status
                )
            self._tasks[task.id] = task


class _Ending(Exception):
    """The executor was shut down: this process is ending, the next one renders the task."""
