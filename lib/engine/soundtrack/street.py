"""The street at night: rain, the city's hum, tyres on wet asphalt, and neon tubes on the mains."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.noise import BED, bed, frozen, looped, seconds
from lib.engine.soundtrack.recording import recording

_DROPS: Final = 900
_PASSING: Final = 5.2  # seconds that a car is heard
_MAINS: Final = 100.0  # Hz: a tube lights up twice in each of fifty cycles
_HARMONICS: Final = 22


@recording
def rain() -> Floats:
    """(2, BED) that loops: thousands of drops far away, and hundreds near by, RMS about 1."""
    r = np.random.default_rng(67)
    fall = np.stack([bed(420.0, 3600.0, seed=71), bed(420.0, 3600.0, seed=72)])
    near = np.zeros((2, BED), np.float32)
    takes = [_drop(r) for _ in range(10)]
    for _ in range(_DROPS):
        drop, at, pan = takes[r.integers(len(takes))], r.integers(BED - 2400), r.random()
        heard = drop * np.float32(r.uniform(0.2, 1.0) ** 3 * 2.2)
        near[0, at : at + len(drop)] += heard * np.float32(np.sqrt(1.0 - pan))
        near[1, at : at + len(drop)] += heard * np.float32(np.sqrt(pan))
    return frozen(fall + near)


def _drop(r: np.random.Generator) -> Floats:
    """A drop on tin, stone or water, 50 ms: a bubble rings a little upwards."""
    t = seconds(2400)
    pitch = r.uniform(600.0, 2300.0)
    ring = np.sin(2.0 * np.pi * pitch * (t + 1.6 * t * t)) * np.exp(-t / r.uniform(0.004, 0.011))
    return np.asarray(ring * np.clip(t / 0.0008, 0.0, 1.0) * np.clip((t[-1] - t) / 0.01, 0.0, 1.0))


@recording
def hum() -> Floats:
    """(2, BED) that loops: a city that is awake behind its walls."""
    return frozen(np.stack([bed(45.0, 380.0, seed=73), bed(45.0, 380.0, seed=74)]))


@recording
def car() -> Floats:
    """(2, n): one passes at the end of the alley, from left to right, its tyres in the wet."""
    t = seconds(round(_PASSING * SAMPLE_RATE))
    share = t / _PASSING
    near = np.exp(-(((share - 0.5) / 0.20) ** 2)) * np.sin(np.pi * share) ** 2
    tyres = looped(bed(700.0, 2600.0, seed=75), 0, len(t))
    engine = looped(bed(55.0, 240.0, seed=76), 90_000, len(t))
    place = 0.5 - 0.35 * np.cos(np.pi * share)
    sound = (0.55 * tyres * near + engine) * near
    return frozen(np.stack([sound * np.sqrt(1.0 - place), sound * np.sqrt(place)]))


@recording
def buzz() -> Floats:
    """(SAMPLE_RATE,) that loops: the mains in a transformer and a tube, peak about 1."""
    t = seconds(SAMPLE_RATE)
    wave = np.zeros(SAMPLE_RATE, np.float32)
    r = np.random.default_rng(77)
    for k in range(1, _HARMONICS + 1):
        level = (1.0 if k in {1, 2, 3} else 0.55) * k**-0.85
        wave += np.float32(level) * np.sin(2.0 * np.pi * (_MAINS * k * t + r.random()))
    return frozen(wave / np.abs(wave).max())


@recording
def spark(take: int) -> Floats:
    """A tube that is struck, 90 ms: a tick of the starter, and the mains for an instant."""
    t = seconds(round(0.09 * SAMPLE_RATE))
    r = np.random.default_rng(79 + take)
    tick = np.sin(2.0 * np.pi * r.uniform(1500.0, 2600.0) * t) * np.exp(-t / 0.0025)
    snap = looped(bed(900.0, 3800.0, seed=80), 9000 * take, len(t)) * np.exp(-t / 0.006)
    zap = buzz()[: len(t)] * np.exp(-t / 0.030)
    return frozen(
        (0.6 * tick + 0.35 * snap + 0.8 * zap)
        * np.clip(t / 0.0006, 0.0, 1.0)
        * np.clip((t[-1] - t) / 0.02, 0.0, 1.0)
    )


@recording
def relay() -> Floats:
    """A heavy switch, 0.5 s: iron on iron in a box."""
    t = seconds(round(0.5 * SAMPLE_RATE))
    body = np.sin(2.0 * np.pi * 118.0 * t) * np.exp(-t / 0.05)
    body += 0.6 * np.sin(2.0 * np.pi * 311.0 * t) * np.exp(-t / 0.025)
    clack = looped(bed(500.0, 3000.0, seed=82), 0, len(t)) * np.exp(-t / 0.008)
    ends = np.clip(t / 0.0008, 0.0, 1.0) * np.clip((t[-1] - t) / 0.1, 0.0, 1.0)
    return frozen((body + 0.5 * clack) * ends)
