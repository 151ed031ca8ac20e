"""Air: the hour and the weather that a film finds its place in, as data.

A place is drawn once, on a clear night. What another hour does to it is done to the finished picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.engine.palette import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Moon:
    """x, y: its middle in the frame of the API's own shape; radius; units."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """All 0 and 1 as here is a clear night.

    sky      what is left of the night's own light in the sky
    zenith   light of the sky at the frame's top ...      horizon  ... and above the water
    city     gain of the city's lights
    mist     0 to 1: how much of the city it hides at the water; it thins out upwards
    veil     the light of the mist
    clouds   how thick they are      drawn  which clouds: a seed
    water    gain of what the water mirrors     calm  0 to 1: how much smaller its waves are
    mirrored whether the place is seen the other way round
    """

    sky: float = 1.0
    zenith: Colour = (0.0, 0.0, 0.0)
    horizon: Colour = (0.0, 0.0, 0.0)
    city: float = 1.0
    mist: float = 0.0
    veil: Colour = (0.0, 0.0, 0.0)
    clouds: float = 0.0
    drawn: int = 0
    moon: Moon | None = None
    water: float = 1.0
    calm: float = 0.0
    mirrored: bool = False


#: A clear night.
CLEAR: Final = Air()
