"""A process that tracks until it is killed, and writes whenever it is told to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lib.settings import PROJECT

#: It says what became of each write.
HOLDER: Final = """
import sys
from pathlib import Path
from lib.errors import SkylitError
from lib.ledger import Ledger
ledger = Ledger.open(sys.argv[1] or None, Path(sys.argv[2]))
election = ledger.election()
mine = ledger.fenced(election)

def wins():
    try:
        return election.win()
    except SkylitError:
        return False

print(wins(), flush=True)
for line in sys.stdin:
    try:
        mine.deletion_done("nothing")
        print("written", flush=True)
    except SkylitError as error:
        print(type(error).__name__, wins(), flush=True)
"""


@contextmanager
def holder(
    url: str | None, folder: Path, *, inside: Sequence[str] = ()
) -> Iterator[subprocess.Popen[str]]:
    """Run it; `inside` is a command that runs another, such as in a network of its own."""
    process = subprocess.Popen(
        [*inside, sys.executable, "-c", HOLDER, url or "", str(folder)],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        try:
            assert told(process) == "True"
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ask(process: subprocess.Popen[str]) -> str:
    assert process.stdin is not None
    process.stdin.write("write\n")
    process.stdin.flush()
    return told(process)
