"""lib.engine.soundtrack.loudness against the figures that its sources give."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack import loudness


def sine(level: float, seconds: float, hertz: float = 1000.0) -> Floats:
    """A stereo sine, `level` in dBFS of its peak."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = 10.0 ** (level / 20.0) * np.sin(2.0 * np.pi * hertz * t)
    return np.stack([wave, wave]).astype(np.float32)


# EBU Tech 3341, table 1: minimum requirements, tolerance 0.1 LU. Cases 1 to 5; stereo, 1 kHz.
CASES = {
    1: [(-23.0, 20.0)],
    2: [(-33.0, 20.0)],
    3: [(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)],
    4: [(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)],
    5: [(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)],
}
EXPECTED = {1: -23.0, 2: -33.0, 3: -23.0, 4: -23.0, 5: -23.0}


@pytest.mark.parametrize("case", CASES)
def test_the_meter_reads_what_ebu_tech_3341_requires(case: int) -> None:
    signal = np.concatenate([sine(level, seconds) for level, seconds in CASES[case]], axis=1)
    assert loudness.integrated(signal) == pytest.approx(EXPECTED[case], abs=0.1)


def test_a_full_scale_sine_in_one_channel_reads_minus_3_01() -> None:
    """The reference that BS.1770 itself gives: 997 Hz, 0 dBFS, left alone."""
    signal = sine(0.0, 5.0, hertz=997.0)
    signal[1] = 0.0
    assert loudness.integrated(signal) == pytest.approx(-3.01, abs=0.02)


def test_low_notes_count_less_and_high_ones_more() -> None:
    low, middle, high = (loudness.integrated(sine(-20.0, 2.0, hz)) for hz in (40.0, 1000.0, 8000.0))
    assert low < middle - 3.0
    assert high == pytest.approx(middle + 3.3, abs=0.4)


def test_silence_has_no_loudness_and_no_peak() -> None:
    nothing = np.zeros((2, SAMPLE_RATE), np.float32)
    assert loudness.integrated(nothing) == -np.inf
    assert loudness.true_peak(nothing) == -np.inf


def test_less_than_one_block_has_no_loudness() -> None:
    assert loudness.integrated(sine(-10.0, 0.3)) == -np.inf


def test_loudness_over_time_follows_the_signal() -> None:
    signal = np.concatenate([sine(-40.0, 2.0), sine(-20.0, 2.0)], axis=1)
    course = loudness.over_time(signal)
    assert course[0] == pytest.approx(-40.0, abs=0.1)
    assert course[-1] == pytest.approx(-20.0, abs=0.1)
    assert len(course) == 37


@pytest.mark.parametrize(
    ("hertz", "phase", "level"),
    # EBU Tech 3341, cases 15 to 18: peaks that fall between the samples; +0.2/-0.4 dB.
    [(12_000.0, 0.0, -6.0), (12_000.0, 45.0, -6.0), (8_000.0, 60.0, -6.0), (6_000.0, 67.5, -6.0)],
)
def test_true_peaks_are_found_between_the_samples(hertz: float, phase: float, level: float) -> None:
    t = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    wave = 10.0 ** (level / 20.0) * np.sin(2.0 * np.pi * hertz * t + np.radians(phase))
    wave *= np.clip(t / 0.05, 0.0, 1.0)
    read = loudness.true_peak(np.stack([wave, wave]).astype(np.float32))
    assert level - 0.4 <= read <= level + 0.2
