"""Fireworks over the river: rockets climb, shells open, and every star draws a tail.

Stars are ballistic lights (see Sparks). A tail is made of the same star again, born a little later
and dimmer: it flies exactly where the star has been.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.flight.kernels import DRAG, GRAVITY
from lib.engine.frame import Frame
from lib.engine.palette import Colour, Palette
from lib.engine.particles import Smoke, Sparks
from lib.engine.show import Shell
from lib.engine.templates.arc import REST
from lib.engine.templates.shells import EMBER, Kind, chrysanthemum, mine, palm, peony, ring, willow

_BARGE_Y: Final = 866.0  # where rockets start: on the river, just off the far bank
_CLIMB: Final = 0.55  # seconds
_PUFFS: Final = 7  # of smoke that a shell leaves


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
        if self.kind is mine:
            return Shell(at=finale + self.after, x=self.x, y=_BARGE_Y - 4)
        y = bottom + self.away if self.away > 0 else max(top + self.away, 58.0)
        return Shell(at=finale + self.after, x=self.x, y=y)


#: From both sides and from below, so that they frame the words: behind them they are dim.
_PLACES: Final = (
    Burst(after=0.56, x=118.0, away=74.0, reach=176.0, kind=peony, hues=(0, 1)),
    Burst(after=0.70, x=494.0, away=62.0, reach=186.0, kind=palm, hues=(1, 0)),
    Burst(after=0.80, x=300.0, away=92.0, reach=230.0, kind=willow, hues=(2, 0)),
    Burst(after=0.98, x=88.0, away=-40.0, reach=114.0, kind=ring, hues=(1, 2)),
    Burst(after=1.12, x=522.0, away=-34.0, reach=116.0, kind=peony, hues=(0, 2)),
    Burst(after=1.24, x=430.0, away=86.0, reach=190.0, kind=chrysanthemum, hues=(2, 1)),
    Burst(after=1.36, x=176.0, away=82.0, reach=160.0, kind=ring, hues=(0, 1)),
)
#: And these where the frame is wider, more of them the wider it is.
_MORE: Final = (
    Burst(after=0.66, x=244.0, away=80.0, reach=150.0, kind=chrysanthemum, hues=(1, 2)),
    Burst(after=1.06, x=380.0, away=70.0, reach=150.0, kind=peony, hues=(2, 0)),
    Burst(after=1.02, x=34.0, away=88.0, reach=160.0, kind=palm, hues=(0, 2)),
    Burst(after=0.90, x=570.0, away=90.0, reach=160.0, kind=willow, hues=(1, 0)),
    Burst(after=0.88, x=60.0, away=70.0, reach=140.0, kind=ring, hues=(2, 1)),
    Burst(after=1.18, x=556.0, away=76.0, reach=150.0, kind=chrysanthemum, hues=(0, 1)),
)
#: Fans from the river, the first of them with the finale's first beat.
_MINES: Final = (
    (0.05, 150.0, 190.0, (0, 1)), (0.05, 458.0, 190.0, (0, 1)), (0.30, 304.0, 230.0, (1, 0)),
    (1.40, 96.0, 210.0, (2, 0)), (1.40, 512.0, 210.0, (2, 0)), (1.55, 304.0, 250.0, (0, 2)),
)  # fmt: skip
_BELOW: Final = [place for place, burst in enumerate(_PLACES) if burst.away > 0]
_ABOVE: Final = [place for place, burst in enumerate(_PLACES) if burst.away <= 0]


def programme(frame: Frame, rng: np.random.Generator) -> tuple[Burst, ...]:
    """Draw by lot which shell opens where, and which side begins. Shells below and above the words
    are drawn apart: what hangs down for long belongs below.
    """
    mines = tuple(
        Burst(after=after, x=x, away=0.0, reach=reach, kind=mine, hues=hues)
        for after, x, reach, hues in _MINES
    )
    below, above = (
        iter([_PLACES[place].kind for place in rng.permutation(places)])
        for places in (_BELOW, _ABOVE)
    )
    mirrored = rng.random() < 0.5
    drawn = [replace(each, kind=next(below if each.away > 0 else above)) for each in _PLACES]
    more = _MORE[: round(2.8 * (frame.spread - 1))]
    return tuple(
        replace(burst, x=_place(frame, burst.x, mirrored=mirrored))
        for burst in (*mines, *drawn, *more)
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
        for light in (
            *(() if burst.kind is mine else _rocket(shell, rng)),
            *_opened(shell, burst, palette, rng),
        )
    ]
    x, y, born, vx, vy, life, phase, *colours = np.concatenate(lights, axis=1)
    return Sparks(
        x=x, y=y, born=born, vx=vx, vy=vy, life=life, phase=phase,
        colour=np.stack(colours[:3], axis=1), later=np.stack(colours[3:], axis=1),
    )  # fmt: skip


def smoke_of(
    shells: tuple[Shell, ...], bursts: tuple[Burst, ...], rng: np.random.Generator
) -> Smoke:
    """What hangs in the air where shells have burst, and where their rockets have climbed."""
    parts = []
    wind = float(rng.uniform(-14, 14))
    for shell, burst in zip(shells, bursts, strict=True):
        m = _PUFFS
        turn, away = rng.uniform(0, 2 * np.pi, m), 0.45 * burst.reach * np.sqrt(rng.random(m))
        parts.append(
            np.stack([
                shell.x + away * np.cos(turn), shell.y + away * np.sin(turn),
                shell.at + 0.12 + 0.30 * rng.random(m), rng.uniform(1.6, 2.6, m),
                burst.reach * rng.uniform(0.35, 0.65, m), wind + rng.normal(0, 5, m),
                np.full(m, 0.16),
            ])
        )  # fmt: skip
    x, y, born, life, size, drift, thick = np.concatenate(parts, axis=1).astype(np.float32)
    return Smoke(x=x, y=y, born=born, life=life, size=size, drift=drift, thick=thick)


def _opened(shell: Shell, burst: Burst, palette: Palette, rng: np.random.Generator) -> list[Floats]:
    one, other = (palette.shells[hue] for hue in burst.hues)
    lights = []
    for stars in burst.kind(one, other, rng):
        speed = stars.way * burst.reach * float(DRAG)
        m = len(speed)
        longest = stars.life * rng.uniform(0.85, 1.1, m)
        phase = rng.random(m, np.float32)
        for step in range(stars.tail + 1):
            born = shell.at + step * stars.apart
            life = np.minimum(longest, REST - born).astype(np.float32)  # none is cut off by the end
            light = stars.light * (1.0 if step == 0 else 0.34 * (1 - step / (stars.tail + 1)))
            lights.append(
                _columns(
                    shell, m, born, speed, life,
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
            start.at + 0.0022 * step,
            speed,
            np.full(1, _CLIMB, np.float32),
            rng.random(1, np.float32),
            (EMBER, EMBER),
            0.5 * (1 - step / 40) ** 2,
        )
        for step in range(40)
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
