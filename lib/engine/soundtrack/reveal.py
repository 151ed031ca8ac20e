"""The reveal: the air rises towards it, holds its breath, and then it hits."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import bed, frozen, looped, seconds
from lib.engine.soundtrack.recording import recording

RISE_SECONDS: Final = 2.4
_BREATH_SECONDS: Final = 0.09
_BANDS: Final = ((260.0, 700.0), (700.0, 1700.0), (1700.0, 3900.0), (3900.0, 8600.0))


@recording
def riser() -> Floats:
    """(2, n) of wind whose band climbs for RISE_SECONDS and stops shortly before its end."""
    t = seconds(round(RISE_SECONDS * SAMPLE_RATE))
    share = t / RISE_SECONDS
    wind = np.zeros((2, len(t)), np.float32)
    for number, edges in enumerate(_BANDS):
        near = np.exp(-(((3.6 * share - 0.2 - number) / 0.8) ** 2))
        noise = bed(*edges, seed=43 + number)
        for channel in (0, 1):
            wind[channel] += near * looped(noise, 170_000 * channel, len(t))
    breath = np.clip((RISE_SECONDS - t) / _BREATH_SECONDS, 0.0, 1.0)
    return frozen(wind * share**2.6 * breath**2)


@recording
def boom() -> Floats:
    """(n,) of a sub-bass drop, 2.6 s, that falls an octave within a tenth of a second."""
    t = seconds(round(2.6 * SAMPLE_RATE))
    cycles = 41.0 * t + 44.0 * (1.0 - np.exp(-9.0 * t)) / 9.0
    drop = np.sin(2.0 * np.pi * cycles) * np.exp(-1.5 * t)
    slap = looped(bed(110.0, 1300.0, seed=51), 0, len(t)) * np.exp(-24.0 * t)
    rise = np.clip(t / 0.002, 0.0, 1.0)
    return frozen((np.tanh(1.8 * drop) + 0.35 * slap) * rise * np.clip((t[-1] - t) / 0.6, 0.0, 1.0))


@recording
def shimmer() -> Floats:
    """(2, n) of a bright cloud after the hit, 3 s."""
    t = seconds(round(3.0 * SAMPLE_RATE))
    spray = bed(3200.0, 10_500.0, seed=53)
    gain = np.clip(t / 0.004, 0.0, 1.0) * np.exp(-2.0 * t) * np.clip((t[-1] - t) / 0.6, 0.0, 1.0)
    return frozen(np.stack([looped(spray, 0, len(t)), looped(spray, 190_000, len(t))]) * gain)
