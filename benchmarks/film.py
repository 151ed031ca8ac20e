"""What a film costs, against encoding alone the very same frames: python -m benchmarks.film

Machines are shared and noisy, so the figures to trust are the ratios: both runs alternate in one
process, and medians are compared.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.cost import Cost, measure, measure_command, median, memory_of
from lib.engine import soundtrack, templates
from lib.engine.arrays import Floats
from lib.engine.queue.executor import WarmPool
from lib.engine.queue.render_backend import BUILTIN, CancelFile, ProgressFile
from lib.engine.render import render, renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import FPS
from lib.engine.video import Plane, encode
from lib.format import FORMATS
from lib.template import CATALOGUE

WORDS: Final = "开业大吉 Grand Opening"
LONG: Final = "上海欢迎您共赴一场灯光与江水的盛会新年快乐万事如意开业大吉前程似锦未来可期" * 2
RUNS: Final = 5


def recorded(
    request: RenderRequest,
) -> tuple[Callable[[float, Plane, Plane, Plane], None], Floats, int]:
    """All frames of a film in memory, as something that draws by copying; its sound; how many."""
    show = templates.compose(request)
    renderer = renderer_for(show)
    width, height = request.format.width, request.format.height
    luma = np.empty((show.frames, height, width), np.uint8)
    chroma = np.empty((show.frames, 2, height // 2, width // 2), np.uint8)
    for frame in range(show.frames):
        renderer.draw(frame / FPS, luma[frame], *chroma[frame])

    def draw(t: float, y: Plane, u: Plane, v: Plane) -> None:
        frame = round(t * FPS)
        y[:] = luma[frame]
        u[:], v[:] = chroma[frame]

    return draw, soundtrack.compose(show), show.frames


def cold_process(folder: Path) -> Cost:
    film = str(folder / "cold.mp4")
    return measure_command([sys.executable, "-m", "lib.engine.render", WORDS, "--out", film])


def worker_memory(folder: Path) -> float:
    """Megabytes that a worker holds at most, over two films of every template."""
    with WarmPool(1, BUILTIN.prepare) as pool:
        for template in CATALOGUE:
            for words in (WORDS, LONG):
                order, film = RenderRequest.parse(words, template.name), folder / "worker.mp4"
                told = ProgressFile(folder / "progress"), CancelFile(folder / "cancelled")
                pool.submit(BUILTIN.render, order, film, *told).result()
        return memory_of(pool.submit(os.getpid).result())[1]


def compared(request: RenderRequest, folder: Path) -> tuple[Cost, Cost]:
    """The whole of it, and encoding alone: medians, by turns."""
    draw, sound, frames = recorded(request)
    film, bare = folder / "film.mp4", folder / "bare.mp4"
    size = request.format.width, request.format.height

    def encoded() -> None:
        encode(bare, draw=draw, sound=lambda: sound, frames=frames, title=WORDS, size=size)

    render(request, film)  # loads kernels and scenery
    costs = [(measure(lambda: render(request, film)), measure(encoded)) for _ in range(RUNS)]
    whole, alone = zip(*costs, strict=True)
    return median(whole), median(alone)


def main() -> None:
    order = RenderRequest.parse(WORDS)
    show = templates.compose(order)
    print(f"a film of {show.frames} frames, {show.drones} drones, on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for template, size in product(CATALOGUE, FORMATS):
            whole, alone = compared(
                RenderRequest.parse(WORDS, template.name, format=size.name), folder
            )
            ratio = whole.by(alone)
            print(f"  {template.name}, {size}")
            print(f"    whole render, warm    {whole}")
            print(f"    encoding alone        {alone}")
            print(f"    ratio                 {ratio.wall:6.2f}        {ratio.cpu:6.2f}")
            print(f"    file                  {(folder / 'film.mp4').stat().st_size / 1e6:6.1f} MB")
        setup = median(measure(lambda: templates.compose(order)) for _ in range(RUNS))
        score = median(measure(lambda: soundtrack.compose(show)) for _ in range(RUNS))
        print(f"  composing the show      {setup}")
        print(f"  composing the sound     {score}")
        print(f"  cold process to file    {cold_process(folder)}")
        print(f"  a worker's memory       {worker_memory(folder):6.0f} MB at most")


if __name__ == "__main__":
    main()
