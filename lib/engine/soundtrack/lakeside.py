"""The lake at night: water that laps at the bank, and crickets in the reeds. Kept as recordings."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import BED, bed, frozen, looped, seconds
from lib.engine.soundtrack.recording import recording

#: Each cricket: song in Hz, chirps a second, pulses a chirp, level, place from left to right.
_CRICKETS: Final = (
    (3900.0, 1.45, 3, 1.00, 0.15),
    (4350.0, 1.90, 4, 0.55, 0.80),
    (4120.0, 1.17, 3, 0.40, 0.55),
    (4600.0, 2.30, 2, 0.25, 0.35),
)
_PULSE: Final = 0.017  # seconds
_PULSES_APART: Final = 0.031
_LAPS: Final = 26


@recording
def crickets() -> Floats:
    """(2, BED): every cricket sings at its own pace and from its own place."""
    song = np.zeros((2, BED), np.float32)
    r = np.random.default_rng(79)
    for pitch, rate, pulses, level, place in _CRICKETS:
        chirp = level * _chirp(pitch, pulses)
        at = float(r.random())
        while (start := int(at * SAMPLE_RATE)) + len(chirp) < BED:
            loud = float(r.uniform(0.7, 1.0))
            song[0, start : start + len(chirp)] += loud * np.sqrt(1.0 - place) * chirp
            song[1, start : start + len(chirp)] += loud * np.sqrt(place) * chirp
            at += float(r.normal(1.0, 0.05)) / rate
    return frozen(song)


def _chirp(pitch: float, pulses: int) -> Floats:
    t = seconds(round((pulses * _PULSES_APART + 0.01) * SAMPLE_RATE))
    gain = np.zeros_like(t)
    for number in range(pulses):
        share = (t - number * _PULSES_APART) / _PULSE
        gain += (0.6 + 0.4 * number / pulses) * np.sin(np.pi * np.clip(share, 0.0, 1.0)) ** 2
    return np.asarray(gain * np.sin(2.0 * np.pi * pitch * t), np.float32)


@recording
def water() -> Floats:
    """(2, BED): a wash that comes and goes, and small waves that slap the stones."""
    t = seconds(BED)
    r = np.random.default_rng(83)
    wash, slap = bed(160.0, 900.0, seed=85), bed(420.0, 1500.0, seed=87)
    channels = []
    for start in (0, 200_000):
        swell = 0.55 + 0.45 * np.sin(2.0 * np.pi * t / 3.1 + start)
        waves = np.zeros_like(t)
        for at, level in zip(r.uniform(0.3, 10.0, _LAPS), r.uniform(0.2, 1.0, _LAPS), strict=True):
            since = (t - at).clip(0.0)
            waves += level * since * np.exp(-since / 0.07) * 18.0
        channels.append(swell * looped(wash, start, BED) + 0.5 * waves * looped(slap, start, BED))
    return frozen(np.stack(channels))
