"""lib.engine.soundtrack.harmony: chords belong to their key and lead into each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lib.engine.soundtrack.harmony import Chord, Key, lead

keys = st.builds(Key, tonic=st.integers(0, 11), major=st.booleans())
chords = st.lists(
    st.builds(Chord, degree=st.integers(1, 7), colour=st.sampled_from([6, 7, 9])),
    min_size=2,
    max_size=6,
)


def test_the_tonic_of_c_major_with_its_ninth_is_c_e_g_d() -> None:
    assert Chord(1).classes(Key(0, major=True)) == {0, 4, 7, 2}


def test_the_sixth_degree_of_a_minor_with_its_seventh_is_f_a_c_e() -> None:
    assert Chord(6, 7).classes(Key(9, major=False)) == {5, 9, 0, 4}


@given(keys, chords)
def test_every_voice_sings_a_note_of_its_chord_and_all_are_sung(
    key: Key, progression: list[Chord]
) -> None:
    for chord, voicing in zip(progression, lead(progression, key), strict=True):
        assert {pitch % 12 for pitch in voicing} == chord.classes(key)


@given(keys, chords)
def test_no_voice_leaps_more_than_a_fifth(key: Key, progression: list[Chord]) -> None:
    for before, after in pairwise(lead(progression, key)):
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= 7


@given(keys, chords)
def test_voices_do_not_cross(key: Key, progression: list[Chord]) -> None:
    for voicing in lead(progression, key):
        assert list(voicing) == sorted(set(voicing))


@given(keys)
def test_a_ladder_holds_the_pentatonic_scale_and_nothing_else(key: Key) -> None:
    ladder = key.ladder(60, 84)
    assert {(pitch - key.tonic) % 12 for pitch in ladder} == set(key.pentatonic)
    assert list(ladder) == sorted(ladder)


def test_the_root_is_the_lowest_pitch_of_its_class_in_reach() -> None:
    key = Key(4, major=True)
    assert [Chord(degree).root(key, lowest=31) for degree in (1, 5)] == [40, 35]
