"""Shells: what a firework is made of when it opens, or fans out from the river."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.palette import Colour

#: What burns in every rocket, and what a willow is made of.
EMBER: Final[Colour] = (1.0, 0.62, 0.26)


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


def peony(one: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A ball of stars that change their colour, around a small heart of the other one."""
    return (
        Stars(way=_ball(130, rng), life=1.25, tail=3, apart=0.011, colour=one, later=other),
        Stars(way=0.42 * _ball(30, rng), life=1.0, tail=1, apart=0.03, colour=other, later=other),
    )


def chrysanthemum(one: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A ball of rays that end in another colour."""
    return (
        Stars(way=_ball(72, rng), life=1.35, tail=12, apart=0.013, colour=one, later=other, light=1.2),
    )  # fmt: skip


def willow(_: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """Golden branches that hang and glitter for a long time."""
    way = _ball(44, rng) * rng.uniform(0.75, 1.0, (44, 1))
    return (
        Stars(
            way=way.astype(np.float32), life=1.5, tail=21, apart=0.019,
            colour=EMBER, later=_mixed(EMBER, other), light=1.0,
        ),
    )  # fmt: skip


def palm(one: Colour, _: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A few thick arms that bend down, each a bundle."""
    turn = (np.arange(15) + rng.uniform(-0.25, 0.25, 15)) * 2 * np.pi / 15
    arms = np.repeat(np.stack([np.cos(turn), np.sin(turn) - 0.12], axis=1), 3, axis=0)
    way = (arms * rng.uniform(0.86, 1.0, (45, 1)) + rng.normal(0, 0.02, (45, 2))).astype(np.float32)
    return (
        Stars(way=way, life=1.4, tail=16, apart=0.014, colour=_mixed(EMBER, one), later=one),
        Stars(way=0.3 * _ball(24, rng), life=0.8, tail=1, apart=0.03, colour=one, later=one),
    )


def ring(one: Colour, other: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A tilted ring around a ball, as Saturn has it."""
    turn = np.arange(54) * 2 * np.pi / 54
    tilt, lean = rng.uniform(0.22, 0.45), rng.uniform(-0.7, 0.7)
    x, y = np.cos(turn), tilt * np.sin(turn)
    way = np.stack([x * np.cos(lean) - y * np.sin(lean), x * np.sin(lean) + y * np.cos(lean)], 1)
    return (
        Stars(way=way.astype(np.float32), life=1.3, tail=5, apart=0.011, colour=one, later=one),
        Stars(way=0.5 * _ball(56, rng), life=1.3, tail=2, apart=0.03, colour=other, later=one),
    )


def mine(one: Colour, _: Colour, rng: np.random.Generator) -> tuple[Stars, ...]:
    """A fan of comets from a barge, with long streaks."""
    lean = np.linspace(-0.62, 0.62, 11) + rng.normal(0, 0.02, 11)
    way = np.stack([np.sin(lean), -np.cos(lean)], axis=1) * rng.uniform(0.86, 1.0, (11, 1))
    return (
        Stars(
            way=way.astype(np.float32), life=1.05, tail=28, apart=0.008,
            colour=_mixed(EMBER, one), later=one, light=1.5,
        ),
    )  # fmt: skip


def _ball(count: int, rng: np.random.Generator) -> Floats:
    """(count, 2): directions spread evenly over a sphere, turned by lot, as they are seen."""
    k = np.arange(count) + 0.5
    height = 1 - 2 * k / count
    level, turn = np.sqrt(1 - height**2), np.pi * (1 + 5**0.5) * k + rng.uniform(0, 2 * np.pi)
    way = np.stack([level * np.cos(turn), level * np.sin(turn)], axis=1)
    return (way * rng.normal(1.0, 0.03, (count, 1))).astype(np.float32)


def _mixed(one: Colour, other: Colour) -> Colour:
    return (0.5 * (one[0] + other[0]), 0.5 * (one[1] + other[1]), 0.5 * (one[2] + other[2]))
