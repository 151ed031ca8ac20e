"""A process that prepares, then serves a request of every template; prints which kernels those
compiled, or loaded, which would have been preparing's business. A name a line.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from functools import partial
from itertools import pairwise
from pathlib import Path

from numba.core.dispatcher import Dispatcher

from lib.engine import soundtrack, templates
from lib.engine.prepare import prepare
from lib.engine.render import renderer_for, still
from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.engine.video import encode
from lib.template import CATALOGUE


def main() -> None:
    prepare()
    ready = forms()
    for template in CATALOGUE:
        order = RenderRequest.parse("Grüße 上海 ♥", template.name, "ice")
        still(order, 304)
        with tempfile.TemporaryDirectory() as folder:
            film(templates.compose(order), Path(folder) / "film.mp4")
    sys.stdout.writelines(f"{name}\n" for name in forms() - ready)


def forms() -> Counter[str]:
    """How many forms of each of the engine's kernels this process has at hand."""
    modules = [module for name, module in sys.modules.items() if name.startswith("lib.engine")]
    kernels = {value for module in modules for value in vars(module).values()
               if isinstance(value, Dispatcher)}  # fmt: skip
    return Counter({kernel.py_func.__qualname__: len(kernel.overloads) for kernel in kernels})


def film(show: Show, path: Path) -> None:
    """One frame of every phase, encoded with the sound: the real way, briefly."""
    cues = show.cues
    edges = [cues.launch, cues.gathered, cues.writing, cues.reveal, cues.finale, show.duration]
    moments = [(start + end) / 2.0 for start, end in pairwise(edges)]
    draw, moment = renderer_for(show).draw, iter(moments)
    encode(
        path,
        draw=lambda _, *planes: draw(next(moment), *planes),
        sound=partial(soundtrack.compose, show),
        frames=len(moments),
        title="Grüße",
        size=(show.frame.format.width, show.frame.format.height),
    )


if __name__ == "__main__":
    main()
