"""`python -m lib.media SECONDS BYTES FILM [POSTER]`: look, say what was found, and end."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from lib.media.confined import Limits, run
from lib.media.decode import look


def main(arguments: Sequence[str]) -> int:
    """Print the video as JSON, or the problem that goes with the exit code."""
    seconds, memory, film, *poster = arguments
    Limits(int(seconds), int(memory)).hold()
    target = Path(poster[0]) if poster else None
    return run(lambda: json.dumps(asdict(look(Path(film), target))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
