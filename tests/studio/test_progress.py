"""The bar never goes back, promises nothing it cannot know, and speaks plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.format import FORMATS, PORTRAIT, Format
from lib.generation import Generation, Reason, Video
from lib.ledger.history import Run
from lib.person import Person
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio import Estimate, Progress
from lib.studio.estimate import drawing_seconds, in_format, in_words
from lib.studio.progress import progress_of

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
VENDOR = Estimate.of([], Provider.AIMLAPI)
POLL = timedelta(seconds=15)
VIDEO = Video(duration=12.0, width=608, height=1080, has_sound=True, size=7, sha256="ab")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def queued() -> Generation:
    return Generation.new(
        VideoRequest.parse("Hello"), provider=Provider.AIMLAPI, owner=Person("ann"),
        idempotency_key="d", now=NOW,
    )  # fmt: skip


def generating(word: str = "generating", progress: float | None = None) -> Generation:
    accepted = queued().submitting(NOW).submitted("t", NOW, poll=POLL, deadline=POLL)
    return accepted.still_generating(word, progress, NOW, POLL)


def look(generation: Generation, seconds: float = 0.0) -> Progress:
    return progress_of(generation, VENDOR, after(seconds))


def test_before_any_run_the_estimate_is_a_sensible_default() -> None:
    assert (VENDOR.seconds, VENDOR.runs) == (142.0, 0)
    assert Estimate.of([], Provider.BUILTIN).seconds == 5.0


def test_the_estimate_is_the_middle_of_the_runs_with_their_spread() -> None:
    runs = [4.0, 5.0, 6.0, 7.0, 300.0]
    estimate = Estimate.of(runs, Provider.BUILTIN)
    assert (estimate.low, estimate.seconds, estimate.high, estimate.runs) == (5.0, 6.0, 7.0, 5)
    assert str(estimate) == "5 s to 7 s"
    assert Estimate.of([6.0], Provider.BUILTIN).seconds == 6.0
    assert str(Estimate.of([5.0, 5.1], Provider.BUILTIN)) == "about 5 s"


WIDE = Format(1920, 1080)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_film_of_more_pixels_takes_longer(format_: Format) -> None:
    usual, large = (Estimate.of([], Provider.BUILTIN, format_=one) for one in (PORTRAIT, format_))
    assert large.seconds == pytest.approx(usual.seconds * format_.pixels / PORTRAIT.pixels)
    runs = {run(number, seconds): seconds for number, seconds in enumerate((4.0, 6.0))}
    scaled = in_format(runs, format_)
    assert scaled == pytest.approx([4.0 * large.seconds / 5.0, 6.0 * large.seconds / 5.0])


def run(number: int, seconds: float, format_: Format = PORTRAIT) -> Run:
    return Run(after(number), after(number + seconds), str(number), format_.pixels)


def test_two_runs_of_the_same_format_say_more_than_any_of_others() -> None:
    took = {run(number, 5.0): 5.0 for number in range(9)}
    first = {run(20, 30.0, WIDE): 30.0}
    second = {run(21, 40.0, WIDE): 40.0}
    assert len(in_format(took | first, WIDE)) == 10
    assert in_format(took | first | second, WIDE) == [30.0, 40.0]
    assert in_format(took | first | second, PORTRAIT) == [5.0] * 9


def test_the_wait_for_others_is_as_long_as_their_films_take() -> None:
    estimate = Estimate.of([20.0, 20.0], Provider.BUILTIN, at_once=1, other=5.0)
    assert estimate.after(3).seconds == 35.0


@given(st.lists(st.floats(0.1, 5000), max_size=20))
def test_every_estimate_is_in_order(runs: list[float]) -> None:
    estimate = Estimate.of(runs, Provider.AIMLAPI)
    assert 0 < estimate.low <= estimate.seconds <= estimate.high


@given(st.lists(st.floats(0, 2000), min_size=2, max_size=20))
def test_with_time_the_bar_only_moves_forward(moments: list[float]) -> None:
    shown = [look(generating(), moment).fraction for moment in sorted(moments)]
    assert shown == sorted(shown)
    assert all(0 < fraction < 0.93 for fraction in shown)


def test_along_its_way_the_bar_only_moves_forward() -> None:
    saving = generating().completed(None, after(150))
    way = [
        look(queued()),
        look(queued().submitting(NOW)),
        look(generating("queued"), 5),
        look(generating(), 20),
        look(generating(), 100),
        look(generating(), 400),
        look(saving, 401),
        look(saving.ready(VIDEO, after(402)), 402),
    ]
    shown = [progress.fraction for progress in way]
    assert shown == sorted(shown)
    assert shown[-1] == 1.0
    assert way[-1].time_left == ""


def test_the_engines_bar_waits_for_its_first_word() -> None:
    """It tells its own figure from its first answer on: the clock would be ahead of that."""
    accepted = replace(generating(), provider=Provider.BUILTIN, api_status=None)
    begun = accepted.still_generating("generating", 0.0, NOW, POLL)
    assert look(accepted, 4).fraction <= look(begun, 4).fraction


def test_the_apis_own_figure_counts_for_more_than_the_clock() -> None:
    assert look(generating(progress=0.5), 1).fraction == pytest.approx(0.485)
    assert look(generating(progress=0.5), 500).fraction == pytest.approx(0.485)
    assert look(generating(progress=0.5)).seconds_left == 71.0


def test_the_time_left_is_told_where_it_can_be_known_and_nowhere_else() -> None:
    assert look(generating(), 42).time_left == "about 2 min left"
    assert look(generating(), 132).time_left == "about 10 s left"
    assert look(generating(), 150).time_left == ""
    assert look(generating("queued"), 1).time_left == ""
    assert look(queued()).time_left == ""


def test_whoever_waits_is_told_how_many_are_before_them_and_how_long_that_takes() -> None:
    estimate = Estimate.of([4.0, 4.0], Provider.BUILTIN, at_once=2)
    waiting = replace(queued(), provider=Provider.BUILTIN)
    third = progress_of(waiting, estimate, NOW, before=3)
    assert (third.sentence, third.time_left) == (
        "Waiting in line, 3 before you…",
        "about 10 s left",
    )
    first = progress_of(waiting, estimate, NOW)
    assert (first.sentence, first.time_left) == ("Waiting in line…", "about 4 s left")
    drawn = replace(generating(progress=0.5), provider=Provider.BUILTIN)
    assert progress_of(drawn, estimate, NOW, before=3).time_left == "about 2 s left"


def test_of_a_provider_that_tells_nothing_of_its_queue_nothing_is_told() -> None:
    assert VENDOR.after(9) == VENDOR


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.integers(1, 4))
def test_waiting_for_others_is_no_drawing(arrivals: list[float], at_once: int) -> None:
    """A queue played through: each film takes 3 s once it is its turn, whoever comes before it."""
    free, runs = [0.0] * at_once, list[Run]()
    for arrived in sorted(arrivals):
        begun = max(arrived, min(free))
        free[free.index(min(free))] = begun + 3.0
        runs.append(Run(after(arrived), after(begun + 3.0), str(len(runs))))
    took = drawing_seconds(runs, runs, at_once)
    assert len(took) == len(runs)
    assert list(took.values()) == pytest.approx([3.0] * len(took), abs=1e-3)


@pytest.mark.parametrize(
    ("generation", "seconds", "sentence"),
    [
        (queued(), 0, "Waiting in line…"),
        (queued().submitting(NOW), 0, "Submit your caption…"),
        (generating("queued"), 1, "Waiting in line…"),
        (generating(), 1, "Writing your caption in the sky…"),
        (generating(), 900, "Still writing your caption in the sky. It takes longer than usual…"),
        (generating().completed(None, NOW), 1, "Saving your video…"),
        (generating().completed(None, NOW).ready(VIDEO, NOW), 1, "Your video is ready."),
        (
            generating().failed(Reason.NOT_MADE, Problem.told("The sky fell."), NOW),
            1,
            "The sky fell.",
        ),
        (
            generating().try_later(Problem.told("The API is away."), NOW, POLL),
            1,
            "The API is away.",
        ),
    ],
)
def test_each_status_has_its_sentence(
    generation: Generation, seconds: float, sentence: str
) -> None:
    assert look(generation, seconds).sentence == sentence


def test_a_clock_that_was_set_back_counts_as_no_time() -> None:
    assert look(generating(), -5000).fraction == look(generating(), 0).fraction


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (3.4, "3 s"),
        (9.4, "9 s"),
        (12, "10 s"),
        (54, "55 s"),
        (57, "1 min"),
        (142, "2 min"),
    ],
)
def test_time_is_told_no_more_exactly_than_it_is_known(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
