"""What is older than KEEP_DAYS goes by itself: never what somebody keeps, never by a wrong clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

import pytest

from lib.generation import Generation
from lib.ledger import Ledger
from lib.person import Person
from lib.share import Share
from lib.tracker import OldFilms
from tests.ledger.asking import DAY, NOW, asked, finished

KEEP = 30 * DAY
_numbers = count()


@pytest.fixture
def old(ledger: Ledger) -> Generation:
    return ledger.add(finished("Old", at=NOW - 31 * DAY))


@pytest.fixture
def young(ledger: Ledger) -> Generation:
    return ledger.add(finished("Young", at=NOW - 29 * DAY))


def look(ledger: Ledger, now: datetime = NOW) -> int:
    return ledger.delete_outlived(now - KEEP, now)


def share(ledger: Ledger, film: Generation, *, until: timedelta | None) -> Share:
    made = Share.new(
        owner=Person("ann"), generation_ids=(film.id,), now=NOW - 31 * DAY,
        expires_at=None if until is None else NOW + until,
    )  # fmt: skip
    ledger.add_share(made, f"hash {next(_numbers)}")
    return made


def test_what_is_too_old_goes_and_its_files_are_to_follow(
    ledger: Ledger, old: Generation, young: Generation
) -> None:
    assert look(ledger) == 1
    assert ledger.get(old.id) is None
    assert ledger.get(young.id) == young
    assert ledger.unfinished_deletions() == [old.id]
    assert look(ledger) == 0


def test_what_has_a_star_stays_until_it_has_none(
    ledger: Ledger, old: Generation, young: Generation
) -> None:
    ledger.star([old.id], NOW)
    assert look(ledger) == 0
    ledger.unstar([old.id])
    assert look(ledger) == 1


@pytest.mark.parametrize("until", [None, DAY])
def test_what_a_link_shows_stays_as_long_as_the_link_is_open(
    ledger: Ledger, old: Generation, young: Generation, until: timedelta | None
) -> None:
    link = share(ledger, old, until=until)
    assert look(ledger) == 0
    ledger.change_share(link.stopped(NOW))
    assert look(ledger) == 1


def test_a_link_that_has_ended_keeps_nothing(
    ledger: Ledger, old: Generation, young: Generation
) -> None:
    share(ledger, old, until=-DAY)
    assert look(ledger) == 1


def test_what_is_still_being_made_stays_however_old_it_is(
    ledger: Ledger, young: Generation
) -> None:
    waiting = ledger.add(asked("Waits", now=NOW - 300 * DAY))
    assert look(ledger) == 0
    assert ledger.get(waiting.id) == waiting


@pytest.mark.parametrize("wrong", [NOW + 400 * DAY, NOW + 40_000 * DAY])
def test_a_clock_that_is_years_ahead_deletes_nothing(
    ledger: Ledger, old: Generation, young: Generation, wrong: datetime
) -> None:
    assert look(ledger, wrong) == 0


def test_the_job_goes_on_until_nothing_is_too_old(ledger: Ledger, young: Generation) -> None:
    for _ in range(250):
        ledger.add(finished("Old", at=NOW - 31 * DAY))
    job = OldFilms(ledger, KEEP, lambda: NOW)
    while job.run() < 60:
        pass
    assert ledger.count_films(young.owner) == 1
