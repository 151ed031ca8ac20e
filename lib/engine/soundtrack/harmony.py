"""Keys, chords, and how one chord leads to the next. Pitches are MIDI numbers: 69 is A at 440 Hz."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

_MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)
_MINOR: Final = (0, 2, 3, 5, 7, 8, 10)
_MAJOR_PENTATONIC: Final = (0, 2, 4, 7, 9)
_MINOR_PENTATONIC: Final = (0, 3, 5, 7, 10)

Voicing = tuple[int, ...]

#: Four voices share this many semitones, from a fifth below middle C's neighbourhood upwards.
_LOWEST: Final = 52
_HIGHEST: Final = 74
_CENTRE: Final = 62
_LONGEST_LEAP: Final = 7


@dataclass(frozen=True, slots=True)
class Key:
    """`tonic` is a pitch class, 0 (C) to 11 (B)."""

    tonic: int
    major: bool

    @property
    def scale(self) -> tuple[int, ...]:
        return _MAJOR if self.major else _MINOR

    @property
    def pentatonic(self) -> tuple[int, ...]:
        return _MAJOR_PENTATONIC if self.major else _MINOR_PENTATONIC

    def degree(self, number: int) -> int:
        """The pitch class of a degree: 1 the tonic, 5 the fifth, 9 the second, an octave up."""
        return (self.tonic + self.scale[(number - 1) % 7]) % 12

    def ladder(self, lowest: int, highest: int) -> tuple[int, ...]:
        """Every pitch of the pentatonic scale from `lowest` to `highest`."""
        classes = {(self.tonic + step) % 12 for step in self.pentatonic}
        return tuple(pitch for pitch in range(lowest, highest + 1) if pitch % 12 in classes)


@dataclass(frozen=True, slots=True)
class Chord:
    """A triad on a degree of the scale, coloured by its sixth, seventh or ninth."""

    degree: int
    colour: int = 9

    def classes(self, key: Key) -> frozenset[int]:
        steps = (0, 2, 4, self.colour - 1)
        return frozenset(key.degree(self.degree + step) for step in steps)

    def root(self, key: Key, lowest: int) -> int:
        """The chord's root, at or above `lowest`."""
        return lowest + (key.degree(self.degree) - lowest) % 12


def lead(chords: list[Chord], key: Key) -> list[Voicing]:
    """Return four voices for each chord, chosen so that every voice moves as little as possible."""
    voicings: list[Voicing] = []
    for chord in chords:
        before = voicings[-1] if voicings else None
        voicings.append(min(_voicings(chord, key), key=lambda after: _effort(before, after)))
    return voicings


def _voicings(chord: Chord, key: Key) -> list[Voicing]:
    classes = chord.classes(key)
    pitches = [pitch for pitch in range(_LOWEST, _HIGHEST + 1) if pitch % 12 in classes]
    return [
        voicing
        for voicing in combinations(pitches, len(classes))
        if {pitch % 12 for pitch in voicing} == classes
    ]


def _effort(before: Voicing | None, after: Voicing) -> float:
    """The cost of moving to `after`: semitones moved, and penalties for what sounds clumsy."""
    cost = 0.5 * abs(sum(after) / len(after) - _CENTRE) + _crowding(after)
    if before is None:
        return cost
    moves = [abs(a - b) for a, b in zip(before, after, strict=True)]
    leaps = sum(move > _LONGEST_LEAP for move in moves)
    return cost + sum(moves) + 30.0 * leaps + 3.0 * _parallels(before, after)


def _crowding(voicing: Voicing) -> float:
    """Penalise voices a semitone apart, low voices a whole tone apart, and gaps of an octave."""
    return sum(
        8.0 * (high - low < 2) + 3.0 * (high - low < 3 and low < 58) + 1.5 * max(high - low - 9, 0)
        for low, high in pairwise(voicing)
    )


def _parallels(before: Voicing, after: Voicing) -> int:
    """Count the pairs of voices that move in parallel fifths or octaves."""
    pairs = combinations(range(len(before)), 2)
    return sum(
        (before[j] - before[i]) % 12 in {0, 7}
        and (before[j] - before[i]) % 12 == (after[j] - after[i]) % 12
        and before[i] != after[i]
        for i, j in pairs
    )
