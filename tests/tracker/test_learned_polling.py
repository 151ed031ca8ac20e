"""Looks are spent where videos are likely to be done: seen sooner, and no oftener asked."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.polling import EVERY, Replay, durations, replay
from lib.tracker.learned_polling import LearnedPolling, PollSchedule

_DURATIONS = st.lists(st.floats(0.1, 3000), min_size=20, max_size=60)


def evenly(runs: list[float]) -> Replay:
    return replay(runs, PollSchedule.even(EVERY).wait, lambda _: None)


def as_learned(runs: list[float]) -> Replay:
    learned = LearnedPolling(EVERY)
    return replay(runs, learned.wait, learned.learn)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_runs_are_seen_within_two_seconds_for_no_more_looks(seed: int) -> None:
    runs = durations(1000, seed)
    found = as_learned(runs)
    assert found.median_delay <= 2.0
    assert found.looks <= evenly(runs).looks


def test_an_api_that_becomes_twice_as_fast_is_followed() -> None:
    runs = [*durations(300), *(each / 2 for each in durations(700))]
    found = as_learned(runs)
    assert median(found.delays[-500:]) <= 2.0
    assert found.looks <= evenly(runs).looks


def test_before_anything_is_known_looks_are_even() -> None:
    learned = LearnedPolling(EVERY)
    for seconds in range(19):
        learned.learn(130.0 + seconds)
    assert {learned.wait(age) for age in (0, 60, 142, 900)} == {EVERY}
    learned.learn(150.0)
    assert learned.wait(0) > EVERY > learned.wait(142)


@given(runs=st.lists(st.floats(0.1, 3000), min_size=20, max_size=30), held_up=st.floats(1e4, 1e12))
def test_a_run_that_was_held_up_for_hours_teaches_nothing(
    runs: list[float], held_up: float
) -> None:
    learned = LearnedPolling(EVERY)
    for each in runs:
        learned.learn(each)
    before = [learned.wait(age) for age in range(0, 3000, 100)]
    learned.learn(held_up)
    assert [learned.wait(age) for age in range(0, 3000, 100)] == before


@given(runs=_DURATIONS, age=st.floats(0, 1e6))
def test_no_wait_is_absurd_whatever_was_learned(runs: list[float], age: float) -> None:
    schedule = PollSchedule.learned(runs, EVERY)
    assert 1.0 <= schedule.wait(age) <= 4 * EVERY


@given(runs=_DURATIONS)
def test_the_runs_that_were_learned_from_cost_no_more_looks(runs: list[float]) -> None:
    schedule = PollSchedule.learned(runs, EVERY)
    cheapest = PollSchedule((0.0,), (4 * EVERY,), 1.0).looks(runs)  # no wait may be longer
    assert schedule.looks(runs) <= max(PollSchedule.even(EVERY).looks(runs), cheapest)


@given(runs=_DURATIONS)
def test_looks_are_counted_as_they_come(runs: list[float]) -> None:
    schedule = PollSchedule.learned(runs, EVERY)
    assert schedule.looks(runs) == replay(runs, schedule.wait, lambda _: None).looks
