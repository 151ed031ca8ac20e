"""The alley's performance: rain and mains under a slow synth, a sign that strikes tube by tube."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE, Circuits, Cues, Show
from lib.engine.soundtrack import ensemble, groove, lead, percussion, reveal, street
from lib.engine.soundtrack.instruments import bell
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import looped, seconds
from lib.engine.soundtrack.score import Score, write

_STRIKE: Final = 0.25  # a circuit that gains so much from one moment to the next has been struck
_TAKES: Final = 4
_MOST_STRIKES: Final = 120  # more at once are no longer heard apart


def play(mix: Mix, show: Show) -> None:
    score = _slowed(write(show), show.cues)
    ensemble.play_pad(mix, score, show)
    _play_bass(mix, score, show.cues)
    ensemble.play_notes(mix, score)
    lead.play(mix, score, 0.075)
    groove.play(mix, score, show, groove.NODS)
    mix.shape(ensemble.dynamics(mix.samples, show.cues))
    ensemble.stop(mix, score)
    _play_reveal(mix, score, show.cues)
    ensemble.hit(mix, score, score.last, 0.6)
    _play_street(mix)
    if show.circuits:
        _play_tubes(mix, show.circuits)


def warm() -> None:
    """Make the recordings that are kept."""
    percussion.warm()
    street.rain()
    street.hum()
    street.car()
    street.buzz()
    street.relay()
    reveal.boom()
    reveal.shimmer()
    for take in range(_TAKES):
        street.spark(take)


# --- The music -------------------------------------------------------------------------------


def _slowed(score: Score, cues: Cues) -> Score:
    """Leave out drums, and play plucks an octave lower, only once the sign burns."""
    late = tuple(
        replace(note, pitch=note.pitch - 12, level=0.8 * note.level)
        for note in score.plucks
        if note.at >= cues.reveal - 1e-6
    )
    return replace(score, plucks=late, drums=())


def _play_bass(mix: Mix, score: Score, cues: Cues) -> None:
    """A synth that opens slowly on each chord, and pulses in halves once the sign burns."""
    for harmony in score.harmonies:
        arrived = harmony.at >= cues.reveal - 1e-6
        step = 2.0 * score.beat if arrived else harmony.until - harmony.at
        count = max(round((harmony.until - harmony.at) / step), 1)
        edges = np.linspace(harmony.at, harmony.until, count + 1)
        for start, end in pairwise(edges):
            for octave, level in ((0, 0.17), (12, 0.05)):
                ensemble.hold(
                    mix.dry, float(harmony.bass + octave), (float(start), float(end) + 0.15),
                    phase=0.0, level=level if arrived else 0.7 * level, pan=0.0,
                    opening=(0.55, 0.10), attack=0.05, release=0.20,
                )  # fmt: skip


def _play_reveal(mix: Mix, score: Score, cues: Cues) -> None:
    """The last relay closes, and the chord blooms with the light."""
    mix.add(street.relay(), cues.launch, 0.16, pan=-0.3, room=0.5)
    mix.add(street.relay(), cues.reveal, 0.34, room=0.6)
    ensemble.hit(mix, score, cues.reveal, 1.5)
    mix.add(reveal.boom(), cues.reveal, 0.62, room=0.12)
    mix.add(reveal.shimmer(), cues.reveal, 0.022, room=0.6)
    chord = next(h for h in score.harmonies if h.until > cues.reveal)
    for number, voice in enumerate(chord.voices):
        mix.add(bell(voice + 12), cues.reveal, 0.045, pan=0.5 * (number - 1.5), room=1.2)
    mix.add(street.relay(), cues.finale, 0.10, pan=0.3, room=0.5)


# --- The street ------------------------------------------------------------------------------


def _play_street(mix: Mix) -> None:
    for sound, level in ((street.rain(), 0.0155), (street.hum(), 0.0130)):
        around = np.stack([looped(side, 0, mix.samples) for side in sound])
        mix.add(around, 0.0, level, room=0.0)
    mix.add(street.car(), 0.2, 0.032, room=0.3)
    mix.add(street.car()[::-1], 6.4, 0.026, room=0.3)


def _play_tubes(mix: Mix, circuits: Circuits) -> None:
    """Play what the picture shows: a spark for every strike, from its side, and a hum while tubes burn."""
    strength = np.minimum(circuits.strength, 1.0)
    moments = np.arange(strength.shape[1]) / circuits.RATE
    t = seconds(mix.samples)
    wave = looped(street.buzz(), 0, mix.samples)
    power = np.interp(t, moments, strength.mean(axis=0)).astype(np.float32)
    mix.add(wave * _settled(power), 0.0, 0.095, room=0.15)
    for number, (circuit, moment, level) in enumerate(strikes(strength)):
        pan = 1.4 * (circuit / max(len(strength) - 1, 1) - 0.5)
        spark = street.spark(number % _TAKES)
        mix.add(spark, moment / circuits.RATE, 0.20 * level, pan=pan, room=0.35)


def _settled(power: Floats) -> Floats:
    """The hum's gain: loud while tubes flicker, faint once all burn."""
    calm = np.clip(power, 0.0, 1.0)
    hum: Floats = calm * (1.0 - 0.72 * calm**4)
    smooth = np.ones(SAMPLE_RATE // 200, np.float32) / (SAMPLE_RATE // 200)
    return np.convolve(hum, smooth, "same").astype(np.float32)


def strikes(strength: Floats) -> list[tuple[int, int, float]]:
    """Return (circuit, moment, strength) of each strike; if there are too many, an even choice of them."""
    gains = np.diff(strength, axis=1)
    circuit, moment = np.nonzero(gains > _STRIKE)
    order = np.argsort(moment, kind="stable")
    if len(order) > _MOST_STRIKES:
        order = order[np.linspace(0, len(order) - 1, _MOST_STRIKES).astype(np.intp)]
    return [
        (int(circuit[i]), int(moment[i]) + 1, float(gains[circuit[i], moment[i]])) for i in order
    ]
