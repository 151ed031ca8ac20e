"""What a film costs, against encoding alone the very same frames: python -m benchmarks.film

Machines are shared and noisy, so the figures to trust are the ratios: both runs alternate in one
process, and medians are compared.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lib.engine import soundtrack, templates
from lib.engine.order import Order
from lib.engine.palette import Floats
from lib.engine.render import render, renderer_for
from lib.engine.show import FPS, HEIGHT, WIDTH
from lib.engine.video import Plane, encode

WORDS = "开业大吉 Grand Opening"
RUNS = 5


class Cost(NamedTuple):
    wall: float
    cpu: float


def measure(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def recorded(order: Order) -> tuple[Callable[[float, Plane, Plane, Plane], None], Floats, int]:
    """All frames of an order in memory, as something that draws by copying; its sound; how many."""
    show = templates.compose(order)
    renderer = renderer_for(show)
    luma = np.empty((show.frames, HEIGHT, WIDTH), np.uint8)
    chroma = np.empty((show.frames, 2, HEIGHT // 2, WIDTH // 2), np.uint8)
    for frame in range(show.frames):
        renderer.draw(frame / FPS, luma[frame], *chroma[frame])

    def draw(t: float, y: Plane, u: Plane, v: Plane) -> None:
        frame = round(t * FPS)
        y[:] = luma[frame]
        u[:], v[:] = chroma[frame]

    return draw, soundtrack.compose(show), show.frames


def cold_process(folder: Path) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "lib.engine.render", WORDS, "--out", str(folder / "cold.mp4")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    order = Order.parse(WORDS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        film = folder / "film.mp4"
        render(order, film)  # loads kernels and scenery
        whole_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        draw, sound, frames = recorded(order)
        whole, bare = [], []
        for _ in range(RUNS):
            whole.append(measure(lambda: render(order, film)))
            bare.append(
                measure(
                    lambda: encode(
                        folder / "bare.mp4",
                        draw=draw,
                        sound=lambda: sound,
                        frames=frames,
                        title=WORDS,
                    )
                )
            )
        setup = median([measure(lambda: templates.compose(order)) for _ in range(RUNS)])
        show = templates.compose(order)
        score = median([measure(lambda: soundtrack.compose(show)) for _ in range(RUNS)])
        film_cost, encode_cost = median(whole), median(bare)
        print(f"a film of {frames} frames, {show.drones} drones, on {os.cpu_count()} cores")
        print(f"  whole render, warm      {film_cost.wall:5.2f} s wall  {film_cost.cpu:5.2f} s CPU")
        print(
            f"  encoding alone          {encode_cost.wall:5.2f} s wall  {encode_cost.cpu:5.2f} s CPU"
        )
        print(
            f"  ratio                   {film_cost.wall / encode_cost.wall:5.2f}"
            f"         {film_cost.cpu / encode_cost.cpu:7.2f}"
        )
        print(f"  composing the show      {setup.cpu:5.2f} s CPU")
        print(f"  composing the sound     {score.cpu:5.2f} s CPU")
        print(f"  cold process to file    {cold_process(folder):5.2f} s wall")
        print(f"  file                    {film.stat().st_size / 1e6:5.1f} MB")
        print(f"  peak memory             {whole_memory:5.0f} MB")


if __name__ == "__main__":
    main()
