"""The lanterns' performance: a zither over still water, flutes, and a temple bell at the reveal."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from lib.engine.show import Cues, Show
from lib.engine.soundtrack import ensemble, groove, lakeside, percussion, whoosh
from lib.engine.soundtrack.instruments import bell, drum
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import looped
from lib.engine.soundtrack.score import Note, Score, rng, write
from lib.engine.soundtrack.zither import flute, string, temple_bell

_SWEEP_SECONDS: Final = 0.75  # of the hand across all strings, up to the reveal
_LONGEST_BREATH: Final = 2.4  # seconds


def play(mix: Mix, show: Show) -> None:
    score = write(show)
    _play_air(mix, score, show)
    ensemble.play_bass(mix, score, show.cues)
    _play_strings(mix, score)
    _sweep(mix, score, show.cues.reveal)
    _play_flute(mix, score, show)
    groove.play(mix, score, show, groove.WALKS)
    mix.shape(ensemble.dynamics(mix.samples, show.cues))
    ensemble.stop(mix, score)
    _play_reveal(mix, score, show.cues)
    ensemble.hit(mix, score, score.last, 0.5)
    whoosh.play(mix, show, 0.014)
    _play_lake(mix)


def warm() -> None:
    """Make the recordings that are kept."""
    percussion.warm()
    whoosh.rush()
    lakeside.crickets()
    lakeside.water()
    string(69)
    temple_bell(45)


def _play_air(mix: Mix, score: Score, show: Show) -> None:
    """Play the chords, very softly; an octave above joins them once the words stand."""
    r = rng(show.seed, "air")
    air = np.zeros_like(mix.dry)
    for harmony in score.harmonies:
        arrived = harmony.at >= show.cues.reveal - 1e-6
        voices = [*harmony.voices, harmony.voices[-1] + 12] if arrived else harmony.voices
        bright = 0.22 if arrived else 0.04
        for voice in voices:
            for detune, pan in ((-0.04, -0.75), (0.05, 0.75)):
                ensemble.hold(
                    air, voice + detune, (harmony.at, harmony.until + 0.7),
                    phase=r.random(), level=0.054, pan=pan, opening=(bright, bright),
                )  # fmt: skip
    mix.dry += air
    air *= np.float32(0.5)
    mix.wet += air


def _play_strings(mix: Mix, score: Score) -> None:
    """Play the strings, an octave below a harp's notes, each with an echo from across the water."""
    for note in score.plucks:
        sound = string(note.pitch - 12)
        mix.add(sound, note.at, 0.075 + 0.075 * note.level, pan=0.35 * note.pan, room=0.45)
        mix.add(sound, note.at + 1.5 * score.beat, 0.03 * note.level, pan=-note.pan, room=0.9)


def _sweep(mix: Mix, score: Score, reveal: float) -> None:
    """Sweep up over all strings, faster and faster, up to the reveal."""
    ladder = score.key.ladder(55, 86)
    for number, pitch in enumerate(ladder):
        share = number / len(ladder)
        at = reveal - _SWEEP_SECONDS * (1.0 - share) ** 1.35
        if at > 0.0:
            mix.add(string(pitch), at, 0.028 + 0.040 * share, pan=1.2 * share - 0.6, room=0.5)


def _play_flute(mix: Mix, score: Score, show: Show) -> None:
    """Play the motif, which bells play over Shanghai, on a flute: each note lasts until the next."""
    after = Note(show.duration, 0, 0.0)
    for note, following in pairwise([*score.bells, after]):
        length = min(following.at - note.at + 0.25, _LONGEST_BREATH, show.duration - note.at)
        if length > 0.1:
            sound = flute(note.pitch - 12, length)
            mix.add(sound, note.at, 0.075 * note.level, pan=0.3 * note.pan, room=0.8)
        mix.add(bell(note.pitch), note.at, 0.025 * note.level, pan=note.pan, room=0.9)


def _play_reveal(mix: Mix, score: Score, cues: Cues) -> None:
    low = 40 + (score.key.tonic - 40) % 12
    mix.add(temple_bell(low), cues.reveal, 0.56, room=0.40)
    ensemble.hit(mix, score, cues.reveal, 1.2)
    mix.add(drum(33), cues.reveal, 0.52, room=0.15)
    mix.add(temple_bell(low), cues.finale, 0.14, room=0.6)
    top = next(h for h in score.harmonies if h.until > cues.reveal)
    for number, voice in enumerate(top.voices):
        mix.add(string(voice), cues.reveal, 0.16, pan=0.4 * (number - 1.5), room=0.5)
        mix.add(bell(voice + 24), cues.reveal, 0.022, pan=0.5 * (number - 1.5), room=1.1)


def _play_lake(mix: Mix) -> None:
    for recording, level in ((lakeside.water(), 0.026), (lakeside.crickets(), 0.016)):
        whole = np.stack([looped(channel, 0, mix.samples) for channel in recording])
        mix.add(whole, 0.0, level, room=0.05)
