"""Noise, shaped: beds that are drawn once, kept, and looped wherever air has to move.

A bed is made by giving every frequency a random phase, so it loops without a seam and holds
nothing outside its band.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE

#: Eleven seconds, a power of two for the FFT's sake.
BED: Final = 2**19


@lru_cache(maxsize=6)  # what films ask for; all other beds are already part of a recording
def bed(low: float, high: float, seed: int = 0) -> Floats:
    """(BED,) of noise from `low` to `high` Hz, RMS 1, falling by 3 dB an octave like wind does."""
    level = band(BED, low, high)
    level /= np.sqrt(np.arange(1, len(level) + 1, dtype=np.float32))
    phase = np.random.default_rng(seed).random(len(level), np.float32) * np.float32(2.0 * np.pi)
    spectrum = np.empty(len(level), np.complex64)
    spectrum.real, spectrum.imag = level * np.cos(phase), level * np.sin(phase)
    noise = np.fft.irfft(spectrum)
    return frozen(noise / np.sqrt(np.mean(noise**2)))


def band(samples: int, low: float, high: float) -> Floats:
    """The gain of a band-pass for each bin of an rfft of `samples`: Butterworth, 12 dB an octave."""
    frequencies = np.fft.rfftfreq(samples, 1.0 / SAMPLE_RATE).astype(np.float32)
    frequencies[0] = 1e-3
    below, above = np.square(low / frequencies), np.square(frequencies / high)
    return np.asarray(1.0 / np.sqrt((1.0 + below * below) * (1.0 + above * above)), np.float32)


def through(signal: Floats, low: float, high: float) -> Floats:
    """`signal` (n,) through that band-pass, circularly."""
    gains = band(len(signal), low, high)
    return np.fft.irfft(np.fft.rfft(signal) * gains, len(signal)).astype(np.float32)


def looped(noise: Floats, start: int, count: int) -> Floats:
    """Return `count` samples of a bed from `start` on, looped. Callers must not change them."""
    first = start % len(noise)
    turns = (first + count - 1) // len(noise)
    if not turns:
        return noise[first : first + count]
    last = first + count - turns * len(noise)
    return np.concatenate([noise[first:], *[noise] * (turns - 1), noise[:last]])


def frozen(signal: Floats) -> Floats:
    """Return it as float32 and read-only: no show may change what all of them share."""
    kept = np.ascontiguousarray(signal, np.float32)
    kept.flags.writeable = False
    return kept


def seconds(count: int) -> Floats:
    """The time of each of `count` samples."""
    return np.arange(count, dtype=np.float32) / np.float32(SAMPLE_RATE)


def paced(sound: Floats, pace: float) -> Floats:
    """Return a recording, (n,) or (2, n), `pace` times as fast and as many times as high."""
    count = sound.shape[-1]
    place = np.arange(int(count / pace), dtype=np.float32) * np.float32(pace)
    cell = np.minimum(place.astype(np.int32), count - 2)
    share = (place - cell).astype(np.float32)
    between: Floats = sound[..., cell] * (1.0 - share) + sound[..., cell + 1] * share
    return between
