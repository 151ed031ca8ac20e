"""Dots on black with Manim Community: manim_dots.py dots.npz film.mp4 frames"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from manim import Dot, Scene, VGroup, config  # type: ignore[import-not-found]  # in .cache/peers
from manim.utils.color import ManimColor  # type: ignore[import-not-found]

WIDTH, HEIGHT, FPS = 608, 1080, 30


def main(dots: str, film: str, frames: int) -> None:
    config.pixel_width, config.pixel_height, config.frame_rate = WIDTH, HEIGHT, FPS
    config.frame_width, config.frame_height = 8.0 * WIDTH / HEIGHT, 8.0
    config.disable_caching = True
    config.progress_bar = "none"
    config.verbosity = "ERROR"
    config.media_dir = str(Path(film).with_suffix(""))
    config.output_file = film
    told = np.load(dots)
    Dots(told["x"], told["y"], told["colours"], frames).render()


class Dots(Scene):  # type: ignore[misc]  # of no type here
    """Every dot a disc with a radius of 1.5 pixels that an updater moves from frame to frame."""

    def __init__(self, x: np.ndarray, y: np.ndarray, colours: np.ndarray, frames: int) -> None:
        super().__init__()
        unit = config.frame_height / HEIGHT
        self._places = np.stack([(x - WIDTH / 2) * unit, (HEIGHT / 2 - y) * unit, 0 * x], axis=2)
        self._colours, self._frames, self._radius = colours, frames, 1.5 * unit

    def construct(self) -> None:
        dots = VGroup(
            *(
                Dot(place, self._radius, color=ManimColor([int(part) for part in colour]))
                for place, colour in zip(self._places[0], self._colours, strict=True)
            )
        )
        dots.add_updater(self._move)
        self.add(dots)
        self.wait(self._frames / FPS, frozen_frame=False)

    def _move(self, dots: VGroup, dt: float) -> None:  # noqa: ARG002 - Manim asks for the name
        frame = min(round(self.renderer.time * FPS), len(self._places) - 1)
        for dot, place in zip(dots, self._places[frame], strict=True):
            dot.move_to(place)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
