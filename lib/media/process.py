"""Process: a confined process, followed from outside line by line, and ended when it has to be."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final

from lib.errors import Cancelled, LookBrokenOff
from lib.media.confined import Limits, environment, refusal
from lib.problem import Code
from lib.settings import PROJECT

#: Seconds between two questions whether it is still wanted.
_ASKING: Final = 0.1


def nobody_cancels() -> bool:
    return False


def follow(
    module: str,
    arguments: Sequence[str],
    limits: Limits,
    *,
    told: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = nobody_cancels,
) -> str:
    """Run `python -m MODULE SECONDS BYTES ARGUMENTS…` to its end; return its last line.

    `told` gets every line as it comes. Raise Cancelled when `cancelled` says so, BadVideo for what
    the file is to blame for, LookBrokenOff if the process was ended from outside or outlasted
    `limits.patience`, StorageError if the disk fails.
    """
    with (
        tempfile.TemporaryFile() as errors,
        _started(module, arguments, limits, errors) as process,
    ):
        watch = _Watch(process, limits.patience, cancelled)
        last = ""
        for line in process.stdout or ():
            last = line.strip()
            if told is not None:
                told(last)
        process.wait()
        watch.end()
        errors.seek(0)
        if process.returncode:
            raise refusal(process.returncode, last, errors.read())
        return last


@contextmanager
def _started(
    module: str, arguments: Sequence[str], limits: Limits, errors: IO[bytes]
) -> Iterator[subprocess.Popen[str]]:
    """Yield the process, and end it with the block."""
    process = subprocess.Popen(  # noqa: S603  # our own module, and paths of our making
        [sys.executable, "-m", module, str(limits.seconds), str(limits.memory), *arguments],
        cwd=PROJECT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl+C in a terminal says nothing about the file
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


class _Watch:
    """A thread that kills the process when it is no longer wanted, or takes too long."""

    def __init__(
        self, process: subprocess.Popen[str], patience: float, cancelled: Callable[[], bool]
    ) -> None:
        self._process = process
        self._rounds = max(1, round(patience / _ASKING))
        self._cancelled = cancelled
        self._over = threading.Event()
        self._verdict: Exception | None = None
        self._thread = threading.Thread(target=self._watch, name="media watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop watching. Raise Cancelled or LookBrokenOff if the watch ended the process, or its own error."""
        self._over.set()
        self._thread.join()
        if self._verdict is not None:
            raise self._verdict

    def _watch(self) -> None:
        for _ in range(self._rounds):
            if self._over.wait(_ASKING):
                return
            if verdict := self._unwanted():
                break
        else:
            verdict = LookBrokenOff(Code.LOOK_TOO_LONG)
        self._verdict = verdict
        self._process.kill()

    def _unwanted(self) -> Exception | None:
        try:
            return Cancelled(Code.NOT_WANTED) if self._cancelled() else None
        except Exception as error:  # noqa: BLE001  # told to whoever waits, in `end`
            return error
