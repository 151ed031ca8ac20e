"""WorkerGroup: a few threads for one kind of step of one provider, so that none holds up another.

Threads are daemons: one that waits for an answer that never comes must not keep the server from
ending. Whatever a step began is in the ledger, and goes on at the next start.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from lib.errors import SkylitError
from lib.generation import Generation, Status
from lib.ledger import Ledger
from lib.log_lines import about_generation
from lib.provider import Provider

_log = logging.getLogger(__name__)

#: How long a worker group rests when our own database or disk fails: long enough not to burn a core.
_REST: Final = timedelta(seconds=3)


class WorkerGroup:
    def __init__(
        self,
        ledger: Ledger,
        provider: Provider,
        statuses: tuple[Status, ...],
        *,
        threads: int,
        at_once: int | None = None,
        in_batches: int | None = None,
        take: Callable[[Generation], timedelta | None],
        wake: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._provider = provider
        self._statuses = statuses
        self._threads = threads
        self._at_once = at_once
        self._in_batches = in_batches
        self._take = take
        self._wake = wake
        self._lock = threading.Lock()
        self._working: dict[str, threading.Thread] = {}
        self._rest_until = 0.0  # on the clock that nobody can set

    @property
    def in_flight(self) -> frozenset[str]:
        """Return the ids that are being worked on."""
        with self._lock:
            return frozenset(self._working)

    def start_due(self, now: datetime) -> None:
        """Give each thread that is free a generation that is due."""
        working = self.in_flight
        room = self._threads - len(working)
        if room <= 0 or self._rest > 0:
            return
        for generation in self._ledger.due(
            self._provider,
            self._statuses,
            now,
            limit=room,
            without=working,
            at_once=self._at_once,
            in_batches=self._in_batches,
        ):
            self._start(generation)

    def seconds_to_next(self, now: datetime) -> float | None:
        """Return the seconds until something can be started; a thread that ends may wake the loop before."""
        moment = self._ledger.next_due(self._provider, self._statuses, now)
        due = (moment - now).total_seconds() if moment else None
        rest = self._rest
        return max(due or 0.0, rest) if rest > 0 else due

    def join(self, end: float) -> None:
        """Wait for what is under way, until `end` (monotonic)."""
        with self._lock:
            threads = list(self._working.values())
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    @property
    def _rest(self) -> float:
        return self._rest_until - time.monotonic()

    def _start(self, generation: Generation) -> None:
        thread = threading.Thread(
            target=self._work, args=(generation,), name=f"step-{generation.id}", daemon=True
        )
        with self._lock:
            self._working[generation.id] = thread
        thread.start()

    def _work(self, generation: Generation) -> None:
        with about_generation(generation.id):
            rest = self._attempt(generation)
        with self._lock:
            del self._working[generation.id]
            if rest is not None:  # a shorter rest never undoes a longer one
                self._rest_until = max(self._rest_until, time.monotonic() + rest.total_seconds())
        self._wake()

    def _attempt(self, generation: Generation) -> timedelta | None:
        try:
            return self._take(generation)
        except SkylitError as error:
            _log.warning("A step of %s has to wait: %s", generation.id, error)
        except Exception as error:  # noqa: BLE001  # one bad generation must not stop the others
            _log.error("A step of %s failed: %s", generation.id, stack_of(error))
        return _REST


def stack_of(error: Exception) -> str:
    """Return the stack for the log, without the message, which may hold a signed link."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"
