"""Whether the night sky shows stairs, and whether keyframes pop: python -m benchmarks.sky [FILM …]

A stair is a place where a smooth gradient jumps: rows that are 64 pixels wide are averaged, stars
clipped, and the largest change between rows two apart, beyond the trend of the rows around, is the
step, in levels of eight bits. A gradient that was rounded has steps of one; a dithered one has a
fraction. A pop is how much more the sky changes into a keyframe than into the frames around it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]

WORDS = "HI"
#: Where the sky is empty: seconds, and shares of the frame's height.
CALM, TOP, BOTTOM = 1.0, 0.02, 0.42
WIDE, TREND = 64, 25  # pixels


class Sky(NamedTuple):
    luma: float  # the largest step, levels
    chroma: float
    grain: float  # standard deviation of luma within 4 x 4 pixels, levels
    pop: float  # levels


def largest_step(plane: Plane) -> float:
    """Of the plane's rows, block by block from left to right, in levels."""
    width = plane.shape[1] // WIDE * WIDE
    blocks = plane[:, :width].reshape(len(plane), -1, WIDE).astype(np.float32)
    middle = np.median(blocks, axis=2, keepdims=True)
    rows = (middle + np.clip(blocks - middle, -2, 2)).mean(axis=2)
    kernel = np.full(TREND, 1 / TREND)
    trend = np.apply_along_axis(lambda column: np.convolve(column, kernel, "valid"), 0, rows)
    edge = TREND // 2
    beyond = rows[edge:-edge] - trend
    return float(np.abs(beyond[2:] - beyond[:-2]).max())


def look_at(film: Path) -> Sky:
    luma: list[Plane] = []
    keys: list[int] = []
    with av.open(film) as container:
        for number, frame in enumerate(container.decode(video=0)):
            planes = [_sky(plane) for plane in frame.planes]
            luma.append(planes[0])
            if frame.key_frame:
                keys.append(number)
            if number == round(CALM * 30):
                calm = planes
    y = calm[0][: len(calm[0]) // 4 * 4, : calm[0].shape[1] // 4 * 4].astype(np.float32)
    cells = y.reshape(len(y) // 4, 4, -1, 4)
    grain = float(np.median(cells.std(axis=(1, 3))))
    steps = [largest_step(plane) for plane in calm]
    return Sky(steps[0], max(steps[1:]), grain, _pop(luma, keys))


def _pop(luma: list[Plane], keys: list[int]) -> float:
    changes = [0.0]
    cells = [_cells(plane) for plane in luma]
    for before, after in pairwise(cells):
        changes.append(float(np.median(np.abs(after - before))))
    pops = [
        changes[key] - float(np.median(changes[max(1, key - 4) : key] + changes[key + 1 : key + 5]))
        for key in keys
        if 8 < key < len(luma) - 8
    ]
    return max(pops, default=0.0)


def _cells(plane: Plane) -> npt.NDArray[np.float32]:
    """Means of 16 x 16 pixels: what a viewer sees change, grain left out."""
    height, width = (side // 16 * 16 for side in plane.shape)
    cells = plane[:height, :width].reshape(height // 16, 16, width // 16, 16)
    return np.asarray(cells.mean(axis=(1, 3)), np.float32)


def _sky(plane: av.video.plane.VideoPlane) -> Plane:
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[round(TOP * plane.height) : round(BOTTOM * plane.height), : plane.width].copy()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        films = [Path(name) for name in sys.argv[1:]]
        if not films:
            films = [Path(folder) / "film.mp4"]
            command = [sys.executable, "-m", "lib.engine.render", WORDS, "--out", str(films[0])]
            subprocess.run(command, check=True, capture_output=True)
        for film in films:
            sky = look_at(film)
            print(
                f"{film.name}: {film.stat().st_size / 1e6:.1f} MB; largest step {sky.luma:.2f} luma, "
                f"{sky.chroma:.2f} chroma; grain {sky.grain:.2f}; keyframes pop by {sky.pop:.2f}"
            )


if __name__ == "__main__":
    main()
