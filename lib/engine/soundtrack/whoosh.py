"""Whooshes: the air that drones move, heard from where they fly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE, Formation, Leg, Show
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import bed, frozen, looped
from lib.engine.soundtrack.recording import recording

_MOMENTS: Final = 48  # at which a flight's loudness is known


class Gust(NamedTuple):
    """One flight: moments in seconds, how loud it is at each (0 to 1), and where (-1 to 1)."""

    at: Floats
    loud: Floats
    pan: float


def play(mix: Mix, show: Show, level: float) -> None:
    for number, gust in enumerate(gusts(show)):
        first, last = (round(float(t) * SAMPLE_RATE) for t in (gust.at[0], gust.at[-1]))
        if last <= first:
            continue
        times = np.arange(first, last, dtype=np.float32) / SAMPLE_RATE
        gain = np.interp(times, gust.at, gust.loud).astype(np.float32)
        air = np.stack([looped(side, 90_000 * number, last - first) for side in rush()])
        mix.add(air * gain, first / SAMPLE_RATE, level, pan=gust.pan, room=0.25)


def gusts(show: Show) -> Iterator[Gust]:
    """A gust for every leg, in their order."""
    for leg, before, after in zip(show.legs, show.formations, show.formations[1:], strict=False):
        yield _gust(leg, before, after, show.frame.width)


def _gust(leg: Leg, before: Formation, after: Formation, width: float) -> Gust:
    """One leg's gust. Its loudness follows the drones' speeds in a minimum-jerk flight."""
    at = np.linspace(leg.depart.min(), leg.arrive.max(), _MOMENTS, dtype=np.float32)
    span = np.maximum(leg.arrive - leg.depart, 1e-3)
    share = np.clip((at[:, None] - leg.depart) / span, 0.0, 1.0)
    reach = np.hypot(*((_places(after) - _places(before)).T))
    speed = (share * (1.0 - share)) ** 2 * (reach / span)
    loud = speed.sum(axis=1)
    middle = float(_places(after)[:, 0].mean() + _places(before)[:, 0].mean()) / 2.0
    return Gust(at, loud / max(float(loud.max()), 1e-6), 1.2 * (middle / width - 0.5))


def _places(formation: Formation) -> Floats:
    return np.asarray(formation.points[:, :2] + np.array(formation.centre), np.float32)


@recording
def rush() -> Floats:
    """(2, n) of air that rushes by, and loops."""
    return frozen(np.stack([bed(500.0, 5200.0, seed=121), bed(500.0, 5200.0, seed=122)]))
