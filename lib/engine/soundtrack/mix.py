"""Mix: what is heard directly, what is sent to the room, and the room itself."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import band, frozen, seconds
from lib.engine.soundtrack.recording import recording

#: The room: an open river bank with towers around. (low Hz, high Hz, seconds to fall by 60 dB)
_TAIL: Final = ((180.0, 700.0, 2.6), (700.0, 3000.0, 2.1), (3000.0, 8500.0, 1.1))
_TAIL_SECONDS: Final = 2.4
#: The first reflections: (seconds, left, right).
_REFLECTIONS: Final = (
    (0.011, 0.30, 0.05), (0.017, 0.04, 0.28), (0.023, 0.20, 0.10), (0.031, 0.08, 0.22),
    (0.043, 0.16, 0.04), (0.053, 0.03, 0.15),
)  # fmt: skip
_PREDELAY: Final = 0.02


class Mix:
    """Stereo buses of one length, float32: `dry` and, for the room, `wet`."""

    def __init__(self, samples: int) -> None:
        self.dry: Floats = np.zeros((2, samples), np.float32)
        self.wet: Floats = np.zeros((2, samples), np.float32)

    @property
    def samples(self) -> int:
        return len(self.dry[0])

    def add(
        self, sound: Floats, at: float, level: float, *, pan: float = 0.0, room: float = 0.2
    ) -> None:
        """Add a sound, (n,) or stereo (2, n), at `at` seconds. What reaches over either end is cut.

        `pan` -1 to 1 keeps the power; of a stereo sound it shifts the balance.
        """
        start = round(at * SAMPLE_RATE)
        first, last = max(start, 0), min(start + sound.shape[-1], self.samples)
        if last <= first:
            return
        piece = sound[..., first - start : last - start]
        angle = (min(max(pan, -1.0), 1.0) + 1.0) * math.pi / 4.0
        loudest = level * (math.sqrt(2.0) if sound.ndim == 2 else 1.0)
        for channel, gain in enumerate((math.cos(angle), math.sin(angle))):
            heard = piece[channel] if sound.ndim == 2 else piece
            heard = heard * np.float32(gain * loudest)
            self.dry[channel, first:last] += heard
            if room:
                self.wet[channel, first:last] += heard * np.float32(room)

    def shape(self, gain: Floats) -> None:
        """Multiply all that was added so far by a gain over time, (samples,)."""
        self.dry *= gain
        self.wet *= gain

    def heard(self) -> Floats:
        """(2, samples): the dry bus and the room's answer to the wet one."""
        size = _fast_length(self.samples + round(_TAIL_SECONDS * SAMPLE_RATE))
        heard = self.dry.copy()
        for channel, room in enumerate(_room_spectrum(size)):
            spectrum = np.fft.rfft(self.wet[channel], size)
            spectrum *= room
            answer = np.fft.irfft(spectrum, size)
            heard[channel] += answer[: self.samples].astype(np.float32)
        return heard


@lru_cache(maxsize=1)
def _room_spectrum(size: int) -> npt.NDArray[np.complex64]:
    return np.fft.rfft(_impulse_response(), size).astype(np.complex64)


@recording
def _impulse_response() -> Floats:
    """(2, n): noise whose bands die away at their own pace, different left and right; energy 1."""
    count = round(_TAIL_SECONDS * SAMPLE_RATE)
    t = seconds(count)
    r = np.random.default_rng(1)
    response = np.zeros((2, count), np.float32)
    for low, high, decay in _TAIL:
        noise = np.fft.rfft(r.standard_normal((2, count), np.float32)) * band(count, low, high)
        response += np.fft.irfft(noise, count).astype(np.float32) * np.exp(-6.91 * t / decay)
    response *= np.clip(t / 0.03, 0.0, 1.0) * np.clip((_TAIL_SECONDS - t) / 0.3, 0.0, 1.0)
    response /= np.sqrt(np.sum(response**2, axis=1, keepdims=True))
    late = np.zeros_like(response)
    delay = round(_PREDELAY * SAMPLE_RATE)
    late[:, delay:] = response[:, :-delay]
    for at, left, right in _REFLECTIONS:
        late[:, round(at * SAMPLE_RATE)] += (left, right)
    return frozen(late)


def _fast_length(least: int) -> int:
    """The next length that is a power of two times 1, 3, 5, 9 or 15, which the FFT is quick at."""
    return min(odd << max(0, math.ceil(math.log2(least / odd))) for odd in (1, 3, 5, 9, 15))
