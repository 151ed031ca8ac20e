"""Show: a video described as data. Templates compose one; the renderer draws any.

Lengths are units of the frame (see Frame), x to the right, y downwards, z towards the viewer; times
are seconds from the start; colours are linear light (BT.709 primaries), shape (n, 3), and may exceed 1.
Everything is a pure function of time: a frame can be asked for at any t.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt

from lib.engine.air import CLEAR, Air
from lib.engine.arrays import Floats
from lib.engine.camera import Camera
from lib.engine.frame import Frame
from lib.engine.palette import Palette
from lib.engine.particles import Fall, Rain, Smoke, Sparks
from lib.engine.track import FULL, STILL, Track

FPS: Final = 30
SAMPLE_RATE: Final = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """How a figure lives. With all at 0 it does not.

    flap   units: what lies far from the middle beats up and down by as much, as wings do
    swim   units: a wave that runs through it from one side to the other, as through a fish
    beat   how much it swells as a heart beats, as a share
    opens  seconds: when it begins to unfold from a bud
    """

    flap: float = 0.0
    swim: float = 0.0
    beat: float = 0.0
    opens: float = -9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Formation:
    """Where every drone stands, and how the whole of it moves. n drones, the same n in all.

    points      (n, 3) units from `centre`, z towards the viewer
    spin        (n,) rad/s about the vertical axis through the centre
    tilt        units of y for one unit of z: how far we look up or down on it
    shade       0 to 1: how much dimmer the farthest point is than the nearest
    sway        radians: the whole turns to and fro about the vertical axis, slowly
    hover       units: a slow wave of y that runs through it
    drift       units: each wanders by as much, to and fro at its own pace, as lanterns do in air
    ball        units: radius of an opaque ball in the middle that dims what flies behind it
    colour      (n, 3)       brightness  (n,)
    """

    points: Floats
    centre: tuple[float, float]
    colour: Floats
    brightness: Floats
    spin: Floats
    tilt: float = 0.0
    shade: float = 0.0
    sway: float = 0.0
    hover: float = 0.0
    drift: float = 0.0
    ball: float = 0.0
    gesture: Gesture = Gesture()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way from one formation to the next: each drone leaves at `depart`, is there at `arrive`.

    depart, arrive  (n,) seconds      arc  (n,) sideways swerve as a share of the distance
    dim             0 to 1: how dark they fly, as real shows do, so that a crowd on its way is no blob
    """

    depart: Floats
    arrive: Floats
    arc: Floats
    dim: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprite:
    """How one light looks: a hot core in a soft halo, and what it gives to the bloom.

    Sigmas in units; gains in linear light at the peak. `glow` is energy, not a peak: it falls
    with the square of the spacing so that 3,600 close drones do not wash out.

    paper  units: half the height of a paper lantern around the flame, which takes the core's place;
           0: a bare light
    white  what of the core is white, whatever the light's colour
    """

    core_sigma: float
    halo_sigma: float
    core: float
    halo: float
    glow: float
    paper: float = 0.0
    white: float = 0.12  # chroma has a quarter of the pixels: a pure colour of three would be lost

    @classmethod
    def for_pitch(cls, pitch: float) -> Sprite:
        """The sprite that suits drones this many units apart (figures found by looking)."""
        q = min(max(pitch / 5.6, 0.5), 1.15)
        return cls(
            core_sigma=0.62 + 0.31 * q,
            halo_sigma=2.4,
            core=1.9 * q**0.3,
            halo=0.20 * q**1.2,
            glow=3.0 * q**1.7,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """How lights live: shares of their own brightness, but `flash` to `pulse`: 0 to 1."""

    tremble: float = 0.14  # each for itself, a few times a second
    flash: float = 1.0  # how much of a flash a light makes that arrives at its letter
    burst: float = 1.0  # and how much of one all of them make at the reveal
    ink: float = 0.55  # how brightly a letter shines from when it is written to the reveal
    shimmer: float = 1.0  # how strongly a light wanders across the words once they stand
    pulse: float = 1.0  # how much the words pulse in the finale
    rest: float = 0.22  # what a spare keeps between two passes of the light that runs through them
    run: float = 0.95  # what that light adds to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuits:
    """What feeds the lights: each hangs on one circuit, and burns as strongly as that does.

    of        (n,) int32, each light's circuit
    strength  (circuits, k): 1 is steady, 0 is out, at k moments from the start on, RATE a second;
              straight lines between them, and the last one is held
    """

    of: npt.NDArray[np.int32]
    strength: Floats

    RATE: ClassVar[int] = 60

    def at(self, t: float) -> Floats:
        """(circuits,)"""
        last = self.strength.shape[1] - 1
        place = min(max(t * self.RATE, 0.0), float(last))
        before = int(place)
        after, share = min(before + 1, last), np.float32(place - before)
        now: Floats = self.strength[:, before] * (1 - share) + self.strength[:, after] * share
        return now


class Wave(Enum):
    """What can run through words that stand."""

    SHIMMER = 0  # a light, from left to right
    TURN = 1  # another colour, from left to right, that stays
    RETURN = 2  # their own colour again
    RIPPLE = 3  # a ring that lifts them, from their middle outwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Something that happens to the words while they stand, and when, in seconds."""

    wave: Wave
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The way of what stands in front of the words for a moment: the scenery's own picture of it.

    x, y    units: where its middle is at `when` seconds      vx, vy  units a second
    before_people  whether it is nearer than the people at the frame's lower edge
    """

    when: float
    x: float
    y: float
    vx: float = 0.0
    vy: float = 0.0
    before_people: bool = False

    def at(self, t: float) -> tuple[float, float]:
        return self.x + self.vx * (t - self.when), self.y + self.vy * (t - self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """One firework for ear and eye alike: when and where it opens."""

    at: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The moments that picture and sound share, in seconds, in this order."""

    launch: float  # the first drone leaves the ground
    gathered: float  # the opening figure stands
    writing: float  # the first drone leaves it for its letter
    reveal: float  # the caption can be read, with a flash
    finale: float  # the fireworks begin
    shells: tuple[Shell, ...]


class Arrangement(Enum):
    """What the soundtrack is made of. Each has its instruments and places the show's cues."""

    SKYLINE = "skyline"  # rotors, pads, plucks, a hit, a cheering crowd, fireworks
    ALLEY = "alley"  # rain, mains hum and crackling tubes, traffic far off, a slow synth bass
    LANTERNS = "lanterns"  # a zither's plucks, flutes, a temple bell, crickets over still water


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What to draw and to play. `writes` (n,) is True for drones of the caption, False for spares."""

    frame: Frame
    duration: float
    scenery: str  # a name that scenery.load knows
    palette: Palette
    seed: int
    lines: tuple[str, ...]
    pitch: float  # units between neighbouring drones of the caption
    box: tuple[float, float, float, float]  # the caption's left, top, right, bottom, units
    formations: tuple[Formation, ...]
    legs: tuple[Leg, ...]  # one fewer than formations
    writes: npt.NDArray[np.bool_]
    ignite: Floats  # (n,) when each drone's light comes on
    twinkle: Floats  # (n,) 0 to 1, each drone's own phase
    chase: Floats  # (n,) radians: where a spare stands on the light that runs through the garland
    sprite: Sprite
    sparks: Sparks
    camera: Camera
    cues: Cues
    exposure: Track  # 1 is normal
    beams: Track  # searchlights from the towers
    crowd: Track  # how brightly the caption lights the people on the bank
    towers: Track  # how strongly the towers answer in the caption's colours
    phones: Track = STILL  # how many of those who wait with their phones film: 0 to 1
    arrangement: Arrangement = Arrangement.SKYLINE
    temper: Temper = Temper()
    circuits: Circuits | None = None  # None: every light is fed steadily
    rain: Rain | None = None
    smoke: Smoke | None = None
    falls: tuple[Fall, ...] = ()
    front: Passage | None = None
    air: Air = CLEAR
    power: Track = FULL  # what all drones have of their light
    pulses: tuple[Pulse, ...] = ()
    turned: Floats | None = None  # (n, 3) what the words' colours turn to; None: they keep them

    @property
    def frames(self) -> int:
        return round(self.duration * FPS)

    @property
    def last(self) -> float:
        """The last frame: from it the film can begin again, and with it it does (see Opening)."""
        return self.duration - 1 / FPS

    @property
    def drones(self) -> int:
        return len(self.writes)

    @property
    def still_at(self) -> float:
        """The moment that stands for the whole: the caption steady, before the fireworks."""
        return self.cues.reveal + 0.55 * (self.cues.finale - self.cues.reveal)


@dataclass(frozen=True, slots=True)
class Lights:
    """All that shines in one frame, for the kernels: float32 arrays of one length, reused."""

    x: Floats
    y: Floats
    red: Floats
    green: Floats
    blue: Floats
    core: Floats  # gain of the core sprite
    halo: Floats  # gain of the halo sprite
    glow: Floats  # energy for bloom, trails and the water's reflection

    @classmethod
    def room_for(cls, count: int) -> Lights:
        return cls(*(np.zeros(count, np.float32) for _ in range(8)))
