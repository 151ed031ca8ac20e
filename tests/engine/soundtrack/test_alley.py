"""What is heard in the alley fits its tubes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.engine import soundtrack
from lib.engine.arrays import Floats
from lib.engine.request import RenderRequest
from lib.engine.show import SAMPLE_RATE, Circuits, Show
from lib.engine.soundtrack import street
from lib.engine.soundtrack.alley import strikes
from lib.engine.templates import compose


@pytest.fixture(scope="module")
def show() -> Show:
    return compose(RenderRequest.parse("OPEN LATE", "Neon Alley", "neon", seed=7))


def band(sound: Floats, low: float, high: float) -> Floats:
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(sound.shape[-1], 1.0 / SAMPLE_RATE)
    kept = np.where((hertz > low) & (hertz < high), spectrum, 0)
    return np.fft.irfft(kept, sound.shape[-1]).astype(np.float32)


def test_sparks_sound_when_tubes_are_struck_and_from_their_side(show: Show) -> None:
    """Two tubes of one's own making: the left one at 2 s, the right one at 3 s."""
    strength = np.zeros((3, 60 * 11), np.float32)
    strength[0, 120:], strength[1, 0:1], strength[2, 180:] = 1.0, 0.0, 1.0
    wired = Circuits(of=np.zeros(show.drones, np.int32), strength=strength)
    silent = replace(wired, strength=np.zeros_like(strength))
    with_tubes, without = (
        soundtrack.compose(replace(show, circuits=one)) for one in (wired, silent)
    )
    sparks = band(with_tubes - without, 900.0, 6000.0)
    for at, louder in ((2.0, 0), (3.0, 1)):
        first = round(at * SAMPLE_RATE)
        heard = np.abs(sparks[:, first : first + 1200]).max(axis=1)
        before = np.abs(sparks[:, first - 4800 : first - 480]).max(axis=1)
        assert heard.max() > 3 * before.max()
        assert heard[louder] > heard[1 - louder]


def test_strikes_are_where_circuits_gain_and_not_too_many() -> None:
    rng = np.random.default_rng(1)
    strength = (rng.random((80, 300)) > 0.5).astype(np.float32)
    found = strikes(strength)
    assert len(found) == 120
    assert [moment for _, moment, _ in found] == sorted(moment for _, moment, _ in found)
    for circuit, moment, level in found:
        assert strength[circuit, moment] - strength[circuit, moment - 1] == level


def test_a_show_without_circuits_has_sound_too(show: Show) -> None:
    sound = soundtrack.compose(replace(show, circuits=None))
    assert np.abs(sound).max() > 0.1


def test_what_loops_has_no_seam() -> None:
    for loop in (*street.rain(), *street.hum(), street.buzz()):
        steps = np.abs(np.diff(loop))
        assert abs(loop[0] - loop[-1]) <= steps.max()


def test_the_mains_hum_is_made_of_multiples_of_a_hundred_hertz() -> None:
    spectrum = np.abs(np.fft.rfft(street.buzz())) ** 2
    assert spectrum[100::100].sum() > 0.999 * spectrum.sum()


def test_recordings_begin_and_end_in_silence() -> None:
    for sound in (street.car(), street.spark(0), street.relay()):
        assert np.abs(sound[..., :2]).max() < 0.05
        assert np.abs(sound[..., -2:]).max() < 0.01
