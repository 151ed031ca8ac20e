"""A person may ask for so many videos within a minute: no trick and no race makes it one more."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.errors import StorageError, TooMany
from lib.generation import Generation
from lib.ledger import Ledger, Limits
from lib.person import Person
from lib.problem import Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.search import EVERYTHING
from tests.viewers import ANN

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LIMIT = 3
LIMITS = Limits(per_minute=LIMIT)


def wish(
    number: int,
    *,
    owner: str = "ann",
    seconds: float = 0.0,
    provider: Provider = Provider.BUILTIN,
) -> Generation:
    return Generation.new(
        VideoRequest.parse("Hello"),
        provider=provider,
        owner=Person(owner),
        idempotency_key=f"key {number}",
        now=NOW + timedelta(seconds=seconds),
    )


def fill(ledger: Ledger) -> list[Generation]:
    return [ledger.add(wish(n, seconds=n), limits=LIMITS) for n in range(LIMIT)]


def test_one_too_many_is_refused_with_the_wait_and_leaves_no_trace(ledger: Ledger) -> None:
    fill(ledger)
    with pytest.raises(TooMany, match=r"more than 3 videos within a minute.* again in 50 s\."):
        ledger.add(wish(9, seconds=10), limits=LIMITS)
    assert ledger.count(ANN, EVERYTHING) == LIMIT
    ledger.add(wish(9, seconds=60), limits=LIMITS)  # the first one is a minute old
    with pytest.raises(TooMany, match=r"again in 1 s\."):
        ledger.add(wish(10, seconds=60), limits=LIMITS)


def test_a_refusal_does_not_put_off_the_next_chance(ledger: Ledger) -> None:
    fill(ledger)
    for second in range(10, 59):
        with pytest.raises(TooMany):
            ledger.add(wish(9, seconds=second), limits=LIMITS)
    ledger.add(wish(9, seconds=60), limits=LIMITS)


def test_others_are_not_held_up(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add(wish(1, owner="bob", seconds=3), limits=LIMITS)


def test_the_same_draft_again_is_the_same_video_and_no_further_wish(ledger: Ledger) -> None:
    made = fill(ledger)
    for _ in range(5):
        assert ledger.add(wish(1, seconds=5), limits=LIMITS) == made[1]


def test_deleting_gives_no_wish_back(ledger: Ledger) -> None:
    for each in fill(ledger):
        ledger.delete(each.id, NOW)
    with pytest.raises(TooMany):
        ledger.add(wish(9, seconds=10), limits=LIMITS)


def test_a_second_process_and_a_restart_count_on(
    ledger: Ledger, url: str | None, tmp_path: Path
) -> None:
    fill(ledger)
    second = Ledger.open(url, tmp_path)
    with pytest.raises(TooMany):
        second.add(wish(9, seconds=10), limits=LIMITS)
    second.close()


def asked_at_once(ledgers: Sequence[Ledger], wishes: Sequence[Generation], **more: Any) -> int:
    """Ask for all of them, each from a thread of its own; return how many were taken."""
    start = threading.Barrier(len(wishes))

    def ask(number: int) -> bool:
        start.wait()
        while True:
            try:
                ledgers[number % len(ledgers)].add(wishes[number], **more)
            except TooMany:
                return False
            except StorageError:  # busy: whoever is told so asks again
                continue
            return True

    with ThreadPoolExecutor(len(wishes)) as pool:
        return sum(pool.map(ask, range(len(wishes))))


def test_no_race_lets_one_more_in(ledger: Ledger, url: str | None, tmp_path: Path) -> None:
    second = Ledger.open(url, tmp_path)
    wishes = [wish(number) for number in range(24)]
    assert asked_at_once((ledger, second), wishes, limits=LIMITS) == LIMIT
    assert ledger.count(ANN, EVERYTHING) == LIMIT
    second.close()


def test_a_clock_that_was_set_back_locks_nobody_out(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add(wish(9, seconds=-3600), limits=LIMITS)


def test_throwaway_cookies_behind_one_address_share_a_limit_that_no_race_passes(
    ledger: Ledger,
) -> None:
    limits = Limits(per_minute=LIMIT, per_address=5)
    wishes = [wish(number, owner=f"cookie {number}") for number in range(24)]
    assert asked_at_once((ledger,), wishes, limits=limits, address="office") == 5
    with pytest.raises(TooMany, match=r"Your network .* again in 60 s\."):
        ledger.add(wish(90, owner="one more"), limits=limits, address="office")
    ledger.add(wish(91, owner="one more"), limits=limits, address="elsewhere")
    ledger.add(wish(92, owner="one more"), limits=limits)


def test_a_day_has_so_many_paid_videos_whoever_asks_and_no_race_makes_it_one_more(
    ledger: Ledger,
) -> None:
    limits = Limits(paid_per_day=7)
    paid = Provider.AIMLAPI
    wishes = [wish(number, owner=f"cookie {number}", provider=paid) for number in range(24)]
    assert asked_at_once((ledger,), wishes, limits=limits) == 7
    with pytest.raises(TooMany, match=r"Today's 7 paid videos are used up.*built-in engine"):
        ledger.add(wish(90, provider=paid), limits=limits)
    ledger.add(wish(90), limits=limits)  # the built-in engine is free
    ledger.add(wish(91, seconds=4 * 3600, provider=paid), limits=limits)  # midnight has passed


def test_sending_a_lost_one_again_counts_as_one_more_paid_video(ledger: Ledger) -> None:
    limits = Limits(paid_per_day=1)
    queued = ledger.add(wish(1, provider=Provider.AIMLAPI), limits=limits)
    sent = queued.submitting(NOW)
    lost = sent.unconfirmed(Problem.told(LOST), NOW, timedelta(0))
    assert ledger.swap(queued, sent)
    assert ledger.swap(sent, lost)
    with pytest.raises(TooMany):
        ledger.swap(lost, lost.sent_again(NOW), limits=limits)
    assert ledger.get(lost.id) == lost


LOST = "Lost."
