"""Do the slow work once: draw scenery, compile kernels, make recordings.

`python -m lib.engine.prepare` runs at installation. A worker does the same when it starts, which takes a
second because most is done. Afterwards no request compiles or loads a kernel. Scenery is drawn for
the video API's own format; other formats follow when they are first wanted.
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
    """Do whatever is not done yet."""
    for _, step in STEPS:
        step()


def main() -> int:
    """Prepare, make the samples that pages show, and print how long each step took."""
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
