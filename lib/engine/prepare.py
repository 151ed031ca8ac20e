"""All that takes long the first time: scenery to draw, kernels to compile, recordings to make.

python -m lib.engine.prepare, at installation; a worker does the same when it starts, and finds
most of it done. Afterwards nothing is compiled inside a request.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

from lib.engine import lettering, light, scenery, soundtrack, templates
from lib.engine.order import Order
from lib.engine.render import renderer_for, still
from lib.engine.sample import make_samples
from lib.engine.show import Show
from lib.engine.video import encode
from lib.template import Provider, offered_by


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
    for show in _shows():
        scenery.load(show.scenery)


def _films() -> None:
    for show in _shows():
        with tempfile.TemporaryDirectory() as folder:
            _film(show, Path(folder) / "film.mp4")


def _film(show: Show, path: Path) -> None:
    """One frame of every phase, encoded with the sound: the real way, briefly."""
    draw, moments = renderer_for(show).draw, _moments(show)
    moment = iter(moments)
    encode(
        path,
        draw=lambda _, *planes: draw(next(moment), *planes),
        sound=partial(soundtrack.compose, show),
        frames=len(moments),
        title="Hi",
    )


def _moments(show: Show) -> list[float]:
    cues = show.cues
    edges = [cues.launch, cues.gathered, cues.writing, cues.reveal, cues.finale, show.duration]
    return [(start + end) / 2.0 for start, end in pairwise(edges)]


def _stills() -> None:
    for order in _orders():
        still(order, 64)


def _shows() -> list[Show]:
    return [templates.compose(order) for order in _orders()]


def _orders() -> list[Order]:
    return [Order.parse("Hi", template.name) for template in offered_by(Provider.BUILTIN)]


STEPS: Final[tuple[tuple[str, Callable[[], None]], ...]] = (
    ("lettering", lettering.warm),
    ("scenery", _scenery),
    ("light", light.warm),
    ("soundtrack", soundtrack.warm),
    ("films", _films),
    ("stills", _stills),
)

if __name__ == "__main__":
    sys.exit(main())
