"""Rotors: what a swarm of drones sounds like from the bank, kept as one recording."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.instruments import cycle, played
from lib.engine.soundtrack.noise import bed, frozen, looped, seconds
from lib.engine.soundtrack.recording import recording

_SECONDS: Final = 7.0
_MOTORS: Final = 18
_BLADES: Final = cycle(1.0, 0.5, 0.2)


@recording
def swarm() -> Floats:
    """(2, n) of a swarm that spins up, lifts off and flies away, peak about 1, 7 s.

    Every motor has its own speed, so they beat against each other. The whole swarm rises by a
    fourth while it spins up.
    """
    t = seconds(round(_SECONDS * SAMPLE_RATE))
    speed = 0.72 + 0.34 * _smooth(t / 1.5) - 0.10 * _smooth((t - 1.6) / 3.0)
    turns = np.cumsum(speed, dtype=np.float64) / SAMPLE_RATE
    hum = np.zeros((2, len(t)), np.float32)
    r = np.random.default_rng(3)
    for motor in range(_MOTORS):
        wave = played(_BLADES, (128.0 + 64.0 * r.random()) * turns + r.random())
        place = motor / (_MOTORS - 1)
        hum += wave * np.array([[np.sqrt(1.0 - place)], [np.sqrt(place)]], np.float32)
    hum *= 0.5 / np.sqrt(_MOTORS)
    hum += 0.35 * _air(len(t)) * (0.6 + 0.4 * np.abs(hum))
    return frozen(hum * _presence(t) * 0.6)


def _air(count: int) -> Floats:
    whoosh = bed(700.0, 3600.0, seed=11)
    return np.stack([looped(whoosh, 0, count), looped(whoosh, 200_000, count)])


def _presence(t: Floats) -> Floats:
    """The swarm's gain: nearest at 1.3 s, then ever farther away, gone at the end."""
    return np.asarray(
        _smooth(t / 1.3) ** 1.5
        * np.exp(-0.55 * np.maximum(t - 1.6, 0.0))
        * _smooth((_SECONDS - t) / 2.0),
        np.float32,
    )


def _smooth(share: Floats) -> Floats:
    s = np.clip(share, 0.0, 1.0)
    return np.asarray(s * s * (3.0 - 2.0 * s), np.float32)
