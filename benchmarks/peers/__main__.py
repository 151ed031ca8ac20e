"""What others take for a plainer version of the same dots: python -m benchmarks.peers

Each draws the drones of one show where they are in each of its frames, in their colours, without
sound: MoviePy as soft spots over a still of the city, Manim as discs on black. Ours draws the whole
look and its sound. All run one after the other, each as a process from its start to its end, with
H.264 (libx264) as alike as each allows: MoviePy has our preset, crf and one thread; Manim has
settings of its own (crf 23, preset medium). `make peers` makes their environment.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.cost import Cost, measure_command
from lib.engine.cache import CACHE_DIR
from lib.engine.flight import Flight
from lib.engine.render import renderer_for
from lib.engine.request import RenderRequest
from lib.engine.show import FPS, Lights, Show
from lib.engine.templates import compose
from tests.engine.portrait import HEIGHT, WIDTH

WORDS: Final = "I ♥ Shanghai"
PYTHON: Final = CACHE_DIR / "peers" / "bin" / "python"
#: Frames that Manim draws: it takes too long for all.
FEW: Final = 60


def main() -> None:
    show = compose(RenderRequest.parse(WORDS))
    print(f"{show.drones} drones, {show.frames} frames of {WIDTH} x {HEIGHT}, {FPS} a second")
    with tempfile.TemporaryDirectory() as folder:
        ours = skylit(Path(folder))
        print(f"  Skylit, the whole look and sound    {ours}")
        dots = written(show, Path(folder) / "dots.npz")
        for name, cost in peers(dots, show.frames):
            times = cost.by(ours)
            print(f"  {name:34}  {cost}   {times.wall:4.1f} and {times.cpu:4.1f} times as much")


def skylit(folder: Path) -> Cost:
    film = str(folder / "ours.mp4")
    return measure_command([sys.executable, "-m", "lib.engine.render", WORDS, "--out", film])


def peers(dots: Path, frames: int) -> Iterator[tuple[str, Cost]]:
    """Each that is installed: what it draws, and what that costs; the others get a sentence."""
    if installed("moviepy"):
        yield "MoviePy, dots over a still", drawn("moviepy_dots", dots, frames)
    if installed("manim"):
        start = drawn("manim_dots", dots, 1)
        few = drawn("manim_dots", dots, 1 + FEW)
        share = frames / FEW
        whole = Cost(*(a + share * (b - a) for a, b in zip(start, few, strict=True)))
        yield f"Manim, dots, from {FEW} frames", whole


def drawn(peer: str, dots: Path, frames: int) -> Cost:
    script = Path(__file__).with_name(f"{peer}.py")
    film = dots.with_name(f"{peer}.mp4")
    return measure_command([str(PYTHON), str(script), str(dots), str(film), str(frames)])


def installed(package: str) -> bool:
    """Whether their environment has it; said where not."""
    found = PYTHON.exists() and not subprocess.call(
        [PYTHON, "-c", f"import {package}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    if not found:
        print(f"  {package} is not installed in {PYTHON.parent.parent}: skipped (see make peers)")
    return found


def written(show: Show, path: Path) -> Path:
    """What programs need that know no show: x and y (frames, n), pixels; colours (n, 3) and the city
    without drones (HEIGHT, WIDTH, 3), 0 to 255.
    """
    flight, n = Flight(show), show.drones
    lights = Lights.room_for(flight.capacity)
    x, y = np.empty((2, show.frames, n), np.float32)
    for frame in range(show.frames):
        flight.at(frame / FPS, lights)
        x[frame], y[frame] = lights.x[:n], lights.y[:n]
    light = np.clip(show.formations[-1].colour, 0.0, 1.0) ** (1 / 2.2)
    city = renderer_for(show).still(0.0)
    np.savez(path, x=x, y=y, colours=(255 * light).astype(np.uint8), city=city)
    return path


if __name__ == "__main__":
    main()
