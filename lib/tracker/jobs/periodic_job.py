"""PeriodicJob: work that is done now and then on a thread of its own, and so delays no step."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable

from lib.errors import SkylitError
from lib.tracker.worker_group import stack_of

_log = logging.getLogger(__name__)


class PeriodicJob:
    """To read an archive takes long, and one that does not answer takes for ever."""

    def __init__(self, name: str, do: Callable[[], float], *, else_after: float) -> None:
        """`do` returns the seconds until the next time; where it fails, it is `else_after`."""
        self._name = name
        self._do = do
        self._else_after = else_after
        self._next = -math.inf  # on the clock that nobody can set
        self._thread: threading.Thread | None = None

    def start_if_due(self) -> None:
        if self._is_running or time.monotonic() < self._next:
            return
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def join(self, end: float) -> None:
        """Wait for one under way, until `end` (monotonic)."""
        if self._thread is not None:
            self._thread.join(max(0.0, end - time.monotonic()))

    @property
    def _is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self) -> None:
        wait = self._else_after
        try:
            wait = self._do()
        except SkylitError as error:
            _log.warning("The %s has to wait: %s", self._name, error)
        except Exception as error:  # noqa: BLE001  # a job that stumbles must not end the others
            _log.error("The %s stumbled: %s", self._name, stack_of(error))
        self._next = time.monotonic() + wait
