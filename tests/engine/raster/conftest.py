from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine.camera import Camera
from lib.engine.flight import Flight
from lib.engine.raster import Renderer
from lib.engine.raster.warmup import dark_scenery, small_show
from lib.engine.scenery import Scenery
from lib.engine.show import Show
from tests.engine.portrait import HEIGHT, WIDTH
from tests.engine.raster.planes import Draw, Planes


def filled(fill: int) -> Planes:
    return (
        np.full((HEIGHT, WIDTH), fill, np.uint8),
        np.full((HEIGHT // 2, WIDTH // 2), fill, np.uint8),
        np.full((HEIGHT // 2, WIDTH // 2), fill, np.uint8),
    )


@pytest.fixture
def planes() -> Planes:
    return filled(0)


@pytest.fixture
def show() -> Show:
    return small_show()


@pytest.fixture
def unlit(show: Show) -> Show:
    """No drone ever shines, no spark flies, the camera stands still."""
    return replace(
        show,
        ignite=np.full(show.drones, 1e6, np.float32),
        sparks=replace(show.sparks, born=np.full(1, 1e6, np.float32)),
        camera=Camera(),
    )


@pytest.fixture
def dark() -> Scenery:
    return dark_scenery()


@pytest.fixture
def frame() -> Draw:
    """Call it with a show, a scenery and t: a frame by a renderer of its own."""

    def draw(show: Show, scenery: Scenery, t: float, fill: int = 0) -> Planes:
        y, u, v = filled(fill)
        Renderer(show, scenery, Flight(show)).draw(t, y, u, v)
        return y, u, v

    return draw
