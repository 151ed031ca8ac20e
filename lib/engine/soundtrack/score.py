"""The music of a show, as data: what is played, when and how loudly, before any sound exists.

Composed backwards from the reveal: bar lines, the approach of the chords and the last run all aim
at that moment, and the tempo is chosen so that the finale, too, falls on a beat.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.engine.show import Cues, Show
from lib.engine.soundtrack.harmony import Chord, Key, Voicing, lead

#: Beats a minute between which a show neither drags nor hurries.
_SLOWEST: Final = 72.0
_FASTEST: Final = 148.0

#: Seconds that the last hit rings.
_RINGING: Final = 1.25

#: (chord, beats) that lead to the tonic at the reveal; played as far back as there is time.
_Approach = tuple[tuple[Chord, int], ...]
_MAJOR_APPROACHES: Final[tuple[_Approach, ...]] = (
    ((Chord(1), 4), (Chord(5, 6), 4), (Chord(6, 7), 4), (Chord(4, 7), 4)),
    ((Chord(4, 7), 4), (Chord(1), 4), (Chord(6, 7), 4), (Chord(4), 2), (Chord(5, 6), 2)),
    ((Chord(6, 7), 4), (Chord(4, 7), 4), (Chord(2, 7), 4), (Chord(5, 6), 4)),
    ((Chord(6, 7), 4), (Chord(3, 7), 4), (Chord(4, 7), 4), (Chord(2, 7), 2), (Chord(5), 2)),
)
_MINOR_APPROACHES: Final[tuple[_Approach, ...]] = (
    ((Chord(1), 4), (Chord(6, 7), 4), (Chord(3), 4), (Chord(7, 6), 4)),
    ((Chord(1), 4), (Chord(4), 4), (Chord(6, 7), 4), (Chord(7, 6), 4)),
    ((Chord(6, 7), 4), (Chord(3, 7), 4), (Chord(4, 7), 4), (Chord(6), 2), (Chord(7, 6), 2)),
    ((Chord(4), 4), (Chord(1), 4), (Chord(6, 7), 4), (Chord(5, 7), 4)),
)
#: What the finale turns to before it comes home.
_MAJOR_TURNS: Final = (Chord(4), Chord(6, 7), Chord(2, 7))
_MINOR_TURNS: Final = (Chord(6), Chord(4), Chord(3))

#: When the notes of the motif sound, in beats from its start.
_MOTIF_RHYTHMS: Final = (
    (0.0, 1.0, 1.5, 2.0, 3.0),
    (0.0, 0.5, 1.0, 2.0, 2.5),
    (0.0, 1.5, 2.0, 2.5, 3.0),
    (0.0, 0.75, 1.5, 2.0, 3.0),
)

#: Shapes of the arpeggio, as steps on the ladder of the pentatonic scale.
_ARPEGGIOS: Final = (
    (0, 1, 2, 3, 4, 3, 2, 1),
    (0, 2, 1, 3, 2, 4, 3, 5),
    (0, 2, 4, 2, 5, 4, 2, 1),
    (4, 2, 0, 2, 3, 1, 0, 1),
)


@dataclass(frozen=True, slots=True)
class Note:
    """`level` 0 to 1; `pan` -1 (left) to 1 (right)."""

    at: float
    pitch: int
    level: float
    pan: float = 0.0


@dataclass(frozen=True, slots=True)
class Harmony:
    """A chord as it stands in time: four voices and the bass below them."""

    at: float
    until: float
    voices: Voicing
    bass: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    key: Key
    beat: float  # seconds
    last: float  # seconds: when the final hit falls
    harmonies: tuple[Harmony, ...]
    plucks: tuple[Note, ...]
    bells: tuple[Note, ...]
    drums: tuple[Note, ...]


def rng(seed: int, part: str) -> np.random.Generator:
    """Return a random generator for one part, so that a change in one part leaves the others alone."""
    return np.random.default_rng([seed, *part.encode()])


def write(show: Show) -> Score:
    """Write the score of a show. The same show always has the same score."""
    r = rng(show.seed, "key")
    key = Key(tonic=int(r.integers(12)), major=show.palette.bright)
    beat = _beat(show.cues, float(r.uniform(*show.palette.tempo)))
    harmonies = _harmonies(show, key, beat)
    motif = _motif(show.seed, key)
    return Score(
        key=key,
        beat=beat,
        last=_last(show, beat),
        harmonies=harmonies,
        plucks=_plucks(show, key, beat, harmonies),
        bells=_bells(show, beat, motif),
        drums=_drums(show, beat),
    )


def _beat(cues: Cues, wanted: float) -> float:
    """Seconds a beat, near `wanted` beats a minute, with the finale on a sixteenth of it.

    Whole beats would leave two tempos to choose from, and every palette would get the same.
    """
    gap = max(cues.finale - cues.reveal, 0.1)
    fitting = [n for n in range(1, 256) if _SLOWEST <= 15.0 * n / gap <= _FASTEST]
    if not fitting:
        return 60.0 / wanted
    return 4.0 * gap / min(fitting, key=lambda n: abs(15.0 * n / gap - wanted))


def _last(show: Show, beat: float) -> float:
    """The last half of a beat that leaves the final hit room to ring, seconds."""
    room = max(show.duration - _RINGING - show.cues.reveal, 0.0)
    return show.cues.reveal + int(2.0 * room / beat) * beat / 2.0


def _harmonies(show: Show, key: Key, beat: float) -> tuple[Harmony, ...]:
    r = rng(show.seed, "chords")
    approaches = _MAJOR_APPROACHES if key.major else _MINOR_APPROACHES
    turns = _MAJOR_TURNS if key.major else _MINOR_TURNS
    plan = _approach(approaches[r.integers(len(approaches))], show.cues.reveal, beat)
    home = min(show.cues.finale + 2.0 * beat, _last(show, beat))
    plan += [
        (show.cues.reveal, Chord(1)),
        (show.cues.finale, turns[r.integers(len(turns))]),
        (home, Chord(1)),
    ]
    plan = [(at, chord) for at, chord in plan if at < show.duration]
    plan[0] = (0.0, plan[0][1])  # what comes first fills up to the start
    ends = [at for at, _ in plan[1:]] + [show.duration]
    voicings = lead([chord for _, chord in plan], key)
    return tuple(
        Harmony(at, until, voices, chord.root(key, lowest=31))
        for (at, chord), until, voices in zip(plan, ends, voicings, strict=True)
    )


def _approach(chords: _Approach, reveal: float, beat: float) -> list[tuple[float, Chord]]:
    """When each chord begins, counted backwards from the reveal."""
    plan: list[tuple[float, Chord]] = []
    at, step = reveal, len(chords)
    while at > beat:
        step -= 1
        chord, beats = chords[step % len(chords)]
        at -= beats * beat
        plan.insert(0, (max(at, 0.0), chord))
    return plan


def _motif(seed: int, key: Key) -> tuple[tuple[float, int], ...]:
    """Five notes (beat, pitch) that walk the pentatonic scale in small steps and rest on the tonic."""
    r = rng(seed, "motif")
    ladder = key.ladder(69, 93)
    tonic = next(i for i, pitch in enumerate(ladder) if pitch % 12 == key.tonic)
    rhythm = _MOTIF_RHYTHMS[r.integers(len(_MOTIF_RHYTHMS))]
    step = int(r.integers(2, 5))
    steps = [step]
    for _ in range(len(rhythm) - 2):
        step = min(max(step + int(r.choice((-2, -1, 1, 2))), 0), 6)
        steps.append(step)
    steps.append(0)
    return tuple(
        (beats, ladder[min(tonic + step, len(ladder) - 1)])
        for beats, step in zip(rhythm, steps, strict=True)
    )


def _bells(show: Show, beat: float, motif: tuple[tuple[float, int], ...]) -> tuple[Note, ...]:
    """The motif: from the first bar on, whole at the reveal, answered in the finale."""
    cues = show.cues
    bars = int(cues.reveal / (4.0 * beat))
    starts = [cues.reveal - bar * 4.0 * beat for bar in range(bars, 0, -1)]
    hint = [Note(at + b * beat, p, 0.55, -0.3) for at in starts for b, p in motif]
    whole = [Note(cues.reveal + b * beat, p, 0.9, 0.35 * math.sin(3.0 * b)) for b, p in motif]
    answer = [Note(cues.finale + b * beat, p, 0.65, -0.4 * math.sin(3.0 * b)) for b, p in motif]
    return tuple(
        note
        for notes, end in (
            (hint, cues.reveal - beat),
            (whole, cues.finale),
            (answer, _last(show, beat)),
        )
        for note in notes
        if note.at < end
    )


def _plucks(show: Show, key: Key, beat: float, harmonies: tuple[Harmony, ...]) -> tuple[Note, ...]:
    """An arpeggio that thickens: every other eighth, then eighths, then sixteenths to the reveal."""
    r = rng(show.seed, "plucks")
    shape = _ARPEGGIOS[r.integers(len(_ARPEGGIOS))]
    pattern = _euclid(int(r.integers(5, 8)), 8, int(r.integers(8)))
    ladder = key.ladder(60, 90)
    cues, quarter = show.cues, beat / 4.0
    notes: list[Note] = []
    first = -int((cues.reveal - cues.launch - 0.4) / quarter)
    last = round((_last(show, beat) - cues.reveal) / quarter)
    for tick in range(first, last):
        at = cues.reveal + tick * quarter
        if -4 <= tick < 0 or not _sounds(tick, at, cues, pattern):
            continue
        step = shape[tick % len(shape)] + (2 if at >= cues.writing else 0)
        pitch = ladder[step + 1]
        if tick % 4 == 0:
            pitch = _nearest(pitch, _harmony_at(harmonies, at).voices)
        notes.append(Note(at, pitch, _intensity(at, cues), 0.75 * math.sin(1.7 * tick)))
    return tuple(notes) + _run(key, cues.reveal, quarter)


def _sounds(tick: int, at: float, cues: Cues, pattern: tuple[bool, ...]) -> bool:
    if at < cues.gathered:
        return tick % 4 == 0 and pattern[(tick // 4) % 8]
    if at < cues.writing or at >= cues.finale:
        return tick % 2 == 0 and pattern[(tick // 2) % 8]
    return pattern[tick % 8]


def _intensity(at: float, cues: Cues) -> float:
    if at >= cues.reveal:
        return 0.8
    return 0.3 + 0.5 * max(at - cues.launch, 0.0) / max(cues.reveal - cues.launch, 0.1)


def _run(key: Key, reveal: float, quarter: float) -> tuple[Note, ...]:
    """Four sixteenths up the scale that land on a high tonic exactly at the reveal."""
    tonic = 84 + (key.tonic - 84) % 12
    steps = (*key.ladder(tonic - 11, tonic - 1)[-4:], tonic)
    return tuple(
        Note(reveal + (i - 4) * quarter, pitch, 0.7 + 0.075 * i, 0.3 * (i - 2))
        for i, pitch in enumerate(steps)
        if reveal + (i - 4) * quarter > 0.0
    )


def _drums(show: Show, beat: float) -> tuple[Note, ...]:
    """A pulse on every other beat from the opening figure on, on every beat of the last bar."""
    cues = show.cues
    notes: list[Note] = []
    for n in range(
        -int((cues.reveal - cues.gathered) / beat), int((show.duration - cues.reveal - 1.5) / beat)
    ):
        at = cues.reveal + n * beat
        near = -4 <= n < 0
        if n == 0 or (n % 2 and not near and at < cues.finale):
            continue
        level = 0.55 + 0.1 * (n + 4) if near else 0.4 if n < 0 else 0.55
        notes.append(Note(at, 33, level))
    notes += [Note(cues.reveal - k * beat / 4.0, 36, 0.75) for k in (2, 1) if cues.reveal > beat]
    return tuple(sorted(notes, key=lambda note: note.at))


def _euclid(onsets: int, steps: int, turn: int) -> tuple[bool, ...]:
    """Onsets spread as evenly as possible (Toussaint, 2005), rotated by some steps."""
    return tuple((i + turn) * onsets % steps < onsets for i in range(steps))


def _harmony_at(harmonies: tuple[Harmony, ...], at: float) -> Harmony:
    return next((h for h in reversed(harmonies) if h.at <= at + 1e-6), harmonies[0])


def _nearest(pitch: int, voices: Voicing) -> int:
    """The pitch nearest to `pitch` whose class is in the chord."""
    classes = {voice % 12 for voice in voices}
    around = sorted(range(pitch - 6, pitch + 7), key=lambda other: abs(other - pitch))
    return next(other for other in around if other % 12 in classes)
