"""Looks at a file in a process of its own: what it does to the decoder, it does not do to Skylit.

A file of two kilobytes can claim so many pictures that their table alone takes ten gigabytes, or
name one picture for days of decoding; and decoders written in C have crashed over files before. There
is no end to such claims, so they are not looked for: the process has an end to its memory and time.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.errors import BadVideo, StorageError
from lib.generation import Video
from lib.settings import PROJECT

_log = logging.getLogger(__name__)

#: Exit codes of the process, with a sentence as its output.
BAD, DISK = 3, 4

#: Ends that the file itself brings about; any other is no word on the file.
_ITS_OWN_FAULT: Final = frozenset(
    {signal.SIGXCPU, signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL}
)

#: Seconds by the clock: a disk that does not answer costs no CPU time.
_PATIENCE: Final = 600.0

#: Bytes of what it says at its end: enough for a traceback.
_LAST_WORDS: Final = 4000

#: All that a decoder needs to know of the world around it: no key, no address.
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Limits:
    """A caption's film takes two seconds of CPU time; ten minutes of Full HD take one minute."""

    seconds: int = 120  # of CPU time, all threads together
    memory: int = 2 << 30  # bytes


def inspect(path: Path, poster: Path | None = None, limits: Limits = Limits()) -> Video:
    """Decode every picture of it and read every packet; write its best picture as WebP, too.

    Raise BadVideo for what is no playable video: another kind of file, one that was cut short, is
    damaged, holds no pictures, is of absurd size or beyond the limits. Raise StorageError if the
    disk fails, or the look was broken off from outside.
    """
    try:
        done = _looked_at(path, poster, limits)
    except subprocess.TimeoutExpired as error:
        raise StorageError("The video cannot be read from the disk. It is tried again.") from error
    if done.returncode == 0:
        return Video(**json.loads(done.stdout))
    raise _refusal(done)


def _looked_at(
    path: Path, poster: Path | None, limits: Limits
) -> subprocess.CompletedProcess[bytes]:
    files = [str(each.absolute()) for each in (path, poster) if each is not None]
    bounds = [str(limits.seconds), str(limits.memory)]
    return subprocess.run(  # noqa: S603  # our own module, and paths of our making
        [sys.executable, "-m", "lib.media", *bounds, *files],
        cwd=PROJECT,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_PATIENCE,
        start_new_session=True,  # Ctrl+C in a terminal is no word on the file
        check=False,
    )


def _refusal(done: subprocess.CompletedProcess[bytes]) -> BadVideo | StorageError:
    sentence = done.stdout.decode(errors="replace").strip()
    if done.returncode == BAD:
        return BadVideo(sentence)
    if done.returncode == DISK:
        return StorageError(sentence)
    if -done.returncode in _ITS_OWN_FAULT:
        return BadVideo("The file takes too long to look at, or breaks whatever plays it.")
    last_words = done.stderr[-_LAST_WORDS:].decode(errors="replace")
    _log.error("A look at a video was broken off (%d). %s", done.returncode, last_words)
    return StorageError("The look at the video was broken off. It is tried again.")
