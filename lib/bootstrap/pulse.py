"""The engine's pulse: whether it still answers, which a process that is stopped or stuck does not.

One that has too much to do answers late as well. It is told from a hung one by what it does meanwhile:
it uses the processor, waits for its turn, or waits for the disk. Such an engine is left out until it
answers again, and left alone.
"""

from __future__ import annotations

import http.client
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

_log = logging.getLogger(__name__)

#: Seconds between two beats, and for the answer to one.
BEAT: Final = 0.5
PATIENCE: Final = 1.0
#: Beats missed in a row before nobody is sent to it, and before it is replaced. They are counted
#: rather than timed: when the whole machine slept, nobody is to blame.
SILENT: Final = 2
DEAD: Final = 8
#: Beats missed by one that is busy, before it counts as running in circles: some three minutes.
LOST: Final = 120

#: States of a process that cannot answer and is not to blame (proc(5)): its turn to run, or the disk's.
_WAITING: Final = frozenset("RD")


@dataclass(frozen=True, slots=True)
class Activity:
    """What a process is doing, and the processor time that it has used, in clock ticks."""

    state: str
    ticks: int

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """None for a process that has ended, and where the system does not tell (only Linux does)."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return cls(fields[0], int(fields[11]) + int(fields[12]))

    def is_busy_since(self, before: Activity) -> bool:
        return self.state in _WAITING or self.ticks > before.ticks


class Pulse:
    """Asks an engine from time to time. `replace` is called from its thread, once it counts as dead."""

    def __init__(
        self,
        pid: int,
        replace: Callable[[], None],
        *,
        beat: float = BEAT,
        patience: float = PATIENCE,
        lost: int = LOST,
    ) -> None:
        """`beat` and `patience` in seconds; `lost`: the most beats that a busy engine may miss."""
        self._pid = pid
        self._replace = replace
        self._beat = beat
        self._patience = patience
        self._lost = lost
        self._missed = 0
        self._idle = 0  # of those missed, in which it did nothing
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
        while not self._ended.wait(self._beat):
            self._feel(netloc)
            if self._is_dead and not self._ended.is_set():
                _log.warning("The built-in engine does not answer; it is replaced.")
                self._replace()
                return

    def _feel(self, netloc: str) -> None:
        before = Activity.of(self._pid)
        if _answers(netloc, self._patience):
            self._missed = self._idle = 0
            return
        after = Activity.of(self._pid)
        self._missed += 1
        self._idle += not (before and after and after.is_busy_since(before))

    @property
    def _is_dead(self) -> bool:
        return self._idle >= DEAD or self._missed >= self._lost


def _answers(netloc: str, patience: float) -> bool:
    connection = http.client.HTTPConnection(netloc, timeout=patience)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
