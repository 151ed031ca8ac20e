"""Fireworks, heard across the river: a thump in the chest, its echo from the towers, then crackle."""

from __future__ import annotations

from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.frame import HIGH, Frame
from lib.engine.show import SAMPLE_RATE, Shell
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import bed, frozen, looped, paced, seconds
from lib.engine.soundtrack.recording import recording

_TAKES: Final = 4
_ECHO_SECONDS: Final = 0.29


def play(mix: Mix, shells: tuple[Shell, ...], frame: Frame, rng: np.random.Generator) -> None:
    """Play every shell at its time and from its side, a little late, as sound is. `rng` varies them."""
    turn = int(rng.integers(_TAKES))
    for number, shell in enumerate(shells):
        at = shell.at + lag(shell)
        pan = 1.5 * (shell.x / frame.width - 0.5)
        take = (number + turn) % _TAKES
        burst = paced(boom(take), rng.uniform(0.85, 1.18))
        mix.add(burst, at, 0.30, pan=0.6 * pan, room=0.35)
        mix.add(burst, at + _ECHO_SECONDS, 0.07, pan=-pan, room=0.6)
        mix.add(crackle(take), at, 0.20, pan=pan, room=0.30)


def warm() -> None:
    """Make every take and keep it."""
    for take in range(_TAKES):
        boom(take)
        crackle(take)


def lag(shell: Shell) -> float:
    """Seconds by which the ear is behind the eye: 50 ms for a low shell, 90 for one at the top.

    Across the Huangpu it would be over a second, which looks like a fault in a film.
    """
    return 0.05 + 0.04 * float(np.clip(1.0 - shell.y / HIGH, 0.0, 1.0))


@recording
def boom(take: int) -> Floats:
    """A shell's burst, 1.4 s: a crack, a thump that falls in pitch, and a rumble."""
    t = seconds(round(1.4 * SAMPLE_RATE))
    start = 60_000 * take
    low = 52.0 + 5.0 * take
    fall = low * t + 46.0 * (1.0 - np.exp(-t * 22.0)) / 22.0
    thump = np.sin(2.0 * np.pi * fall) * np.exp(-5.5 * t)
    rumble = looped(bed(45.0, 210.0, seed=31), start, len(t)) * np.exp(-4.0 * t)
    crack = looped(bed(350.0, 2600.0, seed=37), start, len(t)) * np.exp(-34.0 * t)
    rise = np.clip(t / 0.002, 0.0, 1.0)
    end = np.clip((t[-1] - t) / 0.3, 0.0, 1.0)
    return frozen((0.55 * thump + 0.30 * rumble + 0.40 * crack) * rise * end)


@recording
def crackle(take: int) -> Floats:
    """A shell's sparks, 2.0 s: hundreds of tiny snaps that thin out."""
    count = round(2.0 * SAMPLE_RATE)
    r = np.random.default_rng(41 + take)
    sparks = np.zeros(count, np.float32)
    times = 0.10 + r.gamma(2.0, 0.28, 260)
    for at, level in zip(times, r.uniform(0.1, 1.0, 260) ** 2, strict=True):
        start = int(at * SAMPLE_RATE)
        snap = _snap(r)[: max(count - start, 0)]
        sparks[start : start + len(snap)] += level * np.exp(-1.1 * at) * snap
    return frozen(sparks)


def _snap(r: np.random.Generator) -> Floats:
    """A click of a few milliseconds between 2 and 11 kHz."""
    t = seconds(288)
    pitch = r.uniform(2200.0, 11_000.0)
    ring = np.sin(2.0 * np.pi * pitch * t) * np.exp(-t / 0.0011) * np.clip(t / 0.0003, 0.0, 1.0)
    return np.asarray(ring, np.float32)
