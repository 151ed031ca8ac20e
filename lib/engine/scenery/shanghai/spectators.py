"""The crowd on the near bank: three rows at a balustrade, couples, children, phones held up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.scenery.core.canvas import Field, rgb
from lib.engine.scenery.core.plate import CROWD_HIGH, Plan
from lib.engine.scenery.core.silhouettes import Silhouettes
from lib.engine.scenery.shanghai.people import (
    STYLES,
    Chance,
    Phone,
    Spectator,
    carry_child,
    cheer,
    film_upright,
    film_wide,
    point_up,
)

RAIL: Final = 73.0  # the balustrade's upper edge
FLOOR: Final = 96.0

STONE: Final = rgb(0.0075, 0.0078, 0.0135)
HAIR: Final = rgb(0.0018, 0.0017, 0.0028)
#: What people wear, as little of it as the lamps behind us show.
COATS: Final = (
    rgb(0.0050, 0.0062, 0.0120),
    rgb(0.0045, 0.0045, 0.0065),
    rgb(0.0110, 0.0046, 0.0058),
    rgb(0.0058, 0.0070, 0.0060),
    rgb(0.0125, 0.0105, 0.0095),
    rgb(0.0066, 0.0052, 0.0110),
)

#: Of those who film, so many begin when the words can be read.
WAITING: Final = 0.55

#: Pairs of arms that go up, in the API's own format.
ARMS: Final = 9

NIGHT: Final = rgb(0.020, 0.036, 0.120)  # the sky on a phone's screen
FAR_CITY: Final = rgb(0.30, 0.13, 0.17)
DRONES: Final = rgb(1.0, 0.74, 0.52)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of people: how far down their heads are, how large, units; how well the lamps
    show them; how many groups they form, and what share of them films.
    """

    eyes: float
    head: float
    groups: int
    filming: float
    lit: float


ROWS: Final = (
    Row(eyes=64, head=4.5, groups=19, filming=0.26, lit=1.25),
    Row(eyes=75, head=6.3, groups=12, filming=0.36, lit=1.0),
    Row(eyes=93, head=9.2, groups=7, filming=0.34, lit=0.8),
)


def gathered(plan: Plan) -> Silhouettes:
    rng = np.random.default_rng(77)
    crowd = Silhouettes(plan)
    _balustrade(crowd)
    for row in ROWS:
        _line_up(crowd, row, rng)
    crowd.switch_on()
    return crowd


def arms_up(plan: Plan) -> Silhouettes:
    """Arms that go up before all others when the words can be read: some film, some cheer, some point."""
    rng = np.random.default_rng(78)
    crowd = Silhouettes(plan)
    count = round(ARMS * plan.frame.spread)
    pace = crowd.wide / count
    for number in range(count):
        x = (number + 0.5 + float(rng.uniform(-0.32, 0.32))) * pace
        radius = float(rng.uniform(7.4, 9.6))
        eyes = 88.0 + float(rng.uniform(-7.0, 9.0))
        width, height = int(12 * radius), int(CROWD_HIGH - eyes + 8 * radius)
        corner = round(x - width / 2), CROWD_HIGH - height
        person = Spectator((width, height), (width / 2, eyes - corner[1]), radius, crowd.scale)
        act = (film_upright, film_upright, film_wide, cheer, point_up)[int(rng.integers(5))]
        act(person, float(rng.choice([-1.0, 1.0])))
        coat = COATS[int(rng.integers(len(COATS)))] * 0.7
        crowd.stand(*corner, person.body.fine(), coat, 0.16 * radius + 0.25)
        if person.phone is not None:
            _show(crowd, corner, (width, height), person.phone, rng, waiting=0.0)
    crowd.switch_on()
    return crowd


def _balustrade(crowd: Silhouettes) -> None:
    floor = crowd.stencil().box(0, FLOOR, crowd.wide, CROWD_HIGH)
    crowd.stand(0, 0, floor.fine(), STONE, 0.0)
    stone = crowd.stencil().box(0, RAIL, crowd.wide, RAIL + 3.2)
    for x in np.arange(4.0, crowd.wide, 7.0):
        stone.limb([(x, RAIL + 4), (x, RAIL + 12), (x, RAIL + 22)], [1.3, 2.6, 1.5])
    for x in np.arange(31.0, crowd.wide, 84.0):
        stone.box(x - 4, RAIL - 4, x + 4, CROWD_HIGH).ellipse((x, RAIL - 6.4), 3.2, 3.0)
    crowd.stand(0, 0, stone.fine(), STONE, 1.0)


def _line_up(crowd: Silhouettes, row: Row, rng: Chance) -> None:
    groups = round(row.groups * crowd.plan.frame.spread)
    pace = crowd.wide / groups
    for number in range(groups):
        x = (number + 0.5 + float(rng.uniform(-0.30, 0.30))) * pace
        _group(crowd, row, x, rng)


def _group(crowd: Silhouettes, row: Row, x: float, rng: Chance) -> None:
    """Somebody alone, a couple leaning together, friends, or a child on a pair of shoulders."""
    draw, head = float(rng.random()), row.head
    if draw < 0.40:
        _join(crowd, row, x, rng)
    elif draw < 0.66:
        _join(crowd, row, x - 1.75 * head, rng, lean=0.42)
        _join(crowd, row, x + 1.55 * head, rng, lean=-0.48, size=0.93, quiet=True)
    elif draw < 0.86:
        for step in (-1, 1, 0):
            size = float(rng.uniform(0.88, 1.05))
            _join(crowd, row, x + step * 3.3 * head, rng, size=size)
    else:
        _join(crowd, row, x, rng, child=True)


def _join(
    crowd: Silhouettes,
    row: Row,
    x: float,
    rng: Chance,
    *,
    size: float = 1.0,
    lean: float = 0.0,
    child: bool = False,
    quiet: bool = False,
) -> None:
    """Add a person with a head `size` times the row's. `quiet` people keep their arms down."""
    radius = row.head * size * float(rng.uniform(0.93, 1.07))
    head = row.eyes + (1.0 - size) * 12 + float(rng.uniform(-0.36, 0.36)) * row.head
    width, height = int(12 * radius), int(CROWD_HIGH - head + 8 * radius)
    left, top = round(x - width / 2), CROWD_HIGH - height
    person = Spectator((width, height), (width / 2, head - top), radius, crowd.scale)
    side = float(rng.choice([-1.0, 1.0]))
    person.stand(float(rng.uniform(0.90, 1.12)), lean)
    STYLES[int(rng.integers(len(STYLES)))](person, lean, side)
    if child:
        carry_child(person, side)
    elif not quiet:
        _act(person, side, float(rng.random()), row.filming)
    coat = COATS[int(rng.integers(len(COATS)))] * row.lit
    crowd.stand(
        left, top, person.body.fine(), _dressed(person, coat, crowd.scale), 0.16 * radius + 0.25
    )
    if person.phone is not None:
        _show(crowd, (left, top), (width, height), person.phone, rng)


def _act(person: Spectator, side: float, draw: float, filming: float) -> None:
    """Move the arms; most people keep them still."""
    if draw < 0.6 * filming:
        film_upright(person, side)
    elif draw < filming:
        film_wide(person, side)
    elif draw < filming + 0.04:
        cheer(person, side)
    elif draw < filming + 0.10:
        point_up(person, side)


def _dressed(person: Spectator, coat: Field, scale: float) -> Field:
    """(h, w, 3): the coat fades towards the ground, the hair takes no light."""
    hair = person.hair.cover()[..., None]
    rows = np.arange(hair.shape[0], dtype=np.float32)[:, None, None]
    below = rows / np.float32(scale) - person.neck[1]
    fade = np.clip(1.15 - below / (9.0 * person.radius), 0.25, 1.0)
    light: Field = coat * fade * (1.0 - hair) + HAIR * hair
    return light


def _show(
    crowd: Silhouettes,
    corner: tuple[int, int],
    size: tuple[int, int],
    phone: Phone,
    rng: Chance,
    waiting: float = WAITING,
) -> None:
    """On the screen: night sky, the far bank, and the show as a few bright dots."""
    (x, y), a, d = phone.middle, phone.across, phone.down
    waits = float(rng.random()) < waiting
    crowd.shine(
        *corner, crowd.stencil(*size).box(x - a, y - d, x + a, y + d).fine(), NIGHT, waits=waits
    )
    city = crowd.stencil(*size).box(x - a, y + 0.42 * d, x + a, y + 0.62 * d)
    crowd.shine(*corner, city.fine(), FAR_CITY, waits=waits)
    lights = crowd.stencil(*size)
    for _ in range(7):
        dot = (x + float(rng.uniform(-0.7, 0.7)) * a, y + float(rng.uniform(-0.6, 0.05)) * d)
        lights.ellipse(dot, 0.10 * a + 0.12, 0.10 * a + 0.12)
    crowd.shine(*corner, lights.fine(), DRONES, waits=waits)
