"""The video API's own format, in units and pixels alike: most tests draw in it. And one film of each other."""

from __future__ import annotations

from typing import Final

from lib.engine.frame import Frame
from lib.engine.raster.grid import Grid
from lib.format import PORTRAIT, Format
from lib.template import LANTERN_FESTIVAL, NEON_ALLEY, SHANGHAI_DRONE_SHOW

WIDTH: Final = PORTRAIT.width
HEIGHT: Final = PORTRAIT.height

GRID: Final = Grid(Frame(PORTRAIT))
GUARD: Final = GRID.guard
LOW: Final = GRID.low

#: A template for each other format: few places have to be drawn for all tests.
OTHERS: Final = (
    (Format(1920, 1080), SHANGHAI_DRONE_SHOW),
    (Format(1080, 1920), SHANGHAI_DRONE_SHOW),
    (Format(1080, 1350), LANTERN_FESTIVAL),
    (Format(1080, 1080), NEON_ALLEY),
)
