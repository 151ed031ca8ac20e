"""The built-in engine as a child process: start it, watch it, restart it, and end it with Skylit.

The engine chooses its port; Skylit makes its key. The engine watches its stdin, which is a pipe from
Skylit: when Skylit ends, in whatever way, the pipe closes and the engine ends. An engine that lives
but does not answer is killed and restarted.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from lib.bootstrap.pulse import Pulse
from lib.settings import PROJECT

_log = logging.getLogger(__name__)

_READY: Final = "Engine ready at "

#: Seconds before a restart, doubled each time that it died young.
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 30.0
_YOUNG: Final = 60.0

#: Seconds that it gets to end by itself. It promises three; its tasks are on disk either way.
_PATIENCE: Final = 2.5

#: The exit code with which it says that it cannot start like this.
_CANNOT_START: Final = 2
#: Our archive has the video seconds after it is done. The engine's own copy stays for a restart in
#: between, and no longer than that, so that what a person deletes is soon nowhere.
_KEEP_MINUTES: Final = 15

#: Secrets of Skylit: the renderer needs none of them.
_SECRETS: Final = ("AIMLAPI_API_KEY", "SECRET_KEY", "DATABASE_URL", "ARCHIVE_URL")


class EngineProcess:
    """`address` is None while it is starting or silent; `key` is what it wants to see."""

    def __init__(self, folder: Path, workers: int | None, *, log_json: bool = False) -> None:
        self.key: Final = secrets.token_urlsafe(32)
        self._folder = folder
        self._number = 1
        self._workers = workers
        self._log_json = log_json
        self._address: str | None = None
        self._process: subprocess.Popen[str] | None = None
        self._pulse: Pulse | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="engine", daemon=True)

    @property
    def address(self) -> str | None:
        return self._address if self._pulse and self._pulse.is_felt else None

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process else None

    def start(self) -> None:
        """Start it in the background: pages need not wait for it."""
        self._thread.start()

    def stop(self) -> None:
        """Tell it to end, and return at once."""
        with self._lock:
            self._stopping.set()
            if self._process and self._process.stdin:
                self._process.stdin.close()
                if self._address is None:
                    self._process.terminate()  # still at its imports: it does not look at stdin yet

    def wait(self) -> None:
        """Wait until it has ended; use force if it takes too long."""
        if not self._thread.is_alive():
            return
        self._thread.join(_PATIENCE)
        process = self._process
        if self._thread.is_alive() and process:
            process.kill()
            self._thread.join(_PATIENCE)

    def _watch(self) -> None:
        wait = _FIRST_WAIT
        while not self._stopping.is_set():
            begun = time.monotonic()
            self._run_once()
            if time.monotonic() - begun > _YOUNG:
                wait = _FIRST_WAIT
            if self._stopping.wait(wait):
                return
            _log.warning("The built-in engine ended; it is started again.")
            wait = min(2 * wait, _LONGEST_WAIT)

    def _run_once(self) -> None:
        """Run it from its start to its end."""
        with self._lock:
            if self._stopping.is_set():
                return
            process = self._process = self._spawn()
        with process:
            for line in process.stdout or ():
                if line.startswith(_READY):
                    self._is_ready(process, line.removeprefix(_READY).strip())
        self._address = None
        if self._pulse:
            self._pulse.end()
        if process.returncode == _CANNOT_START and not self._is_free():
            self._number += 1  # another Skylit on the same data folder: previews need one of ours

    def _is_ready(self, process: subprocess.Popen[str], address: str) -> None:
        """One that falls silent gets SIGKILL: a stopped process does not hear any other signal."""
        self._pulse = Pulse(process.pid, process.kill)
        self._pulse.watch(address)
        self._address = address

    def _spawn(self) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603  # our own module, and paths from the settings
            self._command(),
            cwd=PROJECT,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl+C in a terminal is for us: the engine ends after the tracker, not before.
            start_new_session=True,
        )

    def _command(self) -> list[str]:
        where = ["--host", "127.0.0.1", "--port", "0", "--data", str(self._data)]
        workers = ["--workers", str(self._workers)] if self._workers else []
        keep = ["--keep-minutes", str(_KEEP_MINUTES)]
        log = ["--log-json"] if self._log_json else []
        return [sys.executable, "-m", "lib.engine", *where, "--watch-stdin", *keep, *workers, *log]

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        return {**ours, "ENGINE_API_KEY": self.key}

    @property
    def _data(self) -> Path:
        name = "engine" if self._number == 1 else f"engine-{self._number}"
        return self._folder / name

    def _is_free(self) -> bool:
        """Whether no other engine works in the folder; two there would draw everything twice."""
        try:
            with FileLock(self._data / "engine.lock", timeout=0):
                return True
        except (Timeout, OSError):
            return False
