"""All that takes long the first time: scenery to draw, kernels to compile, recordings to make.

python -m lib.engine.prepare, at installation; a worker does the same when it starts, and finds
most of it done: a second. Afterwards a request neither compiles a kernel nor loads one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from lib.engine import lettering, raster, scenery, soundtrack, templates
from lib.engine.request import RenderRequest
from lib.engine.sample import make_samples
from lib.template import CATALOGUE


def prepare() -> None:
    """Do what is not done yet; quick when it is."""
    for _, step in STEPS:
        step()


def main() -> int:
    """The same and what only pages need, with a line for every step."""
    for name, step in (*STEPS, ("samples", make_samples)):
        began = time.perf_counter()
        step()
        sys.stdout.write(f"{name:<12} {time.perf_counter() - began:5.1f} s\n")
        sys.stdout.flush()
    return 0


def _scenery() -> None:
    for template in CATALOGUE:
        scenery.load(templates.compose(RenderRequest.parse("Hi", template.name)).scenery)


STEPS: Final[tuple[tuple[str, Callable[[], None]], ...]] = (
    ("lettering", lettering.warm),
    ("scenery", _scenery),
    ("light", raster.warm),
    ("soundtrack", soundtrack.warm),
)

if __name__ == "__main__":
    sys.exit(main())
