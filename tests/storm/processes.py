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

from lib.settings import PROJECT


@dataclass(frozen=True)
class App:
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, folder: Path, url: str, drawing: str, point: str, database: str | None) -> App:
        command = [sys.executable, "-m", "tests.storm.app", str(folder), url, drawing, point]
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=_environment(database),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return cls(process)

    def wait_until_open(self) -> None:
        """Until it says so; or is dead, where its point came sooner."""
        assert self.process.stdout
        self.process.stdout.readline()

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def died_by_itself(self) -> bool:
        return self.process.wait(60) == -signal.SIGKILL

    def close(self) -> None:
        """In order, as a server ends."""
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(30) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()


def kill_engine(folder: Path) -> bool:
    """SIGKILL for the engine that works in this folder, if one does."""
    try:
        pid = int((folder / "engine.pid").read_text())
        if str(folder).encode() not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return False
        os.kill(pid, signal.SIGKILL)
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
