"""`python -m tests.storm.engine`: the engine's own command; its films are small, its tasks are not.

Everything about accepting, keeping, queueing and serving is the engine's. Only what a worker draws
is a film of a fraction of a second, which takes about as long to draw.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

from lib.engine.cli.serve import main
from lib.engine.queue.render_backend import Cancelling, Progress, RenderBackend
from lib.engine.request import RenderRequest
from lib.errors import Cancelled
from lib.problem import Problem
from tests.engine import fast_backend
from tests.films import film

#: A film comes in so many pieces, each after so many seconds: time enough to be killed in.
_PIECES: Final = 10
_SECONDS: Final = 0.04


def prepare() -> None:
    film()


def render(_order: RenderRequest, path: Path, progress: Progress, cancelled: Cancelling) -> None:
    content = film()
    size = -(-len(content) // _PIECES)
    with path.open("wb") as file:
        for piece in range(_PIECES):
            time.sleep(_SECONDS)
            if cancelled():
                raise Cancelled(Problem.told("It was cancelled."))
            file.write(content[piece * size : (piece + 1) * size])
            progress((piece + 1) / _PIECES)


QUICK: Final = RenderBackend(
    prepare=prepare,
    warm_up=fast_backend.prepare,
    render=render,
    still=fast_backend.still,
    read=fast_backend.read,
    furnish=fast_backend.furnish,
    check=fast_backend.check,
)

if __name__ == "__main__":
    sys.exit(main(backend=QUICK))
