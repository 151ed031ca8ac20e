"""lib.engine.soundtrack.instruments, ensemble: notes sound at their pitch, and none clicks."""

from __future__ import annotations

import numpy as np
import pytest

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE
from lib.engine.soundtrack.ensemble import hold
from lib.engine.soundtrack.instruments import bell, drum, hertz, pluck


def strongest(sound: Floats) -> float:
    """The frequency that stands out, Hz, to within the resolution of the FFT."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**18))
    return float(np.argmax(spectrum) * SAMPLE_RATE / 2**18)


def held(pitch: float, pan: float = 0.0, opening: float | None = 0.0) -> Floats:
    """A pad's note, or, where there is no opening, a bass's."""
    out = np.zeros((2, 2 * SAMPLE_RATE), np.float32)
    open_ = None if opening is None else (opening, opening)
    hold(out, pitch, (0.25, 1.75), phase=0.0, level=0.1, pan=pan, opening=open_)
    return out


def test_a_above_middle_c_has_440_hertz_and_an_octave_doubles_it() -> None:
    assert hertz(69) == 440.0
    assert hertz(81) == 880.0


@pytest.mark.parametrize("pitch", [60, 69, 84])
def test_plucks_bells_and_pads_sound_at_their_pitch(pitch: int) -> None:
    for sound in (pluck(pitch), bell(pitch), held(pitch)[0]):
        assert strongest(sound) == pytest.approx(hertz(pitch), rel=0.004)


def test_the_bass_sounds_at_its_pitch() -> None:
    assert strongest(held(36, opening=None)[0]) == pytest.approx(hertz(36), rel=0.01)


def test_the_drum_falls_onto_its_pitch() -> None:
    assert strongest(drum(33)[SAMPLE_RATE // 4 :]) == pytest.approx(hertz(33), rel=0.1)


@pytest.mark.parametrize("sound", [pluck(72), bell(72), drum(33), held(60)[0]])
def test_notes_begin_and_end_at_zero(sound: Floats) -> None:
    assert abs(sound[0]) < 1e-4
    assert abs(sound[-1]) < 1e-4
    assert np.abs(sound[:5]).max() < 0.02 * np.abs(sound).max()


def test_a_held_note_is_silent_outside_its_span() -> None:
    out = held(60)
    assert not out[:, : SAMPLE_RATE // 4].any()
    assert not out[:, round(1.75 * SAMPLE_RATE) :].any()


def test_a_held_note_may_reach_over_the_end() -> None:
    out = np.zeros((2, SAMPLE_RATE), np.float32)
    hold(out, 60.0, (0.5, 3.0), phase=0.0, level=0.1, pan=0.0)
    assert np.abs(out[:, -100:]).max() > 0.005


def test_an_open_pad_is_brighter_than_a_closed_one() -> None:
    def brightness(sound: Floats) -> float:
        spectrum = np.abs(np.fft.rfft(sound)) ** 2
        return float(spectrum @ np.arange(len(spectrum)) / spectrum.sum())

    closed, opened = held(60)[0], held(60, opening=1.0)[0]
    assert brightness(opened) > 1.2 * brightness(closed)


def test_panning_keeps_the_power() -> None:
    powers = [float(np.sum(held(60, pan) ** 2)) for pan in (-1.0, -0.3, 0.0, 0.8)]
    assert powers == pytest.approx([powers[0]] * 4, rel=1e-3)


def test_what_is_kept_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        pluck(72)[0] = 1.0
