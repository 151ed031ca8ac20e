"""The processes of a storm: Skylit without its pages, its engine, and a restore. All may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.settings import PROJECT

#: Seconds for what takes one or two where nothing else runs.
_PATIENCE: Final = 180.0

#: Bytes of the log that are shown where something went wrong.
_LAST_WORDS: Final = 6000


@dataclass(frozen=True)
class App:
    process: subprocess.Popen[str]
    log: Path

    @classmethod
    def start(cls, folder: Path, url: str, drawing: str, point: str, database: str | None) -> App:
        command = [sys.executable, "-m", "tests.storm.app", str(folder), url, drawing, point]
        file = folder / "log"
        with file.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=_environment(database),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return cls(process, file)

    def wait_until_open(self) -> bool:
        """Until it says so; False where it is dead before, because its point came sooner."""
        assert self.process.stdout
        return bool(self.process.stdout.readline())

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def died_by_itself(self) -> bool:
        return self.process.wait(_PATIENCE) == -signal.SIGKILL

    def close(self) -> None:
        """In order, as a server ends."""
        assert self.process.stdin
        self.process.stdin.close()
        code = self.process.wait(_PATIENCE)
        assert code == 0, f"it ended with {code}: {self.last_words}"

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    @property
    def last_words(self) -> str:
        return self.log.read_bytes()[-_LAST_WORDS:].decode(errors="replace")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()


def signal_engine(folder: Path, number: signal.Signals) -> bool:
    """Send a signal to the engine that works in this folder, if one does."""
    try:
        pid = int((folder / "engine.pid").read_text())
        if str(folder).encode() not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return False
        os.kill(pid, number)
    except (OSError, ValueError):
        return False
    return True


@contextmanager
def restoring(folder: Path, database: str | None, backup: Path) -> Iterator[subprocess.Popen[str]]:
    """`make restore` on this folder; killed at the end, if it still lives."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lib.backup", "restore", str(backup), "--force"],
        cwd=PROJECT,
        env=_environment(database) | {"DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        yield process
        process.kill()


def _environment(database: str | None) -> dict[str, str]:
    return os.environ | ({"DATABASE_URL": database} if database else {})
