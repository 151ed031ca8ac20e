"""Whoever is asked too much says so, and nobody is asked more than they take."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from lib.generation import Status
from lib.provider import Provider
from tests.hostile_api import HostileApi, accepts, completes, documented, hangs
from tests.workbench import LONG, close, eventually, studio_in, tracking


def test_an_api_that_says_at_once_again_and_again_is_not_hammered(
    api: HostileApi, tmp_path: Path
) -> None:
    api.submit = [documented(429, "Slow", retry_after="0")]
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()
    rests = []
    for _ in range(3):
        rests.append(bench.steps.take(bench.see(asked)))
    policy = bench.context.policy
    assert rests == [policy.wait(Provider.AIMLAPI, attempts) for attempts in range(3)]
    assert all(rests)
    close(bench)


def test_a_retry_after_of_a_clock_that_is_wrong_costs_an_hour_at_most(
    api: HostileApi, tmp_path: Path
) -> None:
    api.submit = [documented(429, "Slow", retry_after="Fri, 01 Jan 2099 00:00:00 GMT")]
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()
    assert bench.steps.take(asked) == timedelta(hours=1)
    found = bench.see(asked)
    assert found.due_at
    assert found.due_at - found.updated_at <= timedelta(hours=1)
    close(bench)


def test_a_check_that_is_put_off_waits_as_long_as_it_was_told(
    api: HostileApi, tmp_path: Path
) -> None:
    api.check = [documented(429, "Slow", retry_after="40")]
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()
    bench.steps.take(asked)
    bench.steps.take(bench.see(asked))
    found = bench.see(asked)
    assert found.due_at
    assert found.due_at - found.updated_at == timedelta(seconds=40)
    close(bench)


def test_a_429_slows_every_submit(api: HostileApi, tmp_path: Path) -> None:
    api.submit = [documented(429, "Slow", retry_after="1"), accepts]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        first = bench.ask()
        eventually(lambda: bench.see(first).problem)  # the 429 is heard
        second = bench.ask()
        assert bench.settled(second).status is Status.READY
        assert bench.settled(first).status is Status.READY
    assert api.post_times[1] - api.post_times[0] > 0.8


def test_two_at_most_are_being_posted(api: HostileApi, tmp_path: Path) -> None:
    api.submit = [hangs]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = [bench.ask() for _ in range(5)]
        eventually(lambda: len(api.posts) == 2)
        states = [bench.see(each).status for each in asked]
        assert states.count(Status.SUBMITTING) == 2
        assert states.count(Status.QUEUED) == 3


def test_an_api_that_hangs_does_not_hold_up_the_other(api: HostileApi, tmp_path: Path) -> None:
    api.submit = [accepts]
    api.check = [hangs, hangs, hangs, hangs, completes]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        for _ in range(4):
            bench.ask()
        eventually(lambda: len(api.check) == 1)  # all four are hanging
        other = bench.ask(provider=Provider.BUILTIN)
        assert bench.settled(other, LONG / 2).status is Status.READY  # before they are given up
