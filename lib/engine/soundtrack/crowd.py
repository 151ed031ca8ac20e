"""The crowd on the bank: one cheer and one round of applause, kept as recordings."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.instruments import cycle, played
from lib.engine.soundtrack.noise import bed, frozen, looped, seconds, through
from lib.engine.soundtrack.recording import recording

_CHEER_SECONDS: Final = 4.6
_APPLAUSE_SECONDS: Final = 4.6
TAKES: Final = 3
_VOICES: Final = 60
_CLAPS: Final = 620

_THROAT: Final = cycle(*(1.0 / k for k in range(1, 9)))

#: The first two resonances of a mouth, Hz, with their levels: "aah", "ooh", "yeah" from afar.
_VOWELS: Final = (
    ((560.0, 1050.0, 1.0), (1050.0, 1800.0, 0.55)),
    ((320.0, 620.0, 1.0), (700.0, 1150.0, 0.40)),
    ((430.0, 800.0, 1.0), (1650.0, 2500.0, 0.35)),
)


def warm() -> None:
    """Keep every take."""
    applause()
    for take in range(TAKES):
        cheer(take)


@recording
def cheer(take: int) -> Floats:
    """(2, n): sixty people who call out and are drowned by hundreds more; RMS at its height 0.2."""
    t = seconds(round(_CHEER_SECONDS * SAMPLE_RATE))
    r = np.random.default_rng(17 + take)
    calls = np.zeros((len(_VOWELS), 2, len(t)), np.float32)
    for person in range(_VOICES):
        voice, at = _call(r), int(r.gamma(2.0, 0.35) * SAMPLE_RATE)
        heard = voice[: max(len(t) - at, 0)] * r.uniform(0.4, 1.0)
        pan = r.random()
        calls[person % len(_VOWELS), 0, at : at + len(heard)] += heard * np.sqrt(1.0 - pan)
        calls[person % len(_VOWELS), 1, at : at + len(heard)] += heard * np.sqrt(pan)
    people = np.stack([_mouths(calls[:, channel]) for channel in (0, 1)])
    people *= 0.16 / np.sqrt(np.mean(people**2))
    return frozen((people + 0.10 * _murmur(len(t), r)) * _swell(t, 0.30, 1.7))


def _call(r: np.random.Generator) -> Floats:
    """One person's call: the pitch goes up and comes down, the breath gives out."""
    t = seconds(int(r.uniform(0.7, 1.8) * SAMPLE_RATE))
    share = t / t[-1]
    low = r.choice((1.0, 1.0, 1.7)) * r.uniform(170.0, 300.0)
    pitch = low * (1.0 + r.uniform(0.15, 0.6) * np.sin(np.pi * share ** r.uniform(0.5, 1.2)))
    pitch *= 1.0 + 0.012 * np.sin(2.0 * np.pi * r.uniform(4.5, 6.5) * t + 6.0 * r.random())
    throat = played(_THROAT, np.cumsum(pitch, dtype=np.float64) / SAMPLE_RATE)
    return np.asarray(throat * np.sin(np.pi * share**0.6).clip(0.0) ** 0.8, np.float32)


def _mouths(calls: Floats) -> Floats:
    """Each vowel's calls through that vowel's resonances, all together."""
    return sum(
        (
            level * through(voices, low, high)
            for voices, vowel in zip(calls, _VOWELS, strict=True)
            for low, high, level in vowel
        ),
        np.zeros(calls.shape[1], np.float32),
    )


def _murmur(count: int, r: np.random.Generator) -> Floats:
    """Everybody else: noise in the band of voices, which swells now and then."""
    throats, hiss = bed(380.0, 1250.0, seed=19), bed(1400.0, 3400.0, seed=23)
    knots = np.linspace(0, count, 26)
    channels = []
    for start in (0, 150_000):
        swells = 1.0 + 0.3 * np.interp(np.arange(count), knots, r.standard_normal(26))
        channels.append(
            swells * (looped(throats, start, count) + 0.45 * looped(hiss, start, count))
        )
    return np.asarray(channels, np.float32)


@recording
def applause() -> Floats:
    """(2, n): hands that clap, each pair in its own rhythm and from its own place."""
    t = seconds(round(_APPLAUSE_SECONDS * SAMPLE_RATE))
    r = np.random.default_rng(29)
    claps = np.zeros((2, len(t)), np.float32)
    hands = [_clap(r) for _ in range(12)]
    for _ in range(_CLAPS):
        clap, at, pan = hands[r.integers(12)], r.integers(len(t) - 2400), r.random()
        heard = clap * r.uniform(0.15, 1.0) ** 2
        claps[0, at : at + len(clap)] += heard * np.sqrt(1.0 - pan)
        claps[1, at : at + len(clap)] += heard * np.sqrt(pan)
    return frozen(claps * _swell(t, 0.6, 2.2))


def _clap(r: np.random.Generator) -> Floats:
    """One pair of hands, 40 ms: cupped or flat."""
    low = r.uniform(750.0, 1500.0)
    burst = r.standard_normal(1920).astype(np.float32)
    t = seconds(1920)
    burst *= np.clip(t / 0.0012, 0.0, 1.0) * np.exp(-t / r.uniform(0.004, 0.009))
    burst = through(burst, low, low * 2.4)
    return np.asarray(burst * np.clip((t[-1] - t) / 0.01, 0.0, 1.0), np.float32)


def _swell(t: Floats, rise: float, hold: float) -> Floats:
    """A gain that rises within `rise` seconds, decays with a time constant of `hold`, and ends at 0."""
    up = np.clip(t / rise, 0.0, 1.0)
    away = np.exp(-np.maximum(t - 1.2, 0.0) / hold) * np.clip((t[-1] - t) / 0.8, 0.0, 1.0)
    return np.asarray(up * up * (3.0 - 2.0 * up) * away, np.float32)
