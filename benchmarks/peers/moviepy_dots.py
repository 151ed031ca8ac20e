"""Dots over a still of the city with MoviePy: moviepy_dots.py dots.npz film.mp4 frames"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
from moviepy import VideoClip  # type: ignore[import-not-found]  # lives in .cache/peers

WIDTH, HEIGHT, FPS = 608, 1080, 30


def main(dots: str, film: str, frames: int) -> None:
    told = np.load(dots)
    x, y, city = told["x"], told["y"], told["city"].astype(np.uint16)
    shades = {step: (told["colours"] * 0.6**step).astype(np.uint16) for step in range(5)}

    def frame(t: float) -> npt.NDArray[np.uint8]:
        """Each dot is a soft spot of five by five pixels, added to what is there."""
        picture = city.copy()
        number = round(t * FPS)
        across = np.clip(x[number].astype(np.int64), 2, WIDTH - 3)
        down = np.clip(y[number].astype(np.int64), 2, HEIGHT - 3)
        for dy in range(-2, 3):
            for dx in range(-2, 3):
                np.add.at(picture, (down + dy, across + dx), shades[abs(dx) + abs(dy)])
        spots: npt.NDArray[np.uint8] = np.minimum(picture, 255).astype(np.uint8)
        return spots

    VideoClip(frame, duration=frames / FPS).write_videofile(
        film, fps=FPS, codec="libx264", audio=False, preset="superfast", threads=1,
        ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p"], logger=None,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
