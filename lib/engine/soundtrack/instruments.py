"""The instruments: pad, bass, pluck, bell and drum. Each is made of sines, so nothing aliases."""

from __future__ import annotations

from typing import Final

import numba
import numpy as np
import numpy.typing as npt

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import bed, frozen, seconds
from lib.engine.soundtrack.note import note

_CYCLE: Final = 2048


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch in equal temperament."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def cycle(*partials: float) -> Floats:
    """One cycle of a waveform from the levels of its harmonics, with one sample more to look up."""
    angle = 2.0 * np.pi * np.arange(_CYCLE + 1) / _CYCLE
    wave = sum(level * np.sin(k * angle) for k, level in enumerate(partials, start=1))
    return frozen(np.asarray(wave))


def played(wave: Floats, cycles: npt.NDArray[np.float64]) -> Floats:
    """Return a waveform at these phases, in cycles, for sounds whose pitch moves."""
    return np.take(wave, (cycles * _CYCLE).astype(np.int64) % _CYCLE)


#: Like a choir that opens its mouth: the fundamental and little else, then a soft sawtooth.
DARK: Final = cycle(1.0, 0.30, 0.10, 0.03)
BRIGHT: Final = cycle(*(k**-1.25 for k in range(1, 15)))
#: Deep enough to be felt, with a second and third harmonic for small loudspeakers.
BASS: Final = cycle(1.0, 0.42, 0.16, 0.05)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def sustain(
    out: Floats,
    first: int,
    count: int,
    frequency: float,
    phase: float,
    dark: Floats,
    bright: Floats,
    opening: tuple[float, float],
    attack: float,
    release: float,
    left: float,
    right: float,
) -> None:
    """Add a held note to `out` (2, n), `count` samples from `first` on, with smooth ends.

    `opening` runs from its first value to its second, between the two waveforms; `attack` and
    `release` are in seconds, within `count`; `phase` in cycles.
    """
    cycles = np.float64(phase)
    step = frequency / SAMPLE_RATE
    rise, fall = attack * SAMPLE_RATE, release * SAMPLE_RATE
    for i in range(min(count, out.shape[1] - first)):
        place = (cycles - np.floor(cycles)) * _CYCLE
        cell = int(place)
        share = np.float32(place - cell)
        low = dark[cell] + (dark[cell + 1] - dark[cell]) * share
        high = bright[cell] + (bright[cell + 1] - bright[cell]) * share
        open_ = np.float32(opening[0] + (opening[1] - opening[0]) * i / count)
        swell = min(i / rise, (count - i) / fall, 1.0)
        level = np.float32(swell * swell * (3.0 - 2.0 * swell)) * (low + (high - low) * open_)
        out[0, first + i] += level * np.float32(left)
        out[1, first + i] += level * np.float32(right)
        cycles += step


@note(kept=12)
def pluck(pitch: int) -> Floats:
    """A soft string, 1.5 s: frequency modulation (Chowning, 1973) that mellows as it dies away."""
    t = seconds(round(1.5 * SAMPLE_RATE))
    angle = (2.0 * np.pi * hertz(pitch)) * t
    brightness = 1.5 * min(1.0, 660.0 / hertz(pitch))
    wave = np.sin(angle + brightness * np.exp(-9.0 * t) * np.sin(2.0 * angle))
    wave += 0.18 * np.exp(-14.0 * t) * np.sin(3.0 * angle)
    return frozen(wave * np.exp(-4.2 * t) * _ends(t, 0.004, 0.2))


@note(kept=12)
def bell(pitch: int) -> Floats:
    """A celesta far away, 2.6 s."""
    t = seconds(round(2.6 * SAMPLE_RATE))
    angle = (2.0 * np.pi * hertz(pitch)) * t
    wave = np.sin(angle) * np.exp(-1.9 * t)
    wave += 0.35 * np.sin(2.001 * angle) * np.exp(-3.1 * t)
    wave += 0.16 * np.sin(4.01 * angle) * np.exp(-7.0 * t)
    return frozen(wave * _ends(t, 0.003, 0.5))


@note(kept=8)
def drum(pitch: int) -> Floats:
    """A big soft drum, 0.9 s: the skin's pitch falls by an octave onto `pitch`."""
    t = seconds(round(0.9 * SAMPLE_RATE))
    fundamental = hertz(pitch)
    cycles = fundamental * (t + (1.0 - np.exp(-26.0 * t)) / 26.0)
    skin = np.sin(2.0 * np.pi * cycles) * np.exp(-6.5 * t)
    skin += 0.35 * np.sin(2.0 * np.pi * 2.3 * cycles) * np.exp(-13.0 * t)
    thud = 0.22 * bed(140.0, 900.0, seed=5)[: len(t)] * np.exp(-38.0 * t)
    return frozen((skin + thud) * _ends(t, 0.003, 0.2))


def _ends(t: Floats, attack: float, release: float) -> Floats:
    """A gain that begins and ends at zero, so that no note clicks."""
    rise = np.clip(t / attack, 0.0, 1.0)
    fall = np.clip((t[-1] - t) / release, 0.0, 1.0)
    return np.asarray(rise * rise * (3.0 - 2.0 * rise) * fall * fall, np.float32)
