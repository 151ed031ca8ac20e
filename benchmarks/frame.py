"""What a frame costs, stage by stage: python -m benchmarks.frame [seconds of video]

CPU time of one thread with warm kernels, medians over the frames of a whole show. On a machine
that does other things, trust ratios within one run.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Final

import numpy as np

from lib.engine import scenery
from lib.engine.flight import Flight
from lib.engine.raster import Plane, Renderer, warm
from lib.engine.request import RenderRequest
from lib.engine.show import FPS, Show
from lib.engine.templates import compose

_SHORT: Final = "I ♥ Shanghai"
_LONG: Final = (
    "上海欢迎您，共赴一场灯光与江水的盛会，新年快乐，万事如意，开业大吉，前程似锦，未来可期"
)

Planes = tuple[Plane, Plane, Plane]


def main() -> None:
    frames = round(float(sys.argv[1]) * FPS) if len(sys.argv) > 1 else None
    warm()
    for words in (_SHORT, _LONG):
        show = compose(RenderRequest.parse(words, seed=7))
        count = frames or show.frames
        stages = _profile(show, count)
        total = sum(stages.values())
        print(f"\n{words}: {show.drones} drones and {len(show.sparks.x)} sparks, {count} frames")
        for name, milliseconds in stages.items():
            print(f"  {name:10}{milliseconds:6.2f} ms  {milliseconds / total:4.0%}")
        print(f"  {'together':10}{total:6.2f} ms")
        print(f"  the whole loop {_loop(show, count):.2f} CPU s")


def _profile(show: Show, count: int) -> dict[str, float]:
    """Median CPU milliseconds of each stage."""
    renderer, planes = _renderer(show), _planes(show)
    spent: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        before = thread_time()
        yield
        spent[name].append(1000 * (thread_time() - before))

    for index in range(count):
        with timed("flight"):
            moment = renderer.moment(index / FPS)
        for name, stage in renderer.stages.items():
            with timed(name):
                stage(moment)
        with timed("expose"):
            renderer.expose(moment, *planes)
    return {name: float(np.median(times)) for name, times in spent.items()}


def _loop(show: Show, count: int) -> float:
    """CPU seconds of drawing frame after frame, as a video does."""
    renderer, planes = _renderer(show), _planes(show)
    before = thread_time()
    for index in range(count):
        renderer.draw(index / FPS, *planes)
    return thread_time() - before


def _renderer(show: Show) -> Renderer:
    return Renderer(show, scenery.load(show.scenery, show.frame), Flight(show))


def _planes(show: Show) -> Planes:
    size = show.frame.format
    u, v = np.empty((2, size.height // 2, size.width // 2), np.uint8)
    return np.empty((size.height, size.width), np.uint8), u, v


if __name__ == "__main__":
    main()
