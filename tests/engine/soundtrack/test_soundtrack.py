"""lib.engine.soundtrack: what is heard fits what is seen."""

from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from lib.engine import soundtrack
from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE, Shell, Show
from lib.engine.soundtrack import loudness
from lib.engine.soundtrack.instruments import pluck
from lib.engine.soundtrack.score import write
from lib.engine.soundtrack.whoosh import gusts
from lib.template import CATALOGUE
from tests.engine.portrait import WIDTH
from tests.engine.soundtrack.shows import show_of, sound_of

Pair = tuple[Show, Floats]


def between(sound: Floats, start: float, end: float) -> Floats:
    return sound[:, round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


def level(sound: Floats) -> float:
    """RMS in dBFS."""
    return float(10.0 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


def loudness_range(sound: Floats) -> float:
    """EBU Tech 3342: between the 10th and 95th percentile of 3 s windows, gated at -20 LU."""
    course = loudness.over_time(sound, 3.0)
    course = course[course > -70.0]
    gate = 10.0 * np.log10(np.mean(10.0 ** (course / 10.0))) - 20.0
    low, high = np.percentile(course[course > gate], [10, 95])
    return float(high - low)


def test_it_is_as_long_as_the_show(pair: Pair) -> None:
    show, sound = pair
    assert sound.shape == (2, round(show.duration * SAMPLE_RATE))
    assert sound.dtype == np.float32


def test_it_is_as_loud_as_promised(pair: Pair) -> None:
    assert loudness.integrated(pair[1]) == pytest.approx(-14.0, abs=0.5)


def test_its_true_peak_leaves_room(pair: Pair) -> None:
    assert loudness.true_peak(pair[1]) < -1.0


def test_it_has_dynamics_but_is_never_lost(pair: Pair) -> None:
    assert 2.5 <= loudness_range(pair[1]) <= 12.0
    show, sound = pair
    course = loudness.over_time(between(sound, 0.5, show.duration - 1.0))
    assert course.min() > -45.0


def test_it_begins_and_ends_in_silence(pair: Pair) -> None:
    sound = pair[1]
    edge = round(0.005 * SAMPLE_RATE)
    assert np.abs(sound[:, :edge]).max() < 1e-3
    assert np.abs(sound[:, -edge:]).max() < 1e-3


def test_a_note_is_made_once_and_takes_no_room_when_the_show_is_over(show: Show) -> None:
    note = weakref.ref(pluck(60))
    assert note() is pluck(60)
    soundtrack.compose(show)
    assert note() is None


def test_the_reveal_is_a_rise_that_nobody_misses(pair: Pair) -> None:
    show, sound = pair
    at = show.cues.reveal
    assert level(between(sound, at, at + 0.25)) > level(between(sound, at - 0.25, at)) + 4.0


def test_the_film_is_louder_once_the_words_stand(pair: Pair) -> None:
    show, sound = pair
    cues = show.cues
    before = level(between(sound, cues.launch, cues.reveal))
    after = level(between(sound, cues.reveal, cues.finale))
    assert before < after - 1.5


def test_both_sides_are_equally_loud_yet_different(pair: Pair) -> None:
    left, right = pair[1]
    assert abs(level(left) - level(right)) < 1.5
    assert 0.3 < np.corrcoef(left, right)[0, 1] < 0.95


def test_nothing_jumps_before_the_fireworks(pair: Pair) -> None:
    show, sound = pair
    calm = between(sound, 0.0, show.cues.reveal - 0.5).astype(np.float64)
    assert np.abs(np.diff(calm)).max() < 0.35


def test_it_is_not_harsh(pair: Pair) -> None:
    """Between 2.5 and 6 kHz, where ears are quickest to tire, is far less than below."""
    spectrum = np.abs(np.fft.rfft(pair[1].mean(axis=0))) ** 2
    hertz = np.fft.rfftfreq(pair[1].shape[1], 1.0 / SAMPLE_RATE)

    def power(low: float, high: float) -> float:
        return float(spectrum[(hertz >= low) & (hertz < high)].sum())

    assert power(2500.0, 6000.0) < 0.1 * power(60.0, 2500.0)
    assert power(6000.0, 20_000.0) < power(2500.0, 6000.0)


def test_the_low_end_is_there_and_has_no_rumble_below_hearing(pair: Pair) -> None:
    spectrum = np.abs(np.fft.rfft(pair[1].mean(axis=0))) ** 2
    hertz = np.fft.rfftfreq(pair[1].shape[1], 1.0 / SAMPLE_RATE)
    bass = spectrum[(hertz >= 40.0) & (hertz < 160.0)].sum()
    assert bass > 0.1 * spectrum.sum()
    assert spectrum[hertz < 15.0].sum() < 0.01 * bass


def test_the_same_show_sounds_the_same_to_the_sample() -> None:
    show = show_of(7)
    assert soundtrack.compose(show).tobytes() == sound_of(7).tobytes()


def test_another_seed_sounds_different(show: Show, sound: Floats) -> None:
    other = soundtrack.compose(replace(show, seed=show.seed + 1))
    calm = [between(s, 1.0, show.cues.reveal) for s in (sound, other)]
    assert abs(np.corrcoef(calm[0][0], calm[1][0])[0, 1]) < 0.5


def without_fireworks(show: Show) -> Floats:
    return soundtrack.compose(replace(show, cues=replace(show.cues, shells=())))


@pytest.mark.parametrize("number", range(3))
def test_every_shell_is_heard_shortly_after_it_is_seen(show: Show, number: int) -> None:
    """One shell at a time, because the mastering answers to all of them."""
    shell = show.cues.shells[number]
    alone = soundtrack.compose(replace(show, cues=replace(show.cues, shells=(shell,))))
    calm = without_fireworks(show)
    heard = onset(np.abs(alone - calm).max(axis=0), shell.at)
    assert 0.05 <= heard <= 0.15


def onset(difference: npt.NDArray[np.float32], at: float) -> float:
    """Seconds after `at` when the difference first reaches a fifth of its greatest."""
    start = round((at - 0.02) * SAMPLE_RATE)
    after = difference[start:]
    return int(np.argmax(after > 0.2 * after.max())) / SAMPLE_RATE - 0.02


def test_a_shell_is_heard_from_its_side(show: Show) -> None:
    def lean(x: float) -> float:
        shells = (Shell(at=show.cues.finale + 0.5, x=x, y=200.0),)
        heard = soundtrack.compose(replace(show, cues=replace(show.cues, shells=shells)))
        burst = between(heard - without_fireworks(show), shells[0].at, shells[0].at + 1.5)
        return level(burst[0]) - level(burst[1])

    assert lean(60.0) > 1.5
    assert lean(WIDTH - 60.0) < -1.5


def above(sound: Floats, hertz: float) -> Floats:
    """What a loudspeaker plays that has nothing below `hertz`."""
    spectrum = np.fft.rfft(sound, axis=1)
    spectrum[:, np.fft.rfftfreq(sound.shape[1], 1.0 / SAMPLE_RATE) < hertz] = 0.0
    return np.fft.irfft(spectrum, sound.shape[1]).astype(np.float32)


def all_sounds() -> list[Pair]:
    return [
        (show_of(seed, palette, template), sound_of(seed, palette, template))
        for template in CATALOGUE
        for seed, palette in (
            (7, template.palettes[0] if template.palettes else "gold"),
            (8, "red"),
        )
    ]


def test_the_reveal_is_the_loudest_moment_on_a_phone_too() -> None:
    """At least 6 dB over the second before, and nothing in the film is louder by more than 1 dB."""
    for show, sound in all_sounds():
        heard, at = above(sound, 300.0), show.cues.reveal
        hit = level(between(heard, at, at + 0.4))
        assert hit >= level(between(heard, at - 1.0, at)) + 6.0
        moments = np.arange(0.0, show.duration - 0.4, 0.1)
        assert max(level(between(heard, m, m + 0.4)) for m in moments) <= hit + 1.0


def test_the_first_three_seconds_are_nearly_as_loud_as_the_whole() -> None:
    for _, sound in all_sounds():
        first = loudness.integrated(between(sound, 0.0, 3.0))
        assert first >= loudness.integrated(sound) - 6.0


def test_there_is_air_above_eight_kilohertz() -> None:
    for _, sound in all_sounds():
        assert level(above(sound, 8000.0)) > level(sound) - 36.0


def test_it_ends_with_a_hit_and_not_with_a_fade() -> None:
    for show, sound in all_sounds():
        last = write(show).last
        assert show.duration - 2.0 < last < show.duration - 1.0
        hit = level(between(sound, last, last + 0.25))
        assert hit > level(between(sound, show.duration - 0.5, show.duration - 0.25)) + 6.0


def test_whooshes_are_loudest_while_drones_fly(show: Show) -> None:
    for gust, leg in zip(gusts(show), show.legs, strict=True):
        loudest = gust.at[int(np.argmax(gust.loud))]
        assert leg.depart.min() < loudest < leg.arrive.max()
        assert gust.loud[0] == gust.loud[-1] == pytest.approx(0.0, abs=1e-6)


def test_people_cheer_after_the_reveal(show: Show, sound: Floats) -> None:
    """Voices fill the band of vowels, left and right apart, where the music is nearly mono."""
    at = show.cues.reveal

    def breadth(start: float, end: float) -> float:
        left, right = between(sound, start, end)
        side = np.abs(np.fft.rfft(left - right)) ** 2
        hertz = np.fft.rfftfreq(len(left), 1.0 / SAMPLE_RATE)
        return float(10.0 * np.log10(side[(hertz > 450.0) & (hertz < 1800.0)].mean()))

    assert breadth(at + 0.4, at + 1.6) > breadth(at - 2.0, at - 0.8) + 3.0


@pytest.mark.parametrize("duration", [2.0, 6.0])
def test_a_shorter_show_has_sound_too(show: Show, duration: float) -> None:
    share = duration / show.duration
    cues = replace(
        show.cues,
        launch=show.cues.launch * share,
        gathered=show.cues.gathered * share,
        writing=show.cues.writing * share,
        reveal=show.cues.reveal * share,
        finale=show.cues.finale * share,
        shells=(),
    )
    sound = soundtrack.compose(replace(show, duration=duration, cues=cues))
    assert sound.shape == (2, round(duration * SAMPLE_RATE))
    assert loudness.integrated(sound) == pytest.approx(-14.0, abs=1.0)
    assert loudness.true_peak(sound) < -1.0
