"""Probe: find out in a process with limits what a downloaded file really is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from lib.errors import LookBrokenOff
from lib.generation import Video
from lib.media.confined import LIMITS, Limits, environment, refusal
from lib.problem import Code
from lib.settings import PROJECT

#: Seconds by the clock: a disk that does not answer costs no CPU time.
_PATIENCE: Final = 600.0


def inspect(path: Path, poster: Path | None = None, limits: Limits = LIMITS) -> Video:
    """Decode every picture and read every packet; write the best picture as WebP to `poster`.

    Raise BadVideo for what is no playable video: another kind of file, one that was cut short, is
    damaged, holds no pictures, is of absurd size or beyond the limits. Raise LookBrokenOff if the
    look was ended from outside, StorageError if the disk fails.
    """
    try:
        done = _looked_at(path, poster, limits)
    except subprocess.TimeoutExpired as error:
        raise LookBrokenOff(Code.LOOK_TOO_LONG) from error
    if done.returncode == 0:
        return Video(**json.loads(done.stdout))
    raise refusal(done.returncode, done.stdout.decode(errors="replace").strip(), done.stderr)


def _looked_at(
    path: Path, poster: Path | None, limits: Limits
) -> subprocess.CompletedProcess[bytes]:
    files = [str(each.absolute()) for each in (path, poster) if each is not None]
    bounds = [str(limits.seconds), str(limits.memory)]
    return subprocess.run(  # noqa: S603  # our own module, and paths of our making
        [sys.executable, "-m", "lib.media", *bounds, *files],
        cwd=PROJECT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_PATIENCE,
        start_new_session=True,  # Ctrl+C in a terminal says nothing about the file
        check=False,
    )
