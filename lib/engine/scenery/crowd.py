"""People on the near bank, seen from behind: three rows at a balustrade, phones held up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.blur import blurred
from lib.engine.scenery.canvas import Field, rgb
from lib.engine.scenery.plate import CROWD_MARGIN, CROWD_ROWS
from lib.engine.scenery.sketch import Picture, Point, Stencil, reduced, rim
from lib.engine.show import WIDTH

Chance = np.random.Generator

CROWD_WIDTH: Final = WIDTH + 2 * CROWD_MARGIN
RAIL: Final = 73.0  # the balustrade's upper edge
FLOOR: Final = 108.0

SCREEN: Final = rgb(0.035, 0.055, 0.120)
SCREEN_LIGHTS: Final = rgb(1.0, 0.66, 0.42)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of people: where their heads are, how large (pixels), how many groups of them."""

    eyes: float
    head: float
    groups: int
    phones: float
    colour: Field


ROWS: Final = (
    Row(eyes=64, head=4.5, groups=19, phones=0.10, colour=rgb(0.0062, 0.0062, 0.0105)),
    Row(eyes=75, head=6.3, groups=12, phones=0.20, colour=rgb(0.0044, 0.0043, 0.0072)),
    Row(eyes=93, head=9.2, groups=7, phones=0.24, colour=rgb(0.0026, 0.0025, 0.0042)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    alpha: Field
    light: Field  # (h, w, 3)
    rim: Field


class Bank:
    """The picture in the making, painted from the balustrade to the nearest row."""

    def __init__(self) -> None:
        self.picture = Picture(CROWD_WIDTH, CROWD_ROWS)
        self.rim = np.zeros((CROWD_ROWS, CROWD_WIDTH), np.float32)
        self.screens = np.zeros((CROWD_ROWS, CROWD_WIDTH, 3), np.float32)

    def stand(self, left: int, top: int, fine: Field, colour: Field, edge: float) -> None:
        """A silhouette in front of all that is there; `edge` is the width of its rim in pixels."""
        patch, inner = self._overlap(left, top, fine)
        cover = reduced(fine)[inner]
        line = rim(fine, edge)[inner]
        kept = 1.0 - cover
        self.picture.light[patch] = (
            self.picture.light[patch] * kept[..., None] + cover[..., None] * colour
        )
        self.picture.alpha[patch] = self.picture.alpha[patch] * kept + cover
        self.rim[patch] = self.rim[patch] * kept + line
        self.screens[patch] *= kept[..., None]

    def glow(self, left: int, top: int, fine: Field, light: Field) -> None:
        """A phone's screen: light (3,) or (h, w, 3)."""
        patch, inner = self._overlap(left, top, fine)
        cover = reduced(fine)[inner][..., None]
        shown = light[inner] if light.ndim == 3 else light
        self.screens[patch] = self.screens[patch] * (1.0 - cover) + cover * shown

    @staticmethod
    def _overlap(
        left: int, top: int, fine: Field
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        rows, columns = reduced(fine).shape
        first, last = max(left, 0), min(left + columns, CROWD_WIDTH)
        upper, lower = max(top, 0), min(top + rows, CROWD_ROWS)
        outer = (slice(upper, max(lower, upper)), slice(first, max(last, first)))
        inner = (
            slice(upper - top, max(lower, upper) - top),
            slice(first - left, max(last, first) - left),
        )
        return outer, inner


def gathered() -> Crowd:
    chance = np.random.default_rng(77)
    bank = Bank()
    _balustrade(bank)
    for row in ROWS:
        _line_up(bank, row, chance)
    light = bank.picture.light + bank.screens + 0.30 * blurred(bank.screens, 2.4)
    light += 0.5 * blurred(bank.screens, 7.0)
    return Crowd(
        alpha=np.clip(bank.picture.alpha, 0.0, 1.0), light=light, rim=np.clip(bank.rim, 0.0, 1.0)
    )


def _balustrade(bank: Bank) -> None:
    stone = Stencil(CROWD_WIDTH, CROWD_ROWS)
    stone.box(0, RAIL, CROWD_WIDTH, RAIL + 3.2).box(0, FLOOR - 12, CROWD_WIDTH, CROWD_ROWS)
    for x in np.arange(4.0, CROWD_WIDTH, 7.0):
        stone.limb([(x, RAIL + 4), (x, RAIL + 12), (x, RAIL + 22)], [1.3, 2.6, 1.5])
    for x in np.arange(31.0, CROWD_WIDTH, 84.0):
        stone.box(x - 4, RAIL - 4, x + 4, CROWD_ROWS).ellipse((x, RAIL - 6.4), 3.2, 3.0)
    bank.stand(0, 0, stone.fine(), rgb(0.0068, 0.0070, 0.0125), 1.0)


def _line_up(bank: Bank, row: Row, chance: Chance) -> None:
    pace = CROWD_WIDTH / row.groups
    for number in range(row.groups):
        x = (number + 0.5 + float(chance.uniform(-0.30, 0.30))) * pace
        _group(bank, row, x, chance)


def _group(bank: Bank, row: Row, x: float, chance: Chance) -> None:
    """Somebody alone, a couple leaning together, friends, or a child on a pair of shoulders."""
    draw, head = float(chance.random()), row.head
    if draw < 0.40:
        _person(bank, row, x, chance)
    elif draw < 0.68:
        _person(bank, row, x - 1.75 * head, chance, lean=0.26)
        _person(bank, row, x + 1.55 * head, chance, lean=-0.30, size=0.93, quiet=True)
    elif draw < 0.86:
        for step in (-1, 1, 0):
            _person(
                bank, row, x + step * 3.3 * head, chance, size=float(chance.uniform(0.88, 1.05))
            )
    else:
        _person(bank, row, x, chance, child=True)


Hair = Callable[[Stencil, Point, float], object]


def _bob(s: Stencil, at: Point, r: float) -> object:
    return s.ellipse((at[0], at[1] + 0.12 * r), 0.98 * r, 1.12 * r)


def _long(s: Stencil, at: Point, r: float) -> object:
    x, y = at
    return s.ellipse((x, y), 0.95 * r, 1.05 * r).polygon(
        [
            (x - 0.93 * r, y),
            (x + 0.93 * r, y),
            (x + 1.0 * r, y + 2.7 * r),
            (x - 0.9 * r, y + 2.6 * r),
        ]
    )


def _bun(s: Stencil, at: Point, r: float) -> object:
    return s.ellipse((at[0] + 0.1 * r, at[1] - 1.12 * r), 0.44 * r, 0.40 * r)


def _tail(s: Stencil, at: Point, r: float) -> object:
    x, y = at
    points = [(x, y - 0.5 * r), (x + 0.75 * r, y + 0.1 * r), (x + 0.85 * r, y + 1.6 * r)]
    return s.limb(points, [0.7 * r, 0.6 * r, 0.22 * r])


def _cap(s: Stencil, at: Point, r: float) -> object:
    x, y = at
    return s.polygon(
        [
            (x, y - 0.62 * r),
            (x + 1.5 * r, y - 0.40 * r),
            (x + 1.5 * r, y - 0.22 * r),
            (x, y - 0.1 * r),
        ]
    )


def _hood(s: Stencil, at: Point, r: float) -> object:
    return s.ellipse((at[0], at[1] + 0.15 * r), 1.1 * r, 1.25 * r).ellipse(
        (at[0], at[1] + 1.5 * r), 1.25 * r, 0.7 * r
    )


def _short(s: Stencil, at: Point, r: float) -> object:
    return s.ellipse((at[0], at[1] - 0.16 * r), 0.88 * r, 0.92 * r)


HAIR: Final[tuple[Hair, ...]] = (_short, _short, _short, _bob, _long, _bun, _tail, _cap, _hood)


def _person(
    bank: Bank,
    row: Row,
    x: float,
    chance: Chance,
    *,
    size: float = 1.0,
    lean: float = 0.0,
    child: bool = False,
    quiet: bool = False,
) -> None:
    r = row.head * size * float(chance.uniform(0.93, 1.07))
    y = row.eyes + (1.0 - size) * 12 + float(chance.uniform(-2.2, 2.2)) * row.head / 6
    width, height = int(12 * r), int(CROWD_ROWS - y + 8 * r)
    left, top = round(x - width / 2), CROWD_ROWS - height
    figure, head = Stencil(width, height), (width / 2 + lean * 1.6 * r, y - top)
    _body(figure, (width / 2, y - top), head, r, float(chance.uniform(0.90, 1.12)))
    HAIR[int(chance.integers(len(HAIR)))](figure, head, r)
    if child:
        _child(figure, head, r, chance)
    phone = (
        _arms(figure, (width / 2, y - top), r, chance, row.phones) if not (quiet or child) else None
    )
    bank.stand(left, top, figure.fine(), row.colour, 0.17 * r + 0.25)
    if phone is not None:
        _show(bank, left, top, (width, height), phone, chance)


def _body(s: Stencil, at: Point, head: Point, r: float, girth: float) -> None:
    x, y = at
    g = girth * r
    s.ellipse(head, 0.80 * r, 1.0 * r)
    s.limb([(head[0], head[1] + 0.5 * r), (x, y + 1.7 * r)], [0.78 * r, 0.95 * r])
    s.polygon([
        (x - 0.40 * r, y + 1.15 * r), (x + 0.40 * r, y + 1.15 * r),
        (x + 1.45 * g, y + 1.72 * r), (x + 1.45 * g, y + 3 * r),
        (x - 1.45 * g, y + 3 * r), (x - 1.45 * g, y + 1.72 * r),
    ])  # fmt: skip
    for side in (-1, 1):
        shoulder = (x + side * 1.42 * g, y + 2.28 * r)
        elbow, wrist = (x + side * 1.78 * g, y + 4.6 * r), (x + side * 1.62 * g, y + 7.5 * r)
        s.limb([shoulder, elbow, wrist], [1.15 * r, 0.86 * r, 0.7 * r])
    s.polygon(
        [
            (x - 1.6 * g, y + 2.3 * r),
            (x + 1.6 * g, y + 2.3 * r),
            (x + 1.35 * g, y + 5.2 * r),
            (x + 1.5 * g, y + 20 * r),
            (x - 1.5 * g, y + 20 * r),
            (x - 1.35 * g, y + 5.2 * r),
        ]
    )


def _child(s: Stencil, head: Point, r: float, chance: Chance) -> None:
    x, y = head
    k = 0.74 * r
    s.limb([(x, y - 2.9 * r), (x, y - 0.9 * r)], [1.7 * k, 2.1 * k])
    s.ellipse((x, y - 4.2 * r), 0.86 * k, 0.98 * k)
    for side in (-1, 1):
        s.limb(
            [(x + side * 0.5 * r, y - 0.9 * r), (x + side * 0.85 * r, y + 1.6 * r)],
            [0.8 * k, 0.6 * k],
        )
    up = float(chance.choice([-1.0, 1.0]))
    s.limb(
        [
            (x + up * 0.6 * k, y - 2.9 * r),
            (x + up * 1.7 * k, y - 3.7 * r),
            (x + up * 2.3 * k, y - 5.2 * r),
        ],
        [0.7 * k, 0.55 * k, 0.42 * k],
    )
    s.limb([(x - up * 0.6 * k, y - 2.8 * r), (x - up * 1.1 * k, y - 1.6 * r)], [0.65 * k, 0.5 * k])


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    middle: Point
    across: float
    down: float


def _arms(s: Stencil, at: Point, r: float, chance: Chance, phones: float) -> Phone | None:
    """What the arms do: mostly nothing; a phone in one hand or in two, cheering, pointing."""
    draw, side = float(chance.random()), float(chance.choice([-1.0, 1.0]))
    x, y = at
    if draw < 0.6 * phones:
        return _one_hand(s, at, r, side)
    if draw < phones:
        return _two_hands(s, at, r)
    if draw < phones + 0.05:
        for arm in (-1, 1):
            s.limb(
                [
                    (x + arm * 1.4 * r, y + 2.2 * r),
                    (x + arm * 2.3 * r, y + 0.5 * r),
                    (x + arm * 2.0 * r, y - 1.7 * r),
                ],
                [1.0 * r, 0.78 * r, 0.6 * r],
            )
    elif draw < phones + 0.10:
        s.limb(
            [
                (x + side * 1.4 * r, y + 2.2 * r),
                (x + side * 2.9 * r, y + 1.2 * r),
                (x + side * 3.9 * r, y - 0.7 * r),
            ],
            [1.0 * r, 0.76 * r, 0.45 * r],
        )
    return None


def _one_hand(s: Stencil, at: Point, r: float, side: float) -> Phone:
    x, y = at
    hand = (x + side * 1.55 * r, y - 1.1 * r)
    s.limb(
        [(x + side * 1.45 * r, y + 2.3 * r), (x + side * 2.25 * r, y + 1.0 * r), hand],
        [1.05 * r, 0.8 * r, 0.62 * r],
    )
    return _hold(s, Phone(middle=(hand[0], hand[1] - 0.85 * r), across=0.42 * r, down=0.84 * r))


def _two_hands(s: Stencil, at: Point, r: float) -> Phone:
    x, y = at
    for arm in (-1, 1):
        s.limb(
            [
                (x + arm * 1.45 * r, y + 2.3 * r),
                (x + arm * 1.95 * r, y + 0.6 * r),
                (x + arm * 0.95 * r, y - 1.65 * r),
            ],
            [1.05 * r, 0.8 * r, 0.58 * r],
        )
    return _hold(s, Phone(middle=(x, y - 1.95 * r), across=0.92 * r, down=0.46 * r))


def _hold(s: Stencil, phone: Phone) -> Phone:
    (x, y), a, d = phone.middle, phone.across + 0.35, phone.down + 0.35
    s.box(x - a, y - d, x + a, y + d)
    return phone


def _show(
    bank: Bank, left: int, top: int, size: tuple[int, int], phone: Phone, chance: Chance
) -> None:
    """On the screen: the sky, and the show as a few bright dots in it."""
    (x, y), a, d = phone.middle, phone.across, phone.down
    glass = Stencil(*size).box(x - a, y - d, x + a, y + d)
    bank.glow(left, top, glass.fine(), SCREEN * rgb(1.6, 1.7, 1.9))
    low = Stencil(*size).box(x - a, y + 0.45 * d, x + a, y + d)
    bank.glow(left, top, low.fine(), rgb(0.20, 0.13, 0.17))
    lights = Stencil(*size)
    for _ in range(11):
        dot = (
            x + float(chance.uniform(-0.78, 0.78)) * a,
            y + float(chance.uniform(-0.6, 0.15)) * d,
        )
        lights.ellipse(dot, 0.10 * a + 0.28, 0.10 * a + 0.28)
    bank.glow(left, top, lights.fine(), SCREEN_LIGHTS)
