"""`python -m lib.media.transcode SECONDS BYTES ORDER`: make one file, tell how far it is, and end."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lib.media.confined import Limits, run
from lib.media.transcode.make import make
from lib.media.transcode.recipe import recipe_of


def main(arguments: Sequence[str]) -> int:
    """Print shares from 0 to 1, a line each; last the exit code's problem, if there is one."""
    seconds, memory, order = arguments
    Limits(int(seconds), int(memory)).hold()
    asked = json.loads(order)

    def work() -> str:
        make(
            recipe_of(asked["recipe"]),
            Path(asked["film"]),
            Path(asked["target"]),
            title=asked["title"],
            progress=_tell,
        )
        return ""

    return run(work)


def _tell(share: float) -> None:
    sys.stdout.write(f"{share:.3f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
