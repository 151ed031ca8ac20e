"""Camera: where we look, how near we come, and how each layer of a place answers by its depth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import Frame
from lib.engine.track import STILL, Track

if TYPE_CHECKING:
    from lib.engine.show import Formation

#: How a hand wanders: periods in seconds, phase, and share of the whole, along x and along y.
_WANDER: Final = (
    ((6.1, 0.3, 0.70), (2.7, 1.9, 0.30)),
    ((4.9, 2.2, 0.65), (2.3, 0.6, 0.35)),
)


@dataclass(frozen=True, slots=True)
class Depth:
    """How a layer answers the camera: shares of its pan and tilt, and of its push."""

    moves: float
    grows: float


SKY: Final = Depth(moves=0.45, grows=0.06)
CITY: Final = Depth(moves=1.0, grows=0.20)


@dataclass(frozen=True, slots=True)
class View:
    """How a layer is seen: the frame's (x, y) shows its (left + step x, top + step y); units."""

    left: float
    top: float
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Where we look, and how near we come. All 0 is straight at the plate's middle.

    pan   units to the right      tilt  units downwards
    push  how much larger what flies appears around `aim` (x, y), as a share; a layer grows by as
          much of it as its depth says: the city is too far away to grow with the words
    orbit 0 to 1: how far we circle what flies rather than pass it by: at 1 it keeps its place in the
          frame, and the city alone moves
    hand  units: how far a hand that holds the camera wanders
    jolt  units downwards: what shakes it
    """

    pan: Track = STILL
    tilt: Track = STILL
    push: Track = STILL
    orbit: Track = STILL
    aim: tuple[float, float] = (0.0, 0.0)
    hand: float = 0.0
    jolt: Track = STILL

    NEAREST: ClassVar[float] = 0.07
    #: The push before the words: from so far behind it comes near.
    FARTHEST: ClassVar[float] = -0.025
    _ROOM: ClassVar[float] = 22.0  # units at the frame's sides that are left free for the pan

    @classmethod
    def nearest(cls, formation: Formation, frame: Frame) -> float:
        """The largest push at a formation's centre that leaves all of it within the frame."""
        aside = max(float(np.abs(formation.points[:, 0]).max()), 1.0)
        above = max(float(-formation.points[:, 1].min()), 1.0)
        room = min((frame.middle - cls._ROOM) / aside, formation.centre[1] / above)
        return min(max(room - 1.0, 0.0), cls.NEAREST)

    def at(self, t: float) -> tuple[float, float]:
        """(dx, dy): how far the frame's corner lies from its place on the plate, units."""
        dx, dy = (self.hand * _wandering(waves, t) for waves in _WANDER)
        return self.pan.at(t) + dx, self.tilt.at(t) + 0.6 * dy + self.jolt.at(t)

    def view(self, depth: Depth, horizon: tuple[float, float], t: float) -> View:
        """How a layer of this depth is seen at t. It grows around `horizon` (x, y) of the frame."""
        dx, dy = self.at(t)
        step = 1.0 / (1.0 + depth.grows * self.push.at(t))
        x, y = horizon
        return View(x * (1.0 - step) + depth.moves * dx, y * (1.0 - step) + depth.moves * dy, step)

    def seen(self, x: Floats, y: Floats, t: float) -> tuple[Floats, Floats]:
        """Where in the frame of second t what flies at x, y is seen; units all."""
        nearer = np.float32(self.push.at(t))
        (dx, dy), (to_x, to_y) = self.at(t), self.aim
        passed = np.float32(dx * (1.0 - self.orbit.at(t)))
        across = x + nearer * (x - np.float32(to_x)) - passed
        down = y + nearer * (y - np.float32(to_y)) - np.float32(dy)
        return across, down


def _wandering(waves: tuple[tuple[float, float, float], ...], t: float) -> float:
    return sum(
        share * math.sin(2.0 * math.pi * t / period + phase) for period, phase, share in waves
    )
