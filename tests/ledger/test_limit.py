"""A person may ask for so many videos within a minute: no trick and no race makes it one more."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.caption import Caption
from lib.errors import TooMany
from lib.generation import Generation
from lib.ledger import Ledger
from lib.provider import Provider
from lib.template import SHANGHAI_DRONE_SHOW

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LIMIT = 3


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(None, tmp_path)
    yield opened
    opened.close()


def wish(number: int, *, owner: str = "ann", seconds: float = 0.0) -> Generation:
    return Generation.new(
        owner=owner,
        draft=f"draft {number}",
        caption=Caption.parse("Hello"),
        template=SHANGHAI_DRONE_SHOW.name,
        provider=Provider.BUILTIN,
        now=NOW + timedelta(seconds=seconds),
    )


def fill(ledger: Ledger) -> list[Generation]:
    return [ledger.add(wish(n, seconds=n), per_minute=LIMIT) for n in range(LIMIT)]


def test_one_too_many_is_refused_with_the_wait_and_leaves_no_trace(ledger: Ledger) -> None:
    fill(ledger)
    with pytest.raises(TooMany, match=r"more than 3 videos within a minute.* again in 50 s\."):
        ledger.add(wish(9, seconds=10), per_minute=LIMIT)
    assert ledger.count("ann", "") == LIMIT
    ledger.add(wish(9, seconds=60), per_minute=LIMIT)  # the first one is a minute old
    with pytest.raises(TooMany, match=r"again in 1 s\."):
        ledger.add(wish(10, seconds=60), per_minute=LIMIT)


def test_a_refusal_does_not_put_off_the_next_chance(ledger: Ledger) -> None:
    fill(ledger)
    for second in range(10, 59):
        with pytest.raises(TooMany):
            ledger.add(wish(9, seconds=second), per_minute=LIMIT)
    ledger.add(wish(9, seconds=60), per_minute=LIMIT)


def test_others_are_not_held_up(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add(wish(1, owner="bob", seconds=3), per_minute=LIMIT)


def test_the_same_draft_again_is_the_same_video_and_no_further_wish(ledger: Ledger) -> None:
    made = fill(ledger)
    for _ in range(5):
        assert ledger.add(wish(1, seconds=5), per_minute=LIMIT) == made[1]


def test_deleting_gives_no_wish_back(ledger: Ledger) -> None:
    for each in fill(ledger):
        ledger.delete(each.id, NOW)
    with pytest.raises(TooMany):
        ledger.add(wish(9, seconds=10), per_minute=LIMIT)


def test_a_second_process_and_a_restart_count_on(ledger: Ledger, tmp_path: Path) -> None:
    fill(ledger)
    second = Ledger.open(None, tmp_path)
    with pytest.raises(TooMany):
        second.add(wish(9, seconds=10), per_minute=LIMIT)
    second.close()


def test_no_race_lets_one_more_in(ledger: Ledger, tmp_path: Path) -> None:
    second = Ledger.open(None, tmp_path)

    def ask(number: int) -> bool:
        try:
            (ledger, second)[number % 2].add(wish(number), per_minute=LIMIT)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(24))) == LIMIT
    assert ledger.count("ann", "") == LIMIT
    second.close()


def test_a_clock_that_was_set_back_locks_nobody_out(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add(wish(9, seconds=-3600), per_minute=LIMIT)
