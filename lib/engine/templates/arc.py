"""Arc: the course that every film takes, and what of camera and light follows from it.

    hook      lights are in the air in the first frame; the last run's words fade (see Opening)
    build     a figure gathers and lives
    writing   it goes out, and letters are written
    reveal    a few dark frames, then words, place and people all at once
    life      something new every second and a half
    finale    what the template has of fireworks
    end       all stands still for a second, and the film begins again

All times are seconds from the start.
"""

from __future__ import annotations

from typing import Final

from lib.engine.camera import Camera
from lib.engine.show import FPS, Formation, Pulse, Wave
from lib.engine.track import Track

DURATION: Final = 11.0

GATHERED: Final = 1.75
WRITING: Final = 2.55
WRITTEN: Final = 4.15
REVEAL: Final = 4.5
FINALE: Final = 7.0
REST: Final = 9.9  # from here on all stands still

#: Frames that are dark before the reveal.
_DARK: Final = 7
_PUSH: Final = 0.09  # how much nearer the camera comes, as a share
_BLACKOUT: Final = REVEAL - _DARK / FPS
_JUST_BEFORE: Final = REVEAL - 0.6 / FPS


def power() -> Track:
    """What flies goes out before the reveal, and comes back at once."""
    return Track(
        (
            (_BLACKOUT - 2 / FPS, 1.0),
            (_BLACKOUT, 0.0),
            (_JUST_BEFORE, 0.0),
            (REVEAL - 0.1 / FPS, 1.0),
        )
    )


def exposure(usual: float, dark: float = 0.24) -> Track:
    """As bright as usual; night falls before the reveal, and the words light everything up."""
    return Track(
        (
            (0.0, 0.92 * usual), (0.8, usual), (_BLACKOUT - 3 / FPS, usual), (_BLACKOUT, dark),
            (_JUST_BEFORE, dark), (REVEAL - 0.1 / FPS, 1.22 * usual), (REVEAL + 1.1, usual),
        )
    )  # fmt: skip


def at_the_reveal(before: float, after: float, rest: float | None = None) -> Track:
    """A strength that jumps with the reveal, and settles at `rest`."""
    settled = after if rest is None else rest
    return Track(((0.0, before), (_JUST_BEFORE, before), (REVEAL, after), (REVEAL + 1.4, settled)))


def pulses() -> tuple[Pulse, ...]:
    """What runs through the words while they stand."""
    return (
        Pulse(wave=Wave.SHIMMER, at=REVEAL + 0.5),
        Pulse(wave=Wave.TURN, at=REVEAL + 1.2),
        Pulse(wave=Wave.RIPPLE, at=REVEAL + 2.1),
        Pulse(wave=Wave.RETURN, at=FINALE + 0.5),
        Pulse(wave=Wave.SHIMMER, at=FINALE + 1.3),
        Pulse(wave=Wave.RIPPLE, at=FINALE + 2.0),
    )


def camera(
    caption: Formation, nearest: float, *, low: float, raised: float, aside: tuple[float, float]
) -> Camera:
    """From where they take off up with them, ever nearer to the reveal, which shakes it.

    nearest  the push at which the words fill their zone      low  units down that it begins at
    raised   units that it shows the words lower while they stand
    aside    units to the right that it pans from and to
    """
    return Camera(
        pan=Track(((0.0, aside[0]), (REST, aside[1]))),
        tilt=Track(((-0.3, low), (GATHERED + 0.3, -raised), (FINALE, -raised), (REST, -raised - 3))),
        push=Track(((0.0, nearest - _PUSH), (REVEAL + 0.3, 0.72 * nearest), (REST, nearest))),
        orbit=Track(((WRITING - 0.6, 0.0), (WRITING + 0.6, 1.0))),
        aim=caption.centre,
        hand=3.4,
        jolt=Track(
            (
                (_JUST_BEFORE, 0.0), (REVEAL + 1 / FPS, -4.5), (REVEAL + 4 / FPS, 1.6),
                (REVEAL + 8 / FPS, -0.8), (REVEAL + 13 / FPS, 0.0),
            )
        ),
    )  # fmt: skip
