"""The engine's pulse: whether it still answers, which a process that is stopped or stuck does not."""

from __future__ import annotations

import http.client
import logging
import threading
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

_log = logging.getLogger(__name__)

#: Seconds between two beats, and for the answer to one.
BEAT: Final = 0.5
PATIENCE: Final = 1.0
#: Beats missed in a row before nobody is sent to it, and before it is replaced. They are counted
#: rather than timed: when the whole machine slept, nobody is to blame.
SILENT: Final = 2
DEAD: Final = 8


class Pulse:
    """Asks an engine from time to time. `replace` is called from its thread, once it counts as dead."""

    def __init__(self, replace: Callable[[], None]) -> None:
        self._replace = replace
        self._missed = 0
        self._ended = threading.Event()

    @property
    def is_felt(self) -> bool:
        """False as soon as asking the engine would only be waiting."""
        return self._missed < SILENT

    def watch(self, address: str) -> None:
        """Begin, on a thread of its own, with an engine that has said that it is ready."""
        arguments = (urlsplit(address).netloc,)
        threading.Thread(target=self._watch, args=arguments, name="pulse", daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _watch(self, netloc: str) -> None:
        while not self._ended.wait(BEAT):
            self._missed = 0 if _answers(netloc) else self._missed + 1
            if self._missed == DEAD and not self._ended.is_set():
                _log.warning("The built-in engine does not answer; it is replaced.")
                self._replace()
                return


def _answers(netloc: str) -> bool:
    connection = http.client.HTTPConnection(netloc, timeout=PATIENCE)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
