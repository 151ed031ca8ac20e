"""Bloom: the glow that bright lights have in a lens, the trails they draw, and searchlights.

Three octaves, each a blurred buffer half as large as the one before. So a wide glow costs next to
nothing, and no buffer is as large as the frame.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.raster.grid import Grid
from lib.engine.raster.jit import HALF, ONE, ZERO, kernel
from lib.engine.raster.pyramid import blur, enlarge_onto, gaussian, halve

#: What is left of a trail from one frame to the next.
PERSISTENCE: Final = np.float32(0.80)
#: After as many frames a trail has lost 97 % of its light.
TRAIL_FRAMES: Final = 15

_SHARP: Final = np.float32(0.42)  # the finest octave holds the lights themselves ...
_TRAIL: Final = np.float32(0.62)  # ... and their trails
_MIDDLE: Final = np.float32(0.55)  # what each wider octave adds to the one above
_WIDE: Final = np.float32(1.6)

_BEAM_GAIN: Final = np.float32(1.4)


class Bloom:
    """The light around lights. `sky` is filled by `spread`; `glow` is the result: low buffers."""

    def __init__(self, grid: Grid) -> None:
        self.sky, self.glow = grid.low_buffer(), grid.low_buffer()
        self._trail, self._scratch = grid.low_buffer(), grid.low_buffer()
        self._middle, self._wide = grid.low_buffer(1), grid.low_buffer(2)
        self._sides = tuple(
            gaussian(sigma * grid.fineness, radius)
            for sigma, radius in ((1.3, 4), (2.2, 6), (3.5, 9))
        )
        self._beam = np.float32(1 / (2 * grid.low))  # beams are drawn in the middle octave

    def forget(self) -> None:
        """Forget all trails."""
        self._trail[:] = 0

    def follow(self) -> None:
        """Fade the trails by one frame, then add what is in the sky now."""
        leave_trails(self.sky, self._trail, self.glow)

    def build(self, beams: Floats, colours: Floats, strength: float) -> None:
        """Make `glow` of the sky, its trails and the searchlights; see `cast_beams`."""
        halve(self.sky, self._middle)
        halve(self._middle, self._wide)
        self.follow()
        fine, middle, wide = self._sides
        blur(self.glow, self._scratch, fine)
        blur(self._middle, self._scratch, middle)
        blur(self._wide, self._scratch, wide)
        if strength > 0:
            cast_beams(
                self._middle, self._beam, beams, colours * (_BEAM_GAIN * np.float32(strength))
            )
        enlarge_onto(self._wide, self._middle, _WIDE)
        enlarge_onto(self._middle, self.glow, _MIDDLE)


@kernel
def leave_trails(sky: Floats, trail: Floats, glow: Floats) -> None:
    """Advance one frame: fade the trails, add the sky to them, and mix both into `glow`."""
    share = np.float32(0.9) * (ONE - PERSISTENCE)
    for c in range(3):
        for y in range(sky.shape[1]):
            now, past, out = sky[c, y], trail[c, y], glow[c, y]
            for x in range(sky.shape[2]):
                past[x] = past[x] * PERSISTENCE + now[x] * share
                out[x] = now[x] * _SHARP + past[x] * _TRAIL


@kernel
def cast_beams(buffer: Floats, share: np.float32, beams: Floats, colours: Floats) -> None:
    """Add searchlights to a buffer `share` as large as the frame, along either side.

    beams (b, 3): where each stands, x, y pixels, and its angle from upright, radians, to the right.
    Each is a soft cone that fades with the distance.
    """
    h, w = buffer.shape[1], buffer.shape[2]
    for i in range(len(beams)):
        foot_x, foot_y = beams[i, 0] * share, beams[i, 1] * share
        along_x, along_y = math.sin(beams[i, 2]), -math.cos(beams[i, 2])
        if along_y > np.float32(-0.2):
            continue
        for y in range(min(h, max(int(foot_y) + 1, 0))):
            ry = np.float32(y) + HALF - foot_y
            middle = foot_x - HALF + ry / along_y * along_x
            half = np.float32(2.5) * (np.float32(0.45) - ry * np.float32(0.05)) / -along_y + ONE
            begin = min(max(int(middle - half), 0), w)
            end = min(max(int(middle + half) + 2, 0), w)
            for x in range(begin, end):
                rx = np.float32(x) + HALF - foot_x
                distance = rx * along_x + ry * along_y
                if distance <= ZERO:
                    continue
                off = (rx * along_y - ry * along_x) / (
                    np.float32(0.45) + distance * np.float32(0.045)
                )
                light = math.exp(-off * off - distance * np.float32(1 / 46)) * min(
                    ONE, distance * HALF
                )
                light /= ONE + distance * np.float32(0.06)
                for c in range(3):
                    buffer[c, y, x] += light * colours[i, c]
