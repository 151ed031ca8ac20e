"""A zither, a bamboo flute and a temple's bell, made of sines like all instruments here."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.instruments import hertz
from lib.engine.soundtrack.noise import bed, frozen, looped, seconds
from lib.engine.soundtrack.note import note

_STRING_SECONDS: Final = 2.2
#: Where the finger plucks, as a share of the string: partials with a node there stay silent.
_PLUCKED_AT: Final = 0.13
_HIGHEST: Final = 7000.0  # Hz: no partial above

#: The bell's partials: ratio to its strike note, level, decay per second. The hum an octave below
#: and the minor third are what makes a bell of bronze (Fletcher & Rossing, 1998).
_BRONZE: Final = (
    (0.5, 0.60, 0.55), (1.0, 1.00, 0.85), (1.19, 0.42, 1.1), (1.5, 0.25, 1.5), (2.0, 0.55, 1.4),
    (2.51, 0.20, 2.4), (2.99, 0.22, 2.7), (4.15, 0.12, 4.2), (5.43, 0.07, 6.5),
)  # fmt: skip


@note(kept=24)
def string(pitch: int) -> Floats:
    """A plucked string, 2.2 s: bright at first, then round, trembling a little while it rings."""
    t = seconds(round(_STRING_SECONDS * SAMPLE_RATE))
    frequency = hertz(pitch)
    slack = 0.004 * (1.0 - np.exp(-18.0 * t)) / 18.0  # the pluck stretches it for an instant
    tremble = 0.00009 * np.clip((t - 0.25) / 0.5, 0.0, 1.0) * np.sin(2.0 * np.pi * 5.3 * t)
    angle = 2.0 * np.pi * frequency * (t + slack + tremble)
    partials = max(min(14, int(_HIGHEST / frequency)), 2)
    levels = [np.sin(np.pi * k * _PLUCKED_AT) / k for k in range(1, partials + 1)]
    wave = _partials(angle, levels, np.exp(-t * (0.55 + 0.0011 * frequency)))
    nail = looped(bed(1800.0, 4200.0, seed=67), 900 * pitch, len(t)) * np.exp(-t / 0.004)
    gain = np.exp(-1.5 * t) * np.clip(t / 0.0025, 0.0, 1.0) * np.clip((t[-1] - t) / 0.4, 0.0, 1.0)
    return frozen((1.9 * wave + 0.05 * nail) * gain)


def _partials(angle: Floats, levels: list[float], fading: Floats) -> Floats:
    """Sum of level k · fading^(k - 1) · sin(k · angle), without a sine for each k.

    sin((k + 1) a) = 2 cos(a) sin(k a) - sin((k - 1) a), Chebyshev's recurrence.
    """
    before, now = np.zeros_like(angle), np.sin(angle)
    twice, faded = 2.0 * np.cos(angle), np.ones_like(angle)
    total = np.zeros_like(angle)
    for level in levels:
        total += level * faded * now
        before, now = now, twice * now - before
        faded = faded * fading
    return total


def flute(pitch: int, length: float) -> Floats:
    """A held note of `length` seconds: breath, then tone, then a tremor."""
    t = seconds(round(length * SAMPLE_RATE))
    depth = 0.00016 * np.clip((t - 0.3) / 0.6, 0.0, 1.0)
    angle = 2.0 * np.pi * hertz(pitch) * (t + depth * np.sin(2.0 * np.pi * 4.7 * t))
    tone = _partials(angle, [1.0, 0.30, 0.10, 0.04], np.ones_like(t))
    breath = looped(bed(700.0, 2600.0, seed=71), 5000 * pitch, len(t))
    rise = np.clip(t / min(0.16, 0.4 * length), 0.0, 1.0)
    fall = np.clip((t[-1] - t) / min(0.45, 0.5 * length), 0.0, 1.0)
    gain = rise * rise * (3.0 - 2.0 * rise) * fall * fall
    return np.asarray((tone + 0.05 * breath) * gain, np.float32)


@note(kept=2)
def temple_bell(pitch: int) -> Floats:
    """A great bell struck with a wooden beam, 4.6 s; its hum beats slowly."""
    t = seconds(round(4.6 * SAMPLE_RATE))
    strike = 2.0 * np.pi * hertz(pitch)
    wave = np.zeros_like(t)
    for ratio, level, decay in _BRONZE:
        ring = np.sin(strike * ratio * t) + 0.6 * np.sin(strike * (ratio * t + 0.0035 * t))
        wave += level * ring * np.exp(-decay * t)
    beam = looped(bed(90.0, 500.0, seed=73), 0, len(t)) * np.exp(-30.0 * t)
    gain = np.clip(t / 0.004, 0.0, 1.0) * np.clip((t[-1] - t) / 0.8, 0.0, 1.0)
    return frozen((0.30 * wave + 0.25 * beam) * gain)
