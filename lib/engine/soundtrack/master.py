"""The last step: one loudness for every film, peaks held, and silence at both ends.

-14 LUFS and -1 dBTP are what the large players of short video turn everything to: louder is turned
down there, softer is not turned up.
"""

from __future__ import annotations

from typing import Final

import numba
import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack import loudness
from lib.engine.soundtrack.noise import seconds

TARGET: Final = -14.0  # LUFS
TRUE_PEAK: Final = -1.2  # dBTP
_CEILING: Final = 10.0 ** (-1.8 / 20.0)  # for samples; what lies between them may reach higher

_SILENCE: Final = 0.006
_FADE_IN: Final = 0.08
_FADE_OUT: Final = 0.22
_LOOK_AHEAD: Final = round(0.004 * SAMPLE_RATE)
_RELEASE: Final = 0.12


def master(mix: Floats) -> Floats:
    """Return (2, n) at TARGET, with peaks below TRUE_PEAK and soft ends."""
    faded = mix * _ends(mix.shape[1])
    gain = TARGET - loudness.integrated(faded)
    if not np.isfinite(gain):
        return faded
    out = np.empty_like(faded)
    for _ in range(4):
        np.multiply(faded, np.float32(10.0 ** (gain / 20.0)), out=out)
        _limit(out, _CEILING, _LOOK_AHEAD, np.exp(-1.0 / (_RELEASE * SAMPLE_RATE)))
        missing = TARGET - loudness.integrated(out)
        gain += missing
        if abs(missing) < 0.1:
            break
    excess = max(loudness.true_peak(out) - TRUE_PEAK, 0.0)
    out *= np.float32(10.0 ** (-excess / 20.0))
    return out


def _ends(samples: int) -> Floats:
    t = seconds(samples)
    rise = np.clip((t - _SILENCE) / _FADE_IN, 0.0, 1.0)
    fall = np.clip((t[-1] - _SILENCE - t) / _FADE_OUT, 0.0, 1.0)
    return np.asarray(rise * rise * np.sin(0.5 * np.pi * fall) ** 2, np.float32)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _limit(samples: Floats, ceiling: float, ahead: int, release: float) -> None:
    """Hold |samples| (2, n) below `ceiling`, in place: both channels alike, without a corner.

    Stages: the gain that each sample needs, released slowly; its minimum over the next `ahead`
    samples; the mean of that over as many, which arrives in time because it began early.
    """
    count = samples.shape[1]
    needed = np.ones(count + 2 * ahead, np.float32)
    gain = 1.0
    for i in range(count):
        peak = max(abs(samples[0, i]), abs(samples[1, i]))
        wanted = ceiling / peak if peak > ceiling else 1.0
        gain = min(wanted, 1.0 - (1.0 - gain) * release)
        needed[i + ahead] = gain
    lowest = np.ones(count + ahead, np.float32)
    queue = np.zeros(count + 2 * ahead, np.int32)  # indices whose gains climb: the window's minima
    head = tail = 0
    for i in range(count + 2 * ahead):
        while tail > head and needed[queue[tail - 1]] >= needed[i]:
            tail -= 1
        queue[tail] = i
        tail += 1
        if queue[head] < i - ahead:
            head += 1
        if i >= ahead:
            lowest[i - ahead] = needed[queue[head]]
    total = 0.0
    for i in range(ahead):
        total += lowest[i]
    for i in range(count):
        total += lowest[i + ahead] - (lowest[i - 1] if i else 0.0)
        smooth = np.float32(total / (ahead + 1))
        samples[0, i] *= smooth
        samples[1, i] *= smooth
