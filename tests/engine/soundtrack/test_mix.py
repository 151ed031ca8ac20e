"""lib.engine.soundtrack.mix and master: sounds land where they are put, and peaks are held."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack import loudness
from lib.engine.soundtrack.master import TARGET, TRUE_PEAK, master
from lib.engine.soundtrack.mix import Mix

CLICK = np.ones(10, np.float32)


def noise(seconds: float, level: float) -> Floats:
    samples = (2, round(seconds * SAMPLE_RATE))
    return (np.random.default_rng(0).standard_normal(samples) * level).astype(np.float32)


def test_a_sound_lands_at_its_time() -> None:
    mix = Mix(SAMPLE_RATE)
    mix.add(CLICK, 0.5, 1.0, room=0.0)
    assert np.flatnonzero(mix.dry[0]).tolist() == list(range(24_000, 24_010))


@pytest.mark.parametrize(
    ("at", "kept"), [(-5 / SAMPLE_RATE, 5), (1.0 - 4 / SAMPLE_RATE, 4), (2.0, 0)]
)
def test_what_reaches_over_either_end_is_cut(at: float, kept: int) -> None:
    mix = Mix(SAMPLE_RATE)
    mix.add(CLICK, at, 1.0, room=0.0)
    assert np.count_nonzero(mix.dry[0]) == kept


def test_a_sound_in_the_middle_of_either_kind_is_equally_loud() -> None:
    mono, stereo = Mix(100), Mix(100)
    mono.add(CLICK, 0.0, 1.0)
    stereo.add(np.stack([CLICK, CLICK]) * np.float32(np.sqrt(0.5)), 0.0, 1.0)
    assert mono.dry == pytest.approx(stereo.dry)


def test_panned_hard_a_sound_is_on_one_side_alone() -> None:
    mix = Mix(100)
    mix.add(CLICK, 0.0, 1.0, pan=1.0, room=0.0)
    assert np.abs(mix.dry[0]).max() < 1e-6
    assert mix.dry[1].max() == pytest.approx(1.0)


def test_the_room_answers_after_the_sound_from_both_sides_and_dies_away() -> None:
    mix = Mix(4 * SAMPLE_RATE)
    mix.add(CLICK, 0.5, 1.0, room=1.0)
    answer = mix.heard() - mix.dry
    assert np.abs(answer[:, : SAMPLE_RATE // 2]).max() < 1e-5
    early, late = answer[:, 24_000:48_000], answer[:, 96_000:120_000]
    assert np.sum(early**2) > 100.0 * np.sum(late**2) > 0.0
    assert abs(np.corrcoef(early)[0, 1]) < 0.4


@pytest.mark.parametrize("level", [1e-3, 0.05, 3.0])
def test_any_mix_comes_out_as_loud_as_the_next(level: float) -> None:
    out = master(noise(5.0, level))
    assert loudness.integrated(out) == pytest.approx(TARGET, abs=0.3)


def test_silence_stays_silence() -> None:
    assert not master(np.zeros((2, SAMPLE_RATE), np.float32)).any()


def test_peaks_are_held_without_harm_to_what_is_soft() -> None:
    """Bursts far above the rest come down; a second later, what is soft is as it was."""
    mix = noise(6.0, 0.02)
    mix[:, 2 * SAMPLE_RATE : 2 * SAMPLE_RATE + 400] += 2.0
    out = master(mix)
    assert loudness.true_peak(out) <= TRUE_PEAK + 0.05
    gain = (
        out[:, SAMPLE_RATE : 2 * SAMPLE_RATE - 1000] / mix[:, SAMPLE_RATE : 2 * SAMPLE_RATE - 1000]
    )
    after = out[:, 3 * SAMPLE_RATE : 4 * SAMPLE_RATE] / mix[:, 3 * SAMPLE_RATE : 4 * SAMPLE_RATE]
    assert np.median(after) == pytest.approx(np.median(gain), rel=0.01)


def test_holding_a_peak_bends_nothing_suddenly() -> None:
    """A soft tone under a burst: its gain moves over milliseconds, so its corners stay small."""
    t = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    tone = (0.1 * np.sin(2 * np.pi * 100 * t) * (1.0 + 9.0 * ((t > 2.0) & (t < 2.2)))).astype(
        np.float32
    )
    out = master(np.stack([tone, tone * 0.1]))
    quiet = out[1, round(1.9 * SAMPLE_RATE) : round(1.99 * SAMPLE_RATE)].astype(np.float64)
    assert np.abs(np.diff(quiet, n=2)).max() < 0.02 * np.abs(quiet).max()
