"""Launches: how drones take off. One is drawn for each film; all are in the air when it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.flight import assign, standing
from lib.engine.frame import Frame
from lib.engine.show import Formation, Leg

#: Seconds before the film in which the first takes off: lights are in the air in its first frame.
BEFORE: Final = 1.1

_BANK_Y: Final = 865.0  # the promenade, just above the waterline
_Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Where drones start, (n, 2) units; their turn, 0 to 1, (n,); their swerve, (n,), see Leg."""

    places: Floats
    turn: _Values
    arc: _Values


#: (where each drone will stand in the figure, frame, rng) -> how they start, in the same order.
Launch = Callable[[Floats, Frame, np.random.Generator], Take]


def take_off(
    launch: Launch, figure: Formation, gathered: float, frame: Frame, rng: np.random.Generator
) -> tuple[Formation, Leg]:
    """The pads of this launch, and the way from there to the figure, which stands at `gathered`."""
    above = standing(figure, gathered)
    take = launch(above, frame, rng)
    n = len(above)
    takes = (gathered + BEFORE) * 0.66
    depart = -BEFORE + (gathered + BEFORE - takes) * take.turn
    points = np.zeros((n, 3), np.float32)
    points[:, :2] = take.places - np.array((frame.middle, _BANK_Y), np.float32)
    pads = Formation(
        points=points,
        centre=(frame.middle, _BANK_Y),
        colour=figure.colour,
        brightness=np.ones(n, np.float32),
        spin=np.zeros(n, np.float32),
    )
    leg = Leg(
        depart=depart.astype(np.float32),
        arrive=(depart + takes).astype(np.float32),
        arc=take.arc.astype(np.float32),
    )
    return pads, leg


def ranks(above: Floats, frame: Frame, rng: np.random.Generator) -> Take:
    """From a row along the bank, the figure's top first, each rank a wave from the middle outwards."""
    places = _matched(above, _row(len(above), frame, rng), rng, (1.0, 0.2))
    rank = np.floor(7 * _ranked(above[:, 1]))
    outward = np.abs(places[:, 0] - frame.middle) / frame.middle
    turn = _scaled(0.7 * rank / 6 + 0.3 * outward)
    return Take(places=places, turn=turn, arc=0.05 * np.sign(places[:, 0] - frame.middle))


def curtain(above: Floats, frame: Frame, rng: np.random.Generator) -> Take:
    """From the same row, from one side to the other: a curtain that is drawn up."""
    places = _matched(above, _row(len(above), frame, rng), rng, (1.0, 0.2))
    side = -1.0 if rng.random() < 0.5 else 1.0
    turn = _scaled(side * places[:, 0] + 6.0 * rng.random(len(above)))
    return Take(places=places, turn=turn, arc=np.full(len(above), 0.10 * side))


def fountains(above: Floats, frame: Frame, rng: np.random.Generator) -> Take:
    """From a few barges on the river, in jets that fan out."""
    n = len(above)
    jets = max(3, round(3 * frame.spread**0.7))
    place = (np.arange(jets) + 0.5) / jets * (frame.width - 120) + 60
    jet = np.minimum((jets * _ranked(above[:, 0])).astype(int), jets - 1)
    x = place[jet] + rng.normal(0, 5.0, n)
    y = _BANK_Y + 26 + rng.normal(0, 2.0, n)
    turn = _scaled(_ranked(above[:, 1]) + 0.16 * rng.random(n))
    return Take(places=_pairs(x, y), turn=turn, arc=0.24 * np.sign(place[jet] - above[:, 0]))


def tides(above: Floats, frame: Frame, rng: np.random.Generator) -> Take:
    """In from both sides of the frame, in streams that meet in the middle."""
    n = len(above)
    right = above[:, 0] > np.median(above[:, 0])
    away = 30 + 170 * rng.random(n)
    x = np.where(right, frame.width + away, -away)
    y = np.where(right, 560.0, 700.0) + 0.35 * (above[:, 1] - 340) + rng.normal(0, 8.0, n)
    turn = _scaled(np.abs(above[:, 0] - frame.middle) / frame.middle + 0.25 * rng.random(n))
    return Take(places=_pairs(x, y), turn=turn, arc=np.where(right, 0.30, -0.30))


def descent(above: Floats, frame: Frame, rng: np.random.Generator) -> Take:
    """Down from the sky, the lowest first: stars that come to stay."""
    n = len(above)
    x = frame.middle + (above[:, 0] - frame.middle) * 1.7 + rng.normal(0, 30.0, n)
    y = -50 - 220 * rng.random(n)
    turn = _scaled(-_ranked(above[:, 1]) + 0.3 * rng.random(n))
    return Take(places=_pairs(x, y), turn=turn, arc=0.16 * np.sign(x - frame.middle))


def whirl(above: Floats, frame: Frame, rng: np.random.Generator) -> Take:
    """From a ring on the river, one after another around it, up in a spiral."""
    n = len(above)
    angle = 2 * np.pi * _ranked(np.arctan2(above[:, 1] - 340, above[:, 0] - frame.middle))
    reach = 0.40 * frame.width * float(frame.spread**-0.4)
    x = frame.middle + reach * np.cos(angle) + rng.normal(0, 4.0, n)
    y = _BANK_Y + 44 + 26 * np.sin(angle) + rng.normal(0, 2.0, n)
    return Take(places=_pairs(x, y), turn=angle / (2 * np.pi), arc=np.full(n, 0.42))


LAUNCHES: Final[tuple[Launch, ...]] = (ranks, curtain, fountains, tides, descent, whirl)


def _row(n: int, frame: Frame, rng: np.random.Generator) -> Floats:
    reach = 280.0 * float(frame.spread**0.7)
    x = frame.middle + np.linspace(-reach, reach, n) + rng.normal(0, 1.5, n)
    return _pairs(x, _BANK_Y + rng.normal(0, 1.2, n))


def _matched(
    above: Floats, places: Floats, rng: np.random.Generator, weight: tuple[float, float]
) -> Floats:
    """The places in the order of who starts there: side by side matters, above one another less."""
    squeeze = np.array(weight, np.float32)
    return places[assign(above * squeeze, places * squeeze, rng)]


def _pairs(x: _Values, y: _Values) -> Floats:
    return np.stack([x, y], axis=1).astype(np.float32)


def _ranked(values: Floats | _Values) -> _Values:
    """(n,) 0 to 1: their order."""
    ranked: _Values = np.argsort(np.argsort(values, kind="stable")) / max(len(values), 1)
    return ranked


def _scaled(values: _Values) -> _Values:
    scaled: _Values = (values - values.min()) / max(float(np.ptp(values)), 1e-6)
    return scaled
