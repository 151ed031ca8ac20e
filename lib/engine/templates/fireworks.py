"""Fireworks over the river: rockets climb, shells open, and every star draws a tail.

Stars are ballistic lights (see Sparks). A tail is made of the same star again, born a little later
and dimmer: it flies exactly where the star has been.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.flight.kernels import DRAG, GRAVITY
from lib.engine.frame import Frame
from lib.engine.palette import Colour, Palette
from lib.engine.show import Shell, Sparks

_BARGE_Y: Final = 866.0  # where rockets start: on the river, just off the far bank
_CLIMB: Final = 0.55  # seconds
_EMBER: Final[Colour] = (
    1.0,
    0.62,
    0.26,
)  # what burns in every rocket, and what a willow is made of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars:
    """Stars of one kind in a shell. `way` (m, 2): direction as seen, 1 for the full reach."""

    way: Floats
    life: float
    tail: int  # how many lights follow each, `apart` seconds after one another
    apart: float
    colour: Colour
    later: Colour
    light: float = 1.3


Kind = Callable[[Colour, Colour, np.random.Generator], tuple[Stars, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A shell: when after the finale's beginning and where it opens, its reach in units.

    away  units below the words' lower edge, or above their upper edge where negative
    kind  what it is made of, of two colours
    """

    after: float
    x: float
    away: float
    reach: float
    kind: Kind
    hues: tuple[int, int]  # of the palette's shells

    def opening(self, box: tuple[float, float, float, float], finale: float) -> Shell:
        _, top, _, bottom = box
        y = bottom + self.away if self.away > 0 else max(top + self.away, 58.0)
        return Shell(at=finale + self.after, x=self.x, y=y)


def peony(one: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A ball of stars that change their colour, around a small heart of the other one."""
    return (
        Stars(way=_ball(120, rng), life=1.35, tail=3, apart=0.026, colour=one, later=other),
        Stars(way=0.42 * _ball(30, rng), life=1.0, tail=1, apart=0.03, colour=other, later=other),
    )


def chrysanthemum(one: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A ball of rays that end in another colour."""
    return (
        Stars(way=_ball(84, rng), life=1.5, tail=5, apart=0.028, colour=one, later=other, light=1.2),
    )  # fmt: skip


def willow(_: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """Golden branches that hang and glitter for a long time."""
    way = _ball(52, rng) * rng.uniform(0.75, 1.0, (52, 1))
    return (
        Stars(
            way=way.astype(np.float32), life=2.1, tail=12, apart=0.042,
            colour=_EMBER, later=_mixed(_EMBER, other), light=1.0,
        ),
    )  # fmt: skip


def palm(one: Colour, _: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A few thick arms that bend down, each a bundle."""
    turn = (np.arange(15) + rng.uniform(-0.25, 0.25, 15)) * 2 * np.pi / 15
    arms = np.repeat(np.stack([np.cos(turn), np.sin(turn) - 0.12], axis=1), 3, axis=0)
    way = (arms * rng.uniform(0.86, 1.0, (45, 1)) + rng.normal(0, 0.02, (45, 2))).astype(np.float32)
    return (
        Stars(way=way, life=1.6, tail=7, apart=0.03, colour=_mixed(_EMBER, one), later=one),
        Stars(way=0.3 * _ball(24, rng), life=0.8, tail=1, apart=0.03, colour=one, later=one),
    )


def ring(one: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A tilted ring around a ball, as Saturn has it."""
    turn = np.arange(54) * 2 * np.pi / 54
    tilt, lean = rng.uniform(0.22, 0.45), rng.uniform(-0.7, 0.7)
    x, y = np.cos(turn), tilt * np.sin(turn)
    way = np.stack([x * np.cos(lean) - y * np.sin(lean), x * np.sin(lean) + y * np.cos(lean)], 1)
    return (
        Stars(way=way.astype(np.float32), life=1.3, tail=3, apart=0.022, colour=one, later=one),
        Stars(way=0.5 * _ball(56, rng), life=1.3, tail=2, apart=0.03, colour=other, later=one),
    )


#: From both sides and from below, so that they frame the words: behind them they are dim.
_PLACES: Final = (
    Burst(after=0.56, x=118.0, away=74.0, reach=150.0, kind=peony, hues=(0, 1)),
    Burst(after=0.76, x=494.0, away=62.0, reach=160.0, kind=palm, hues=(1, 0)),
    Burst(after=0.98, x=300.0, away=92.0, reach=185.0, kind=willow, hues=(2, 0)),
    Burst(after=1.14, x=88.0, away=-40.0, reach=114.0, kind=ring, hues=(1, 2)),
    Burst(after=1.32, x=522.0, away=-34.0, reach=116.0, kind=peony, hues=(0, 2)),
    Burst(after=1.54, x=430.0, away=86.0, reach=150.0, kind=chrysanthemum, hues=(2, 1)),
    Burst(after=1.72, x=176.0, away=82.0, reach=142.0, kind=ring, hues=(0, 1)),
)
#: And these where the frame is wider, more of them the wider it is.
_MORE: Final = (
    Burst(after=0.66, x=244.0, away=80.0, reach=150.0, kind=chrysanthemum, hues=(1, 2)),
    Burst(after=1.06, x=380.0, away=70.0, reach=150.0, kind=peony, hues=(2, 0)),
    Burst(after=1.40, x=34.0, away=88.0, reach=160.0, kind=palm, hues=(0, 2)),
    Burst(after=1.62, x=570.0, away=90.0, reach=160.0, kind=willow, hues=(1, 0)),
    Burst(after=0.88, x=60.0, away=70.0, reach=140.0, kind=ring, hues=(2, 1)),
    Burst(after=1.24, x=556.0, away=76.0, reach=150.0, kind=chrysanthemum, hues=(0, 1)),
)
_BELOW: Final = [place for place, burst in enumerate(_PLACES) if burst.away > 0]
_ABOVE: Final = [place for place, burst in enumerate(_PLACES) if burst.away <= 0]


def programme(frame: Frame, rng: np.random.Generator) -> tuple[Burst, ...]:
    """Draw by lot which shell opens where, and which side begins. Shells below and above the words
    are drawn apart: what hangs down for long belongs below.
    """
    below, above = (
        iter([_PLACES[place].kind for place in rng.permutation(places)])
        for places in (_BELOW, _ABOVE)
    )
    mirrored = rng.random() < 0.5
    drawn = [replace(each, kind=next(below if each.away > 0 else above)) for each in _PLACES]
    more = _MORE[: round(2.8 * (frame.spread - 1))]
    return tuple(
        replace(burst, x=_place(frame, burst.x, mirrored=mirrored)) for burst in (*drawn, *more)
    )


def _place(frame: Frame, x: float, *, mirrored: bool) -> float:
    """Where a shell opens here that opens at x in the API's own format."""
    here = frame.moved(x, 0.9)
    return frame.width - here if mirrored else here


def openings(
    bursts: tuple[Burst, ...], box: tuple[float, float, float, float], finale: float
) -> tuple[Shell, ...]:
    """When and where shells open around words in `box`."""
    return tuple(burst.opening(box, finale) for burst in bursts)


def fireworks(
    bursts: tuple[Burst, ...],
    shells: tuple[Shell, ...],
    palette: Palette,
    rng: np.random.Generator,
) -> Sparks:
    """All lights of these shells; `shells` are their openings."""
    lights = [
        light
        for shell, burst in zip(shells, bursts, strict=True)
        for light in (*_rocket(shell, rng), *_opened(shell, burst, palette, rng))
    ]
    x, y, born, vx, vy, life, phase, *colours = np.concatenate(lights, axis=1)
    return Sparks(
        x=x, y=y, born=born, vx=vx, vy=vy, life=life, phase=phase,
        colour=np.stack(colours[:3], axis=1), later=np.stack(colours[3:], axis=1),
    )  # fmt: skip


def _opened(shell: Shell, burst: Burst, palette: Palette, rng: np.random.Generator) -> list[Floats]:
    one, other = (palette.shells[hue] for hue in burst.hues)
    lights = []
    for stars in burst.kind(one, other, rng):
        speed = stars.way * burst.reach * float(DRAG)
        m = len(speed)
        life = (stars.life * rng.uniform(0.85, 1.1, m)).astype(np.float32)
        phase = rng.random(m, np.float32)
        for step in range(stars.tail + 1):
            light = stars.light * (1.0 if step == 0 else 0.50 * (1 - step / (stars.tail + 1)))
            lights.append(
                _columns(
                    shell, m, shell.at + step * stars.apart, speed, life,
                    (phase + 0.37 * step) % 1, (stars.colour, stars.later), light,
                )
            )  # fmt: skip
    return lights


def _rocket(shell: Shell, rng: np.random.Generator) -> list[Floats]:
    """A comet from a barge to where the shell opens; its speed is what drag and fall leave of it."""
    way = (1 - np.exp(-float(DRAG) * _CLIMB)) / float(DRAG)
    x = shell.x + rng.uniform(-26, 26)
    climb = shell.y - 0.5 * float(GRAVITY) * _CLIMB**2 - _BARGE_Y
    speed = np.array([[(shell.x - x) / way, climb / way]], np.float32)
    start = Shell(at=shell.at - _CLIMB, x=x, y=_BARGE_Y)
    return [
        _columns(
            start,
            1,
            start.at + 0.004 * step,
            speed,
            np.full(1, _CLIMB, np.float32),
            rng.random(1, np.float32),
            (_EMBER, _EMBER),
            0.8 * (1 - step / 22) ** 2,
        )
        for step in range(22)
    ]


def _columns(
    shell: Shell,
    m: int,
    born: float,
    speed: Floats,
    life: Floats,
    phase: Floats,
    colours: tuple[Colour, Colour],
    light: float,
) -> Floats:
    """(13, m): m lights that start from a shell, in the order of Sparks' fields."""
    return np.stack(
        [
            *(np.full(m, value) for value in (shell.x, shell.y, born)), *speed.T, life, phase,
            *(np.full(m, channel * light) for colour in colours for channel in colour),
        ]
    ).astype(np.float32)  # fmt: skip


def _ball(count: int, rng: np.random.Generator) -> Floats:
    """(count, 2): directions spread evenly over a sphere, turned by lot, as they are seen."""
    k = np.arange(count) + 0.5
    height = 1 - 2 * k / count
    level, turn = np.sqrt(1 - height**2), np.pi * (1 + 5**0.5) * k + rng.uniform(0, 2 * np.pi)
    way = np.stack([level * np.cos(turn), level * np.sin(turn)], axis=1)
    return (way * rng.normal(1.0, 0.03, (count, 1))).astype(np.float32)


def _mixed(one: Colour, other: Colour) -> Colour:
    return (0.5 * (one[0] + other[0]), 0.5 * (one[1] + other[1]), 0.5 * (one[2] + other[2]))
