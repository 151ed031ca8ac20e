"""lib.engine.soundtrack.score: the music aims at the moments of the picture."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import pytest

from lib.engine.palette import PALETTES, parse_palette
from lib.engine.show import Show
from lib.engine.soundtrack.score import Score, write
from tests.engine.soundtrack.shows import show_of

SEEDS = range(12)


def scores() -> list[tuple[Show, Score]]:
    return [(show := replace(show_of(7), seed=seed), write(show)) for seed in SEEDS]


def test_bright_palettes_sound_in_major_and_dark_ones_in_minor() -> None:
    for palette in PALETTES:
        assert write(replace(show_of(7), palette=palette)).key.major is palette.bright


def _mean_tempo(palette: str) -> float:
    return mean(
        60 / write(replace(show_of(7), seed=seed, palette=parse_palette(palette))).beat
        for seed in SEEDS
    )


def test_the_tempo_follows_the_palettes_mood() -> None:
    assert _mean_tempo("ice") < _mean_tempo("jade") < _mean_tempo("gold") < _mean_tempo("red")
    assert _mean_tempo("ice") < _mean_tempo("jade") < _mean_tempo("neon") < _mean_tempo("red")


def test_a_vivid_brand_colour_plays_faster_than_a_pale_one() -> None:
    assert _mean_tempo("#b0c4d0") < _mean_tempo("#0090ff")


def test_a_new_chord_the_motif_and_the_run_arrive_at_the_reveal() -> None:
    for show, score in scores():
        reveal = show.cues.reveal
        for notes in (score.harmonies, score.bells, score.plucks):
            assert any(note.at == pytest.approx(reveal) for note in notes)


def test_the_chord_at_the_reveal_is_the_tonic() -> None:
    for show, score in scores():
        chord = next(h for h in score.harmonies if h.at == show.cues.reveal)
        assert chord.bass % 12 == score.key.tonic


def test_the_music_comes_home_in_the_end() -> None:
    for _, score in scores():
        assert score.harmonies[-1].bass % 12 == score.key.tonic


def test_the_finale_falls_on_a_sixteenth_of_a_tempo_that_neither_drags_nor_hurries() -> None:
    for show, score in scores():
        sixteenths = (show.cues.finale - show.cues.reveal) / score.beat * 4
        assert sixteenths == pytest.approx(round(sixteenths))
        assert 72 <= 60 / score.beat <= 148


def test_every_palette_plays_at_its_own_pace() -> None:
    for palette in PALETTES:
        slowest, fastest = palette.tempo
        for seed in SEEDS:
            pace = 60 / write(replace(show_of(7), seed=seed, palette=palette)).beat
            assert slowest - 6 <= pace <= fastest + 6


def test_plucks_lie_on_the_sixteenths_of_the_beat() -> None:
    for show, score in scores():
        for note in score.plucks:
            ticks = (note.at - show.cues.reveal) / (score.beat / 4)
            assert ticks == pytest.approx(round(ticks), abs=1e-6)


def test_plucks_thicken_towards_the_reveal() -> None:
    for show, score in scores():
        cues = show.cues

        def density(start: float, end: float, score: Score = score) -> float:
            return sum(start <= note.at < end for note in score.plucks) / (end - start)

        assert density(cues.writing, cues.reveal) > density(cues.launch, cues.gathered)


def test_harmonies_fill_the_film_without_a_gap() -> None:
    for show, score in scores():
        edges = [0.0, *(h.until for h in score.harmonies)]
        assert [h.at for h in score.harmonies] == edges[:-1]
        assert edges[-1] == show.duration


def test_nothing_is_played_outside_the_film() -> None:
    for show, score in scores():
        for note in (*score.plucks, *score.bells, *score.drums):
            assert 0.0 <= note.at < show.duration


def test_seeds_vary_key_tempo_chords_and_melody() -> None:
    all_scores = [score for _, score in scores()]
    assert len({score.key.tonic for score in all_scores}) >= 5
    assert len({round(score.beat, 4) for score in all_scores}) >= 2
    assert len({tuple(h.voices for h in score.harmonies) for score in all_scores}) >= 8
    assert len({tuple(n.pitch for n in score.bells) for score in all_scores}) >= 10


def test_the_same_show_has_the_same_score() -> None:
    assert write(show_of(7)) == write(show_of(7))


def test_a_show_that_reveals_at_once_still_has_music() -> None:
    show = show_of(7)
    hasty = replace(
        show, cues=replace(show.cues, launch=0.0, gathered=0.0, writing=0.0, reveal=0.4)
    )
    assert write(hasty).harmonies[0].at == 0.0
