"""Particles: what falls, rises and flies through the air of a show, as data.

Lengths are units of the frame, x to the right, y downwards; times are seconds; colours linear light.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.engine.arrays import Floats
from lib.engine.palette import Colour
from lib.engine.track import FULL, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparks:
    """Fireworks: ballistic with drag. All (m,) but colours (m, 3); velocities in units/s.

    later  the colour that each turns to while it burns down; None: it keeps its own
    """

    x: Floats
    y: Floats
    born: Floats
    vx: Floats
    vy: Floats
    life: Floats
    phase: Floats
    colour: Floats
    later: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoke:
    """Puffs that swell, drift and thin out, lit by what burns near them. All (m,).

    x, y  units where each is born, at `born` seconds; it lives for `life`
    size  units: its radius at the end      drift  units/s to the right; all rise a little
    thick what it throws back of the light around it, at first
    """

    x: Floats
    y: Floats
    born: Floats
    life: Floats
    size: Floats
    drift: Floats
    thick: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Rain:
    """Streaks in the air, and the rings that drops draw on the water.

    streaks, rings  how many there are at once
    speed           units/s of the nearest drops; the farthest fall at half of it
    slant           units to the right for each one down
    light           what a streak has of the street's own light; the show's glow comes on top
    """

    streaks: int
    rings: int
    speed: float
    slant: float
    light: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """Flakes that fall: snow, or confetti.

    flakes   how many there are at once, once all fall      speed  units/s of the nearest
    sway     units: how far each swings to and fro          size   units: half the width of the nearest
    colours  (k, 3), one for each in turn; what falls on them is the light of the show and `light`
    flips    whether they turn over as they fall, as paper does
    share    of the flakes that fall, over time
    """

    flakes: int
    speed: float
    sway: float
    size: float
    colours: Floats
    light: float
    flips: bool
    share: Track = FULL
