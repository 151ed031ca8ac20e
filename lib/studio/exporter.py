"""Exporter: makes files in the background, few at a time, and each once however many ask for it.

What is under way is known to this process alone. A file that a restart interrupted was not kept, and
is made again when somebody asks for it again.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from lib.errors import Cancelled, SkylitError, TooMany
from lib.problem import Code, Problem

_log = logging.getLogger(__name__)

#: Files made at a time: one takes two cores for some seconds, and films are drawn beside it.
AT_ONCE: Final = max(1, (os.cpu_count() or 1) // 2)

#: Files that may wait for their turn, of one person and of all.
_WAITING_OF_ONE: Final = 40
_WAITING: Final = 400

#: Failures that are remembered until somebody asks again.
_REMEMBERED: Final = 200

#: Generation's id, and the recipe's key.
Key = tuple[str, str]


@dataclass(slots=True)
class Job:
    """One file under way. `work` tells how far it is and asks whether it is still wanted."""

    whose: str
    fraction: float = 0.0
    #: Why it failed, if it did.
    problem: Problem | None = None
    _unwanted: threading.Event = field(default_factory=threading.Event)

    def tell(self, fraction: float) -> None:
        """Note how far it is, 0 to 1."""
        self.fraction = max(self.fraction, min(fraction, 1.0))

    def is_unwanted(self) -> bool:
        return self._unwanted.is_set()

    def wait(self, seconds: float) -> None:
        """Sleep. Raise Cancelled as soon as it is no longer wanted."""
        if self._unwanted.wait(seconds):
            raise Cancelled(Code.EXPORT_CANCELLED)

    def cancel(self) -> None:
        self._unwanted.set()


class Exporter:
    """Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[Key, Job] = {}
        self._failed: dict[Key, Job] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")

    def ask(self, key: Key, whose: str, work: Callable[[Job], object]) -> None:
        """Begin it, unless it is under way. Raise TooMany."""
        with self._lock:
            if key in self._jobs:
                return
            self._refuse_crowds(whose)
            self._failed.pop(key, None)
            self._jobs[key] = job = Job(whose)
            self._pool.submit(self._run, key, job, work)

    def job(self, key: Key) -> Job | None:
        """Return the job that is under way or has failed; None where there is neither."""
        with self._lock:
            return self._jobs.get(key) or self._failed.get(key)

    def cancel(self, key: Key) -> None:
        """Stop it within a fraction of a second; do nothing if it is not under way."""
        with self._lock:
            if job := self._jobs.get(key):
                job.cancel()

    def cancel_all(self, generation_id: str) -> None:
        """Stop everything that is being made from this film."""
        with self._lock:
            for (of, _), job in self._jobs.items():
                if of == generation_id:
                    job.cancel()

    def stop(self) -> None:
        """Stop everything. Call when Skylit ends."""
        with self._lock:
            for job in self._jobs.values():
                job.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _refuse_crowds(self, whose: str) -> None:
        waiting = list(self._jobs.values())
        theirs = sum(job.whose == whose for job in waiting)
        if theirs >= _WAITING_OF_ONE or len(waiting) >= _WAITING:
            raise TooMany(Code.EXPORTS_CROWDED)

    def _run(self, key: Key, job: Job, work: Callable[[Job], object]) -> None:
        problem = _outcome(job, work)
        with self._lock:
            del self._jobs[key]
            if problem:
                job.problem = problem
                self._failed[key] = job
                while len(self._failed) > _REMEMBERED:
                    del self._failed[next(iter(self._failed))]


def _outcome(job: Job, work: Callable[[Job], object]) -> Problem | None:
    """Do the work; return what is told to people if it failed."""
    try:
        job.wait(0)
        work(job)
    except Cancelled:
        return None
    except SkylitError as error:
        return error.problem
    except Exception as error:  # noqa: BLE001  # a mistake of ours must not stop the others
        _log.error("A file could not be made.", exc_info=error)
        return Problem.of(Code.EXPORT_FAILED)
    return None
