"""People seen from behind, as silhouettes. All measures in head radii, so that any size will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.sketch import Point, Stencil

Chance = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone held up: its screen's middle and half its sides, units of the stencil."""

    middle: Point
    across: float
    down: float


class Spectator:
    """One figure on a stencil of its own. `neck` is where the upright body's head would be."""

    def __init__(
        self, size: tuple[int, int], neck: Point, radius: float, scale: float = 1.0
    ) -> None:
        self.body, self.hair = Stencil(*size, scale), Stencil(*size, scale)
        self.neck, self.radius = neck, radius
        self.phone: Phone | None = None

    def at(self, across: float, down: float) -> Point:
        return (self.neck[0] + across * self.radius, self.neck[1] + down * self.radius)

    def limb(self, points: Sequence[Point], widths: Sequence[float]) -> None:
        """A chain of (across, down) joints, in radii."""
        self.body.limb(
            [self.at(*point) for point in points], [width * self.radius for width in widths]
        )

    def round(self, across: float, down: float, wide: float, high: float) -> None:
        """Hair or hat: part of the silhouette, and darker than a coat."""
        for stencil in (self.body, self.hair):
            stencil.ellipse(self.at(across, down), wide * self.radius, high * self.radius)

    def patch(self, points: Sequence[Point]) -> None:
        for stencil in (self.body, self.hair):
            stencil.polygon([self.at(*point) for point in points])

    def stand(self, girth: float, lean: float) -> None:
        """Draw shoulders, back and hanging arms. `lean` tips the head to the right, in radii."""
        g = girth
        self.limb([(lean, 0.5), (0.0, 1.7)], [0.78, 0.95])
        self.body.polygon(
            [self.at(*p) for p in ((-0.4, 1.15), (0.4, 1.15), (1.45 * g, 1.72), (1.45 * g, 3.0))]
            + [self.at(*p) for p in ((-1.45 * g, 3.0), (-1.45 * g, 1.72))]
        )
        for side in (-1, 1):
            arm = [(side * 1.42 * g, 2.28), (side * 1.78 * g, 4.6), (side * 1.62 * g, 7.5)]
            self.limb(arm, [1.15, 0.86, 0.7])
        back = ((1.6 * g, 2.3), (1.35 * g, 5.2), (1.5 * g, 20.0))
        outline = [*back, *[(-x, y) for x, y in reversed(back)]]
        self.body.polygon([self.at(*point) for point in outline])
        self.round(lean, 0.0, 0.80, 1.0)

    def hold(self, phone: Phone) -> None:
        (x, y), a, d = phone.middle, phone.across + 0.35, phone.down + 0.35
        self.body.box(x - a, y - d, x + a, y + d)
        self.phone = phone


Style = Callable[[Spectator, float, float], None]  # person, lean, side (-1 or 1)


def _short(person: Spectator, lean: float, _: float) -> None:
    person.round(lean, -0.16, 0.88, 0.92)


def _bob(person: Spectator, lean: float, _: float) -> None:
    person.round(lean, 0.12, 0.98, 1.12)


def _long(person: Spectator, lean: float, side: float) -> None:
    person.round(lean, 0.0, 0.95, 1.05)
    tip = lean + 0.1 * side
    person.patch([(lean - 0.93, 0.0), (lean + 0.93, 0.0), (tip + 0.74, 2.3), (tip - 0.74, 2.3)])
    person.round(tip, 2.3, 0.74, 0.55)


def _bun(person: Spectator, lean: float, side: float) -> None:
    person.round(lean + 0.1 * side, -1.12, 0.44, 0.40)


def _tail(person: Spectator, lean: float, side: float) -> None:
    person.round(lean, -0.1, 0.86, 0.95)
    person.round(lean + 0.25 * side, 0.15, 0.42, 0.40)
    person.patch([(lean, 0.1), (lean + 0.55 * side, 0.1), (lean + 0.5 * side, 1.9)])


def _cap(person: Spectator, lean: float, side: float) -> None:
    person.round(lean, -0.25, 0.92, 0.85)
    brim = ((0.0, -0.62), (1.5 * side, -0.40), (1.5 * side, -0.22), (0.0, -0.1))
    person.patch([(lean + x, y) for x, y in brim])


def _hood(person: Spectator, lean: float, _: float) -> None:
    person.body.ellipse(person.at(lean, 0.15), 1.1 * person.radius, 1.25 * person.radius)
    person.body.ellipse(person.at(lean, 1.5), 1.25 * person.radius, 0.7 * person.radius)


STYLES: Final[tuple[Style, ...]] = (
    _short, _short, _short, _bob, _long, _long, _bun, _tail, _cap, _hood,
)  # fmt: skip


def carry_child(person: Spectator, side: float) -> None:
    """On the shoulders: its back hides the head that it sits behind; one arm up."""
    person.limb([(0.0, 0.9), (0.0, -1.6)], [1.75, 1.35])
    person.limb([(-0.42, -1.5), (0.42, -1.5)], [0.85, 0.85])
    person.round(0.0, -2.75, 0.68, 0.76)
    person.limb([(0.55 * side, -1.5), (1.35 * side, -2.3), (1.75 * side, -3.6)], [0.6, 0.46, 0.36])
    person.limb([(-0.55 * side, -1.4), (-0.95 * side, -0.3)], [0.55, 0.42])
    for arm in (-1, 1):
        person.limb([(1.5 * arm, 2.4), (2.35 * arm, 3.6), (1.0 * arm, 2.3)], [1.0, 0.8, 0.6])


def cheer(person: Spectator, _: float) -> None:
    for arm in (-1, 1):
        person.limb([(1.4 * arm, 2.2), (2.3 * arm, 0.5), (2.0 * arm, -1.7)], [1.0, 0.78, 0.6])


def point_up(person: Spectator, side: float) -> None:
    person.limb([(1.4 * side, 2.2), (2.9 * side, 1.2), (3.9 * side, -0.7)], [1.0, 0.76, 0.45])


def film_upright(person: Spectator, side: float) -> None:
    hand = (1.55 * side, -1.1)
    person.limb([(1.45 * side, 2.3), (2.25 * side, 1.0), hand], [1.05, 0.8, 0.62])
    middle = person.at(hand[0], hand[1] - 0.85)
    person.hold(Phone(middle=middle, across=0.42 * person.radius, down=0.84 * person.radius))


def film_wide(person: Spectator, _: float) -> None:
    for arm in (-1, 1):
        person.limb([(1.45 * arm, 2.3), (1.95 * arm, 0.6), (0.95 * arm, -1.65)], [1.05, 0.8, 0.58])
    middle = person.at(0.0, -1.95)
    person.hold(Phone(middle=middle, across=0.92 * person.radius, down=0.46 * person.radius))
