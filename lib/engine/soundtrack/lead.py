"""The lead: the motif in a voice that one can hum, from the middle of what a phone can play."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.instruments import cycle, hertz, played
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import seconds
from lib.engine.soundtrack.score import Note, Score

_WAVE: Final = cycle(1.0, 0.55, 0.36, 0.22, 0.13, 0.07, 0.04)
_LONGEST: Final = 1.5  # beats


def play(mix: Mix, score: Score, level: float) -> None:
    """Play every note of the motif an octave below the bells, held until the next note."""
    after = Note(score.last, 0, 0.0)
    for note, following in pairwise([*score.bells, after]):
        length = min(following.at - note.at, _LONGEST * score.beat)
        if length > 0.05:
            sound = voice(note.pitch - 12, length)
            mix.add(sound, note.at, level * note.level, pan=0.3 * note.pan, room=0.4)


def voice(pitch: int, length: float) -> Floats:
    """(n,) of a held note of `length` seconds, with a tremor once it stands."""
    t = seconds(round(length * SAMPLE_RATE))
    tremor = 0.004 * np.clip((t - 0.18) / 0.25, 0.0, 1.0) * np.sin(2.0 * np.pi * 5.4 * t)
    turns = np.cumsum(hertz(pitch) * (1.0 + tremor), dtype=np.float64) / SAMPLE_RATE
    gain = np.clip(t / 0.012, 0.0, 1.0) * np.clip((t[-1] - t) / 0.05, 0.0, 1.0)
    return np.asarray(played(_WAVE, turns) * gain * (0.7 + 0.3 * np.exp(-5.0 * t)), np.float32)
