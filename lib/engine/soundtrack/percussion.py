"""Percussion: kick, clap, hats and crash, kept as recordings. Their highs carry on a phone."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import frozen, seconds, through
from lib.engine.soundtrack.recording import recording

#: The bursts of one clap, seconds from its start: hands never meet all at once.
_HANDS: Final = (0.0, 0.011, 0.021, 0.032)


def warm() -> None:
    """Make the recordings that are kept."""
    kick()
    clap()
    hat()
    open_hat()
    crash()


@recording
def kick() -> Floats:
    """(n,) of a soft kick, 0.35 s: a falling sine, and a click that small loudspeakers can play."""
    t = seconds(round(0.35 * SAMPLE_RATE))
    cycles = 50.0 * t + 90.0 * (1.0 - np.exp(-28.0 * t)) / 28.0
    body = np.sin(2.0 * np.pi * cycles) * np.exp(-11.0 * t)
    click = _hiss(len(t), 900.0, 4200.0, seed=101) * np.exp(-t / 0.006)
    return frozen((body + 0.18 * click) * _ends(t, 0.001, 0.08))


@recording
def clap() -> Floats:
    """(2, n) of a clap, 0.4 s: four bursts and a short room."""
    t = seconds(round(0.4 * SAMPLE_RATE))
    gain = sum(
        (t >= at) * np.exp(-(t - at).clip(0.0) / (0.006 if at < _HANDS[-1] else 0.060))
        for at in _HANDS
    )
    sides = [_hiss(len(t), 900.0, 5200.0, seed=103 + side) for side in (0, 1)]
    return frozen(0.30 * np.stack(sides) * gain * _ends(t, 0.001, 0.1))


@recording
def hat() -> Floats:
    """(n,) of a closed hat, 90 ms."""
    t = seconds(round(0.09 * SAMPLE_RATE))
    return frozen(0.4 * _metal(t, seed=107) * np.exp(-t / 0.018) * _ends(t, 0.0008, 0.03))


@recording
def open_hat() -> Floats:
    """(n,) of an open hat, 0.32 s."""
    t = seconds(round(0.32 * SAMPLE_RATE))
    return frozen(0.35 * _metal(t, seed=109) * np.exp(-t / 0.11) * _ends(t, 0.001, 0.1))


@recording
def crash() -> Floats:
    """(2, n) of a crash cymbal, 2.2 s: its highs die away first."""
    t = seconds(round(2.2 * SAMPLE_RATE))
    sides = []
    for side in (0, 1):
        low = _hiss(len(t), 700.0, 4000.0, seed=111 + side) * np.exp(-2.6 * t)
        high = _hiss(len(t), 5000.0, 15_000.0, seed=113 + side) * np.exp(-4.2 * t)
        sides.append(low + 0.7 * high)
    both = np.stack(sides).astype(np.float32)
    return frozen(0.3 * both * _ends(t, 0.0015, 0.4))


def _metal(t: Floats, seed: int) -> Floats:
    return _hiss(len(t), 7000.0, 15_500.0, seed=seed)


def _hiss(count: int, low: float, high: float, *, seed: int) -> Floats:
    """Noise of a band, RMS 1."""
    noise = np.random.default_rng(seed).standard_normal(count).astype(np.float32)
    hiss = through(noise, low, high)
    return np.asarray(hiss / np.sqrt(np.mean(hiss**2)), np.float32)


def _ends(t: Floats, attack: float, release: float) -> Floats:
    return np.asarray(np.clip(t / attack, 0, 1) * np.clip((t[-1] - t) / release, 0, 1), np.float32)
