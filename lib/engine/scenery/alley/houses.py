"""The houses on both sides of the alley: old walls, windows, shops, air conditioners, balconies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.alley.perspective import LEFT, RIGHT, Street, hazed, within
from lib.engine.scenery.core.canvas import Canvas, Field, Patch, bump, rgb, smoothstep, tinted
from lib.engine.scenery.core.value_noise import clouds, hashed

SHOP: Final = 0.80  # height of the ground floor
SOCKET: Final = 0.05
FOOT: Final = -0.04  # a wall goes on below the ground, so that no seam is left

LAMP: Final = rgb(1.0, 0.54, 0.19)
TUBE: Final = rgb(0.72, 0.92, 1.0)
CURTAIN: Final = rgb(1.0, 0.26, 0.12)
IRON: Final = rgb(0.0030, 0.0032, 0.0050)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Stands at `side` from z = near to far, so high; storeys and bays are so long."""

    side: int
    near: float
    far: float
    height: float
    storey: float
    bay: float
    colour: tuple[float, float, float]
    lit: float
    seed: int
    balconies: bool = False


# fmt: off
HOUSES: Final = (
    House(side=LEFT, near=6.6, far=14.0, height=5.2, storey=0.56, bay=0.50,
          colour=(0.9, 0.8, 1.0), lit=0.42, seed=11),
    House(side=RIGHT, near=7.4, far=14.0, height=6.4, storey=0.60, bay=0.46,
          colour=(0.8, 0.9, 1.0), lit=0.40, seed=12),
    House(side=LEFT, near=4.2, far=6.6, height=7.4, storey=0.60, bay=0.44,
          colour=(0.7, 0.9, 1.0), lit=0.36, seed=13),
    House(side=RIGHT, near=4.5, far=7.4, height=4.7, storey=0.58, bay=0.40,
          colour=(1.0, 0.8, 0.7), lit=0.40, seed=14, balconies=True),
    House(side=LEFT, near=2.75, far=4.2, height=5.0, storey=0.62, bay=0.36,
          colour=(1.0, 0.85, 0.75), lit=0.36, seed=15, balconies=True),
    House(side=RIGHT, near=2.6, far=4.5, height=6.6, storey=0.64, bay=0.38,
          colour=(0.75, 0.9, 0.9), lit=0.34, seed=16),
    House(side=LEFT, near=1.7, far=2.75, height=6.4, storey=0.66, bay=0.35,
          colour=(0.8, 0.85, 1.0), lit=0.30, seed=17),
    House(side=RIGHT, near=1.55, far=2.6, height=5.2, storey=0.62, bay=0.35,
          colour=(1.0, 0.82, 0.8), lit=0.30, seed=18, balconies=True),
    House(side=LEFT, near=0.8, far=1.7, height=7.0, storey=0.64, bay=0.30,
          colour=(1.0, 0.9, 0.8), lit=0.24, seed=19, balconies=True),
    House(side=RIGHT, near=0.8, far=1.55, height=7.0, storey=0.66, bay=0.25,
          colour=(0.8, 0.9, 1.0), lit=0.24, seed=20),
)
# fmt: on


def put_up(canvas: Canvas, street: Street) -> None:
    """Put up the far houses first: the near ones hide them."""
    for house in HOUSES:
        _gable(canvas, street, house)
        _wall(canvas, street, house)
        _pipes(canvas, street, house)
        _air_conditioners(canvas, street, house)
        if house.balconies:
            _balconies(canvas, street, house)
        _awning(canvas, street, house)


def calm(y: Field) -> Field:
    """How much light a house may show at a row: little where the words hang, all near the ground."""
    return 0.10 + 0.90 * smoothstep(440.0, 600.0, y)


def _wall(canvas: Canvas, street: Street, house: House) -> None:
    patch = street.stretch(canvas, house.side, 1.0, house.near, house.far, FOOT, house.height)
    z, h = street.along(patch, house.side)
    cover = within(z, house.near, house.far) * within(h, FOOT, house.height)
    grime = clouds(patch.shape, (9, 7), 5, house.seed, 0.6)
    streaks = clouds((patch.shape[0], patch.shape[1]), (2, 60), 3, house.seed + 50, 0.7)
    plaster = (0.35 + 1.3 * grime) * (0.6 + 0.8 * streaks) * (0.55 + 0.45 * _courses(h, house))
    bounce = 0.0036 + 0.040 * np.exp(-h / 0.55) * calm(patch.y)
    light = tinted(plaster * bounce, rgb(*house.colour) * rgb(0.95, 0.80, 1.05))
    light, answer = _windows(light, patch, z, h, house)
    light = _shops(light, z, h, house)
    parapet = within(h, house.height - 0.07, house.height)
    answer = (0.30 * answer + 0.30 * plaster) * street.nearness(patch) * 0.11 + 0.03 * parapet
    canvas.paint(patch, cover, hazed(light, z), np.clip(answer, 0.0, 1.0))


def _gable(canvas: Canvas, street: Street, house: House) -> None:
    """The end wall, turned to us where the next house is lower: bare, with a lamp or two."""
    (x0, top), (x1, foot) = (
        street.project(house.side, 1.0, house.near, house.height),
        street.project(house.side, 3.4, house.near, 0.0),
    )
    patch = canvas.patch(min(x0, x1), top, max(x0, x1), foot)
    if not all(patch.shape):  # beside us: out of the picture
        return
    cover = within(patch.x, min(x0, x1), max(x0, x1)) * within(patch.y, top, foot)
    grime = clouds(patch.shape, (12, 6), 4, house.seed + 90, 0.6)
    light = tinted(0.3 + 1.2 * grime, 0.0042 * rgb(*house.colour))
    canvas.paint(patch, cover, hazed(light, house.near), 0.05 * grime * street.nearness(patch))


def _courses(h: Field, house: House) -> Field:
    """A ledge under each storey, in shadow below and lit from below above."""
    v = (h - SHOP) / house.storey % 1.0
    return 1.0 - 0.55 * bump(v, 0.97, 0.03) + 0.9 * bump(v, 0.02, 0.022)


def _windows(light: Field, patch: Patch, z: Field, h: Field, house: House) -> tuple[Field, Field]:
    """Panes with people behind some of them; gives the light and what else answers the sign."""
    column = np.floor((z - house.near) / house.bay)
    storey = np.floor((h - SHOP) / house.storey)
    room = _Rooms(column, storey, house.seed)
    u = (z - house.near) / house.bay - column
    v = (h - SHOP) / house.storey - storey
    above = (storey >= 0).astype(np.float32) * within(h, 0.0, house.height - 0.14)
    pane = within(u, 0.20, 0.82) * within(v, 0.28, 0.80) * above
    frame = within(u, 0.16, 0.86) * within(v, 0.24, 0.84) * above - pane
    bars = np.maximum(bump(u, 0.51, 0.025), bump(v, 0.62, 0.022))
    there = room.draw(0) < house.lit
    mood = room.draw(1)[..., None]
    colour = np.where(mood < 0.55, LAMP, np.where(mood < 0.82, TUBE, CURTAIN))
    strength = 0.25 + 0.75 * room.draw(2)
    curtain = 0.55 + 0.45 * np.cos(u * 42.0) * (room.draw(3) < 0.5)
    glow = there * strength * curtain * (0.35 + 0.65 * v) * (1.0 - 0.85 * bars)
    glass = tinted(0.5 + 0.8 * v, rgb(0.0035, 0.0050, 0.0085))
    inside = glass + tinted(0.62 * glow * calm(patch.y), np.ones(3, np.float32)) * colour
    light = light * (1.0 - pane[..., None]) + inside * pane[..., None]
    return light + tinted(frame, rgb(0.004, 0.004, 0.005)), 1.1 * frame + 0.5 * pane * bars


def _shops(light: Field, z: Field, h: Field, house: House) -> Field:
    """Open fronts full of light, glass ones, and shutters that are down."""
    bay = house.bay * 1.7
    column = np.floor((z - house.near) / bay)
    u = (z - house.near) / bay - column
    v = (h - SOCKET) / (SHOP - SOCKET - 0.10)
    front = within(u, 0.06, 0.94) * within(v, 0.0, 1.0)
    which = hashed(column, 0 * column, house.seed + 9)
    mood = hashed(column, 0 * column, house.seed + 10)[..., None]
    colour = np.where(mood < 0.6, LAMP, np.where(mood < 0.8, TUBE, CURTAIN))
    shelf = np.floor(v * 6.0)
    goods = _Rooms(np.floor(u * 31) + 40 * column, shelf, house.seed + 3)
    stands = (v * 6.0 - shelf) < 0.25 + 0.65 * goods.draw(0)
    depth = 0.5 + 0.5 * np.cos((u - 0.5) * 5.0)
    lamp = 0.10 + 0.75 * np.exp(-(((v - 0.95) / 0.45) ** 2))
    open_ = lamp * depth * (1.0 - stands * (0.25 + 0.60 * goods.draw(1)) * (v < 0.84))
    open_ = open_ + 0.7 * bump(v, 0.94, 0.03) * within(u % 0.5, 0.10, 0.40)
    slats = 0.020 * (0.6 + 0.4 * np.cos(v * 130.0)) * (0.4 + v)
    strength = np.where(which < 0.62, open_, slats)
    posts = 1.0 - bump(u, 0.5, 0.018) * (which < 0.62)
    inside = tinted(strength * posts, np.ones(3, np.float32)) * colour
    return light * (1.0 - front[..., None]) + 0.66 * inside * front[..., None]


class _Rooms:
    """Random numbers for the cells of a facade: one a cell, not one a sample."""

    def __init__(self, column: Field, row: Field, seed: int) -> None:
        self._first = int(column.min()), int(row.min())
        self._last = int(column.max()), int(row.max())
        self._at = (row.astype(np.intp) - self._first[1], column.astype(np.intp) - self._first[0])
        self._seed = seed

    def draw(self, which: int) -> Field:
        """Return 0 to 1 for each sample, the same within a cell. Each `which` gives other numbers."""
        columns = np.arange(self._first[0], self._last[0] + 1, dtype=np.float64)[None, :]
        rows = np.arange(self._first[1], self._last[1] + 1, dtype=np.float64)[:, None]
        cells = hashed(columns + 0 * rows, rows + 0 * columns, self._seed + which)
        drawn: Field = cells[self._at]
        return drawn


def _pipes(canvas: Canvas, street: Street, house: House) -> None:
    """Drains and cables that run up the wall, with the light on one side of each."""
    for number in range(3):
        share = float(hashed(np.array([number]), np.array([house.seed]), 31)[0])
        z0 = house.near + (house.far - house.near) * (0.08 + 0.84 * share)
        patch = street.stretch(canvas, house.side, 0.985, z0, z0 + 0.03, 0.1, house.height)
        z, h = street.along(patch, house.side, 0.985)
        cover = within(z, z0, z0 + 0.028) * within(h, 0.1, house.height)
        clip = within((h * 1.7 + share) % 1.0, 0.0, 0.05)
        shade = smoothstep(z0, z0 + 0.028, z) * (0.6 + clip)
        light = tinted(shade * (0.4 + np.exp(-h / 0.7)), rgb(0.012, 0.011, 0.014))
        canvas.paint(patch, cover, hazed(light, z), 0.14 * shade * street.nearness(patch))


def _air_conditioners(canvas: Canvas, street: Street, house: House) -> None:
    """Boxes under the windows: the grille towards the street, the side towards us, drips below."""
    columns = int((house.far - house.near) / house.bay)
    for column in reversed(range(columns)):
        for storey in range(int((house.height - SHOP) / house.storey)):
            if hashed(np.array([column]), np.array([storey]), house.seed + 21)[0] < 0.46:
                z0 = house.near + (column + 0.30) * house.bay
                _box(canvas, street, house, z0, SHOP + (storey + 0.03) * house.storey)


def _box(canvas: Canvas, street: Street, house: House, z0: float, h0: float) -> None:
    long, high, deep = 0.42 * house.bay, 0.125, 0.085
    reach = 1.0 - deep
    patch = street.stretch(canvas, house.side, reach, z0, z0 + long, h0, h0 + high)
    z, h = street.along(patch, house.side, reach)
    cover = within(z, z0, z0 + long) * within(h, h0, h0 + high)
    u, v = (z - z0) / long, (h - h0) / high
    fan = np.hypot((u - 0.42) / 0.36, (v - 0.5) / 0.40)
    grille = 1.0 - 0.75 * (fan < 1.0) * (0.6 + 0.4 * np.cos(v * 60.0))
    lit = (0.010 + 0.05 * np.exp(-h0 / 0.8)) * (0.6 + 0.6 * (1.0 - v))
    edge = np.maximum(within(v, 0.93, 1.0), within(u, 0.0, 0.05))
    answer = (0.10 * grille + 0.26 * edge) * street.nearness(patch)
    canvas.paint(patch, cover, hazed(tinted(lit * grille, rgb(0.9, 0.92, 1.0)), z), answer)
    _side(
        canvas,
        street,
        house,
        z0,
        (reach, 1.0),
        (h0, h0 + high),
        0.004 + 0.02 * float(np.exp(-h0 / 0.8)),
    )


def _side(
    canvas: Canvas,
    street: Street,
    house: House,
    z: float,
    reach: tuple[float, float],
    height: tuple[float, float],
    lit: float,
) -> None:
    """A face turned towards us: it stands upright in the picture too."""
    (x0, y0), (x1, y1) = (
        street.project(house.side, r, z, h) for r, h in zip(reach, height, strict=True)
    )
    patch = canvas.patch(min(x0, x1), y1, max(x0, x1), y0)
    cover = within(patch.x, min(x0, x1), max(x0, x1)) * within(patch.y, y1, y0)
    light = tinted(np.full(patch.shape, lit, np.float32), rgb(0.8, 0.85, 1.0))
    canvas.paint(patch, cover, hazed(light, z), 0.06 * street.nearness(patch))


def _balconies(canvas: Canvas, street: Street, house: House) -> None:
    """Fire escapes: a landing with a railing at every storey, a ladder from each to the next."""
    start = house.near + 0.16 * (house.far - house.near)
    end = house.near + 0.80 * (house.far - house.near)
    reach = 0.86
    for storey in reversed(range(int((house.height - SHOP) / house.storey))):
        floor = SHOP + storey * house.storey
        patch = street.stretch(canvas, house.side, reach, start, end, floor - 0.05, floor + 0.7)
        z, h = street.along(patch, house.side, reach)
        over = within(z, start, end)
        slab = within(h, floor - 0.035, floor)
        rail = np.maximum(
            within(h, floor + 0.20, floor + 0.222), within(h, floor + 0.1, floor + 0.112)
        )
        bars = within(h, floor, floor + 0.21) * within((z - start) / 0.030 % 1.0, 0.0, 0.24)
        way = (z - start) / (end - start)
        slope = h - floor - house.storey * (way - 0.15) / 0.7
        ladder = (np.abs(slope) < 0.018) * within(way, 0.15, 0.85)
        iron = np.clip(slab + rail + bars + ladder, 0.0, 1.0) * over
        shine = (0.4 + 1.6 * rail + 1.2 * slab + 0.5 * ladder) * np.exp(-floor / 1.8)
        light = IRON + tinted(shine, rgb(0.012, 0.010, 0.012))
        answer = (0.05 + 0.12 * rail + 0.10 * slab + 0.04 * ladder) * street.nearness(patch)
        canvas.paint(patch, iron, hazed(light, z), np.clip(answer, 0.0, 1.0))
        _side(canvas, street, house, start, (reach, 1.0), (floor - 0.035, floor), 0.006)


def _awning(canvas: Canvas, street: Street, house: House) -> None:
    """Striped cloth over the shops, lit from under, with a fringe of drops."""
    reach, low, high = 0.84, SHOP - 0.17, SHOP - 0.02
    start, end = house.near + 0.10, house.far - 0.06
    patch = street.stretch(canvas, house.side, reach, start, end, low, high)
    z, h = street.along(patch, house.side, reach)
    part = hashed(np.floor((z - start) / (house.bay * 1.7)), 0 * z, house.seed + 41)
    scallop = 0.018 * np.abs(np.sin((z - start) * 60.0))
    cover = within(z, start, end) * ((h > low + scallop) & (h < high)) * (part < 0.66)
    stripe = within((z - start) / 0.10 % 1.0, 0.0, 0.5)
    v = (h - low) / (high - low)
    through = (0.05 + 0.16 * (1.0 - v)) * (0.35 + 0.65 * stripe)
    hue = np.where(part[..., None] < 0.33, rgb(0.9, 0.16, 0.10), rgb(0.10, 0.42, 0.40))
    canvas.paint(patch, cover, hazed(through[..., None] * hue, z), 0.12 * within(v, 0.9, 1.0))
