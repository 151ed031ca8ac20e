"""The ensemble that every show has: pad, bass, plucks, bells and drums play the score."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE, Cues, Show
from lib.engine.soundtrack import percussion
from lib.engine.soundtrack.instruments import BASS, BRIGHT, DARK, bell, drum, hertz, pluck, sustain
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import seconds
from lib.engine.soundtrack.score import Score, rng

#: Three oscillators a voice, slightly out of tune and apart: (detune, pan).
_ENSEMBLE: Final = ((-0.0032, -0.8), (0.0, 0.0), (0.0036, 0.8))
_OVERLAP: Final = 0.7  # seconds that a chord lasts into the next


def play_pad(mix: Mix, score: Score, show: Show) -> None:
    """Play every voice three times, ever brighter up to the reveal; from then on with octaves above."""
    r = rng(show.seed, "pad")
    pad = np.zeros_like(mix.dry)
    for harmony in score.harmonies:
        arrived = harmony.at >= show.cues.reveal - 1e-6
        voices = list(harmony.voices)
        if arrived:
            voices += [harmony.voices[-1] + 12, harmony.voices[-2] + 12]
        span = (harmony.at, harmony.until + _OVERLAP)
        opening = (_openness(span[0], show), _openness(span[1], show))
        for voice in voices:
            for detune, pan in _ENSEMBLE:
                pitch = voice + 12.0 * math.log2(1.0 + detune)
                level = 0.030 if voice < 76 else 0.016
                hold(pad, pitch, span, phase=r.random(), level=level, pan=pan, opening=opening)
    mix.dry += pad
    pad *= np.float32(0.35)
    mix.wet += pad


def _openness(at: float, show: Show) -> float:
    """How bright the pad is: 0 at the start, 1 at the reveal, gentler towards the end."""
    cues = show.cues
    if at <= cues.reveal:
        return (at / cues.reveal) ** 2 if cues.reveal > 0.0 else 1.0
    return 1.0 - 0.6 * min((at - cues.reveal) / max(show.duration - cues.reveal, 0.1), 1.0)


def play_bass(mix: Mix, score: Score, cues: Cues) -> None:
    for harmony in score.harmonies:
        level = 0.16 if harmony.at >= cues.reveal - 1e-6 else 0.11
        span = (harmony.at, harmony.until + 0.12)
        hold(
            mix.dry,
            float(harmony.bass),
            span,
            phase=0.0,
            level=level,
            pan=0.0,
            attack=0.09,
            release=0.12,
        )


def hold(
    out: Floats,
    pitch: float,
    span: tuple[float, float],
    *,
    phase: float,
    level: float,
    pan: float,
    opening: tuple[float, float] | None = None,
    attack: float = 0.6,
    release: float = _OVERLAP,
) -> None:
    """Add a held note to `out`: a pad's if an opening is given, else a bass's."""
    first, last = (round(at * SAMPLE_RATE) for at in span)
    dark, bright = (BASS, BASS) if opening is None else (DARK, BRIGHT)
    angle = (pan + 1.0) * math.pi / 4.0
    shortest = max((last - first) / SAMPLE_RATE, 0.02)
    sustain(
        out,
        first,
        last - first,
        hertz(pitch),
        phase,
        dark,
        bright,
        opening or (0.0, 0.0),
        min(attack, 0.5 * shortest),
        min(release, 0.5 * shortest),
        level * math.cos(angle),
        level * math.sin(angle),
    )


def play_notes(mix: Mix, score: Score) -> None:
    """Play plucks, each with an echo on the other side three sixteenths later, bells and drums."""
    for note in score.plucks:
        sound = pluck(note.pitch)
        mix.add(sound, note.at, 0.105 * note.level, pan=note.pan, room=0.5)
        mix.add(sound, note.at + 0.75 * score.beat, 0.030 * note.level, pan=-note.pan, room=0.7)
        mix.add(sound, note.at + 1.5 * score.beat, 0.012 * note.level, pan=note.pan, room=0.9)
    for note in score.bells:
        mix.add(bell(note.pitch), note.at, 0.08 * note.level, pan=note.pan, room=0.8)
    for note in score.drums:
        mix.add(drum(note.pitch), note.at, 0.34 * note.level, pan=note.pan, room=0.15)


def dynamics(samples: int, cues: Cues) -> Floats:
    """Shape the loudness: a crescendo, a second of hush before the reveal, a short duck under it."""
    t = seconds(samples)
    rising = np.clip(t / max(cues.reveal, 0.1), 0.0, 1.0)
    duck = 1.0 - 0.25 * np.exp(-4.5 * np.maximum(t - cues.reveal, 0.0)) * (t >= cues.reveal)
    breath = 1.0 - 0.5 * np.clip((t - cues.reveal + 0.12) / 0.10, 0.0, 1.0) * (t < cues.reveal)
    edge = np.clip((t - (cues.reveal - 0.004)) / 0.008, 0.0, 1.0)
    hush = 1.0 - 0.45 * np.clip((t - cues.reveal + 0.95) / 0.25, 0.0, 1.0) * (t < cues.reveal)
    return np.asarray(
        (0.79 + 0.21 * rising**1.8) * hush * (breath * (1.0 - edge) + duck * edge), np.float32
    )


def stop(mix: Mix, score: Score) -> None:
    """Fade out all that was played so far, within a tenth of a second after the last hit."""
    t = seconds(mix.samples)
    mix.shape(np.clip(1.0 - (t - score.last) / 0.10, 0.0, 1.0).astype(np.float32))


def hit(mix: Mix, score: Score, at: float, level: float) -> None:
    """Play the whole ensemble on one beat: the chord, a clap, a crash and a sub-bass drop."""
    chord = next((h for h in score.harmonies if h.until > at + 0.01), score.harmonies[-1])
    for number, voice in enumerate(chord.voices):
        for octave, share in ((0, 1.0), (12, 0.8), (24, 0.4)):
            pan = 0.5 * (number - 1.5)
            mix.add(pluck(voice + octave), at, 0.16 * level * share, pan=pan, room=0.5)
    mix.add(percussion.clap(), at, 0.30 * level, room=0.4)
    mix.add(percussion.crash(), at, 0.26 * level, room=0.3)
    mix.add(drum(33), at, 0.45 * level, room=0.15)
