"""`python -m lib.media SECONDS BYTES FILM [POSTER]`: look, say what was found, and end."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from lib.errors import BadVideo, StorageError
from lib.media.decode import look
from lib.media.probe import BAD, DISK, Limits


def main(arguments: Sequence[str]) -> int:
    """Print the video as JSON, or the sentence that goes with the exit code."""
    seconds, memory, film, *poster = arguments
    _keep_to(Limits(int(seconds), int(memory)))
    try:
        found = json.dumps(asdict(look(Path(film), Path(poster[0]) if poster else None)))
    except BadVideo as error:
        return _end(str(error), BAD)
    except MemoryError:
        return _end("The file needs more memory to look at than any video does.", BAD)
    except StorageError as error:
        return _end(str(error), DISK)
    return _end(found, 0)


def _keep_to(limits: Limits) -> None:
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_CPU, limits.seconds)
    _at_most(resource.RLIMIT_DATA, limits.memory)


def _at_most(kind: int, bound: int) -> None:
    """Only lower what whoever runs Skylit allows; -1 stands for no bound."""
    _, highest = resource.getrlimit(kind)
    resource.setrlimit(kind, (bound if highest < 0 else min(bound, highest), highest))


def _end(said: str, code: int) -> int:
    sys.stdout.write(said)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
