"""A process with limits decodes files from outside, so that a hostile file harms that process alone.

A file of two kilobytes can claim so many pictures that their table alone takes ten gigabytes, or
name one picture for days of decoding; and decoders written in C have crashed over files before.
Such claims have no end, so we do not look for them: the process has a limit to its memory and time.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lib.errors import BadVideo, ForeignFormat, LookBrokenOff, StorageError
from lib.problem import Code, Problem

_log = logging.getLogger(__name__)

#: Exit codes of the process, each with a problem as the last line of its output.
BAD, DISK, FOREIGN = 3, 4, 5

#: Ends that the file itself brings about; any other says nothing about the file.
_FAULTS_OF_THE_FILE: Final = frozenset(
    {signal.SIGXCPU, signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL}
)

#: The variables that a decoder needs: no key and no address is among them.
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")

#: Bytes of standard error that are logged: enough for a traceback.
_LAST_WORDS: Final = 4000


@dataclass(frozen=True, slots=True)
class Limits:
    """A caption's film takes two seconds of CPU time; ten minutes of Full HD take one minute."""

    seconds: int = 120  # of CPU time, all threads together
    memory: int = 2 << 30  # bytes
    patience: float = 600.0  # seconds by the clock: a disk that hangs costs no CPU time

    def hold(self) -> None:
        """Apply the limits to this process. They never raise what the system allows."""
        _at_most(resource.RLIMIT_CORE, 0)
        _at_most(resource.RLIMIT_CPU, self.seconds)
        _at_most(resource.RLIMIT_DATA, self.memory)


LIMITS: Final = Limits()


def _at_most(kind: int, bound: int) -> None:
    _, highest = resource.getrlimit(kind)  # -1 stands for no bound
    resource.setrlimit(kind, (bound if highest < 0 else min(bound, highest), highest))


def environment() -> dict[str, str]:
    """Return its environment. More threads would only spin on small matrices, and take memory."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**kept, "OPENBLAS_NUM_THREADS": "1"}


def run(work: Callable[[], str]) -> int:
    """Call in the process: print what `work` returns, or the problem; return the exit code."""
    try:
        said, code = work(), 0
    except ForeignFormat as error:
        said, code = error.problem.as_json(), FOREIGN
    except BadVideo as error:
        said, code = error.problem.as_json(), BAD
    except MemoryError:
        said, code = Problem.of(Code.FILE_TOO_COMPLEX).as_json(), BAD
    except StorageError as error:
        said, code = error.problem.as_json(), DISK
    except Exception:  # noqa: BLE001  # a decoder fails in ways that nobody foresees
        said, code = Problem.of(Code.FILE_UNPLAYABLE).as_json(), BAD
        traceback.print_exc()
    sys.stdout.write(said)
    return code


def refusal(code: int, last: str, errors: bytes) -> BadVideo | StorageError:
    """Call outside: return the error for an exit code other than 0. `last` is the last line of output."""
    if code == BAD:
        if errors:
            _log.warning("A file could not be looked at. %s", _end_of(errors))
        return BadVideo(_told(last, Code.FILE_UNPLAYABLE))
    if code == FOREIGN:
        return ForeignFormat(_told(last, Code.CODEC_UNKNOWN))
    if code == DISK:
        return StorageError(_told(last, Code.FILES_UNUSABLE))
    if -code in _FAULTS_OF_THE_FILE:
        return BadVideo(Code.FILE_TOO_HARD)
    _log.error("The work on a video was broken off (%d). %s", code, _end_of(errors))
    return LookBrokenOff(Code.LOOK_BROKEN_OFF)


def _told(last: str, otherwise: Code) -> Problem:
    """Read the problem. A process that a strange file has upset may print anything."""
    try:
        return Problem.read(last)
    except (ValueError, KeyError, TypeError):
        return Problem.of(otherwise)


def _end_of(errors: bytes) -> str:
    return errors[-_LAST_WORDS:].decode(errors="replace")
