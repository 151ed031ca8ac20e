"""The process that transcodes, seen from outside: start it, follow its progress, end it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from lib import files
from lib.errors import Cancelled, StorageError
from lib.media.confined import Limits, environment, refusal
from lib.media.transcode.recipe import Recipe
from lib.problem import Code, Problem
from lib.settings import PROJECT

#: A film of fifteen seconds in Full HD takes ten seconds of CPU time.
LIMITS: Final = Limits(seconds=300)

#: Seconds by the clock after which the process is ended: a disk that hangs costs no CPU time.
_PATIENCE: Final = 600.0

#: Seconds between two questions whether it is still wanted.
_ASKING: Final = 0.1


def transcode(
    recipe: Recipe,
    film: Path,
    target: Path,
    *,
    title: str = "",
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = LIMITS,
) -> None:
    """Write `recipe`'s file of `film` to `target`, whole or not at all.

    `progress` gets a share from 0 to 1 now and then. Raise Cancelled when `cancelled` says so,
    BadVideo if the film cannot be decoded within the limits, StorageError if the disk fails or the
    process was ended from outside.
    """
    draft = files.draft_of(target)
    try:
        with (
            tempfile.TemporaryFile() as errors,
            _started(recipe, film, draft, title, limits, errors) as process,
        ):
            last = _follow(process, progress, cancelled)
            errors.seek(0)
            if process.returncode:
                raise refusal(process.returncode, last, errors.read())
        _settle(draft, target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _started(
    recipe: Recipe, film: Path, draft: Path, title: str, limits: Limits, errors: IO[bytes]
) -> Iterator[subprocess.Popen[str]]:
    """The process; it never outlives the block."""
    order = {"recipe": recipe.key, "film": str(film.absolute()), "title": title}
    order |= {"target": str(draft.absolute())}
    bounds = [str(limits.seconds), str(limits.memory)]
    process = subprocess.Popen(  # noqa: S603  # our own module, and paths of our making
        [sys.executable, "-m", "lib.media.transcode", *bounds, json.dumps(order)],
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


def _follow(
    process: subprocess.Popen[str],
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> str:
    """Wait for its end; return its last line. Raise Cancelled."""
    watch = _Watch(process, cancelled)
    last = ""
    for line in process.stdout or ():
        last = line.strip()
        if progress is not None and (share := _share(last)) is not None:
            progress(share)
    process.wait()
    watch.end()
    return last


def _share(line: str) -> float | None:
    try:
        return min(max(float(line), 0.0), 1.0)
    except ValueError:
        return None


class _Watch:
    """A thread that kills the process when it is no longer wanted, or takes too long."""

    def __init__(
        self, process: subprocess.Popen[str], cancelled: Callable[[], bool] | None
    ) -> None:
        self._process = process
        self._cancelled = cancelled or (lambda: False)
        self._over = threading.Event()
        self._unwanted = False
        self._late = False
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._watch, name="transcode watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Raise Cancelled or StorageError if this watch ended the process."""
        self._over.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        if self._unwanted:
            raise Cancelled(Code.EXPORT_CANCELLED)
        if self._late:
            raise StorageError(Code.VIDEO_UNREADABLE)

    def _watch(self) -> None:
        rounds = round(_PATIENCE / _ASKING)
        for _ in range(rounds):
            if self._over.wait(_ASKING):
                return
            try:
                self._unwanted = self._cancelled()
            except Exception as error:  # noqa: BLE001  # told to whoever waits, in `end`
                self._failure = error
            if self._unwanted or self._failure:
                break
        else:
            self._late = True
        self._process.kill()


def _settle(draft: Path, target: Path) -> None:
    try:
        files.settle(draft, target)
    except OSError as error:
        raise StorageError(Problem.of(Code.FILE_UNWRITABLE, why=error.strerror)) from error
