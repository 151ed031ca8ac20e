"""Owners take turns: one that asks for a hundred videos does not fill the queue for the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.generation import Generation, Status
from lib.ledger import Ledger
from lib.person import Person
from lib.provider import Provider
from lib.request import VideoRequest

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def ask(ledger: Ledger, owner: str, number: int) -> Generation:
    return ledger.add(
        Generation.new(
            VideoRequest.parse("Hello"), provider=Provider.BUILTIN, owner=Person(owner),
            idempotency_key=str(number), now=NOW + number * SECOND,
        )
    )  # fmt: skip


def next_up(ledger: Ledger, *, at_once: int | None = None, limit: int = 1) -> list[str]:
    """Take the next ones up, as the tracker does; return their owners."""
    found = ledger.due(
        Provider.BUILTIN, [Status.QUEUED], NOW + 900 * SECOND, limit=limit, at_once=at_once
    )
    for each in found:
        assert ledger.swap(each, each.submitting(NOW + 900 * SECOND))
    return [each.owner.id for each in found]


def test_whoever_comes_after_somebody_elses_hundred_waits_for_one(ledger: Ledger) -> None:
    for number in range(100):
        ask(ledger, "ann", number)
    assert next_up(ledger) == ["ann"]
    for number in (200, 201):
        ask(ledger, "bob", number)
    assert next_up(ledger, limit=4) == ["bob", "ann", "bob", "ann"]


def test_nobody_has_more_than_so_many_under_way(ledger: Ledger) -> None:
    for number in range(10):
        ask(ledger, "ann", number)
    assert next_up(ledger, limit=9, at_once=3) == ["ann"] * 3
    assert next_up(ledger, limit=9, at_once=3) == []
    ask(ledger, "bob", 50)
    assert next_up(ledger, limit=9, at_once=3) == ["bob"]


def test_what_has_begun_counts_before_it_is_written_down(ledger: Ledger) -> None:
    begun = [ask(ledger, "ann", number).id for number in range(2)]
    for number in range(5, 10):
        ask(ledger, "ann", number)
    now = NOW + 900 * SECOND
    waiting = [Status.QUEUED]
    for at_once, more in ((2, 0), (3, 1), (9, 5)):
        found = ledger.due(Provider.BUILTIN, waiting, now, limit=9, without=begun, at_once=at_once)
        assert len(found) == more


def test_within_one_owner_the_longest_waiting_is_first(ledger: Ledger) -> None:
    asked = [ask(ledger, "ann", number) for number in (3, 1, 2)]
    found = ledger.due(Provider.BUILTIN, [Status.QUEUED], NOW + 900 * SECOND, limit=9)
    assert found == sorted(asked, key=lambda each: each.created_at)
