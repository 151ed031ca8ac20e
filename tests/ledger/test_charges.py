"""Every paid request is counted once with what it cost, whatever becomes of it, and outlives its film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.batch import Batch, BatchFilm
from lib.charge import BEFORE_ANY_FILM, CREDITS_A_DOLLAR, dollars, month_of
from lib.errors import TooMany
from lib.generation import Generation, Reason
from lib.ledger import Ledger, Limits
from lib.person import Person
from lib.problem import Problem
from lib.provider import Provider
from lib.template import SHANGHAI_DRONE_SHOW
from tests.ledger import test_limit
from tests.ledger.test_limit import asked_at_once
from tests.viewers import ALL_SEEING, ANN, BOB

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
NEXT_MONTH = timedelta(days=10)
MONTH = month_of(NOW)
SOON = timedelta(0)
NO = Problem.told("No.")


def wish(
    number: int,
    *,
    owner: str = "ann",
    after: timedelta = SOON,
    provider: Provider = Provider.AIMLAPI,
) -> Generation:
    return test_limit.wish(number, owner=owner, seconds=after.total_seconds(), provider=provider)


def moved(
    ledger: Ledger, old: Generation, *moves: Callable[[Generation], Generation]
) -> Generation:
    for move in moves:
        new = move(old)
        assert ledger.swap(old, new)
        old = new
    return old


def sends(each: Generation) -> Generation:
    return each.submitting(NOW)


def is_accepted(each: Generation) -> Generation:
    return each.submitted(f"task-{each.id}", NOW, poll=SOON, deadline=NEXT_MONTH, credits_used=None)


def costs(credits_: float) -> Callable[[Generation], Generation]:
    return lambda each: each.completed(credits_, NOW)


def loses_its_answer(each: Generation) -> Generation:
    return each.unconfirmed(NO, NOW, SOON)


def paid(ledger: Ledger, number: int, credits_: float, **more: object) -> Generation:
    asked = ledger.add(wish(number, **more))  # type: ignore[arg-type]
    return moved(ledger, asked, sends, is_accepted, costs(credits_))


def test_what_the_api_says_it_took_counts_and_before_that_what_such_films_took_lately(
    ledger: Ledger,
) -> None:
    first = ledger.add(wish(1))
    assert ledger.spent(MONTH) == BEFORE_ANY_FILM
    moved(ledger, first, sends, is_accepted, costs(900_000.0))
    assert ledger.spent(MONTH) == 900_000.0
    ledger.add(wish(2))
    assert ledger.spent(MONTH) == 1_800_000.0
    newest, oldest = ledger.charges(ANN, MONTH)
    assert (newest.is_certain, oldest.is_certain) == (False, True)


@pytest.mark.parametrize(
    "end",
    [
        (lambda each: each.cancelled(NO, NOW),),
        (sends, lambda each: each.failed(Reason.REFUSED, NO, NOW)),
        (sends, is_accepted, lambda each: each.failed(Reason.NOT_MADE, NO, NOW)),
    ],
)
def test_what_surely_was_not_charged_counts_nothing(
    ledger: Ledger, end: tuple[Callable[[Generation], Generation], ...]
) -> None:
    moved(ledger, ledger.add(wish(1)), *end)
    assert ledger.spent(MONTH) == 0
    assert [each.is_free for each in ledger.charges(ANN, MONTH)] == [True]


@pytest.mark.parametrize(
    "end",
    [
        (sends, loses_its_answer),
        (sends, is_accepted, lambda each: each.cancelled(NO, NOW)),
        (sends, is_accepted, lambda each: each.timed_out(NO, NOW)),
        (sends, is_accepted, lambda each: each.failed(Reason.TASK_LOST, NO, NOW)),
    ],
)
def test_what_may_have_been_charged_counts(
    ledger: Ledger, end: tuple[Callable[[Generation], Generation], ...]
) -> None:
    moved(ledger, ledger.add(wish(1)), *end)
    assert ledger.spent(MONTH) == BEFORE_ANY_FILM


def test_what_is_sent_again_counts_twice_for_both_may_be_charged(ledger: Ledger) -> None:
    lost = moved(ledger, ledger.add(wish(1)), sends, loses_its_answer)
    moved(ledger, lost, lambda each: each.sent_again(NOW, by_owner=True))
    assert ledger.spent(MONTH) == 2 * BEFORE_ANY_FILM


def test_the_built_in_engine_leaves_no_charge(ledger: Ledger) -> None:
    ledger.add(wish(1, provider=Provider.BUILTIN))
    assert ledger.charges(ALL_SEEING, MONTH) == []
    assert ledger.months_with_charges(ALL_SEEING) == []


def test_a_deleted_film_leaves_its_charge(ledger: Ledger) -> None:
    made = paid(ledger, 1, 900_000.0)
    ledger.delete(made.id, NOW)
    assert ledger.spent(MONTH) == 900_000.0
    assert ledger.price(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI) == 900_000.0


def test_a_price_is_the_median_of_what_was_paid_lately(ledger: Ledger) -> None:
    assert ledger.price(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI) is None
    for number in range(5):
        paid(ledger, number, 9e9)
    for number in range(5, 25):
        paid(ledger, number, float(number))
    assert ledger.price(SHANGHAI_DRONE_SHOW, Provider.AIMLAPI) == 14.5


def test_each_sees_their_own_and_who_sees_all_sees_all(ledger: Ledger) -> None:
    paid(ledger, 1, 1.0, owner=ANN.person.id)  # type: ignore[union-attr]
    paid(ledger, 2, 2.0, owner=BOB.person.id)  # type: ignore[union-attr]
    paid(ledger, 3, 4.0, owner=BOB.person.id, after=NEXT_MONTH)  # type: ignore[union-attr]
    assert [each.credits for each in ledger.charges(ANN, MONTH)] == [1.0]
    assert [each.credits for each in ledger.charges(ALL_SEEING, MONTH)] == [2.0, 1.0]
    assert ledger.months_with_charges(BOB) == ["2026-12", "2026-11"]
    assert ledger.months_with_charges(ANN) == ["2026-11"]


# ── limits ────────────────────────────────────────────────────────────────────────────────────


def test_200_requests_at_once_cannot_pass_a_months_limit_together(
    ledger: Ledger, url: str | None, tmp_path: Path
) -> None:
    second = Ledger.open(url, tmp_path)
    limits = Limits(per_month=7 * BEFORE_ANY_FILM)
    wishes = [wish(number, owner=f"person {number}") for number in range(200)]
    assert asked_at_once((ledger, second), wishes, limits=limits) == 7
    assert ledger.spent(MONTH) == 7 * BEFORE_ANY_FILM
    second.close()


def test_200_requests_at_once_cannot_pass_a_persons_limit_together(ledger: Ledger) -> None:
    limits = Limits(per_person=3.5 * BEFORE_ANY_FILM)
    wishes = [wish(number, owner=f"person {number % 2}") for number in range(200)]
    assert asked_at_once((ledger,), wishes, limits=limits) == 6


def batch_of(films: int) -> tuple[Batch, list[BatchFilm]]:
    batch = Batch.new(
        owner=Person("ann"), idempotency_key=f"{films} films", name="shops.csv", wording="Hi {name}",
        provider=Provider.AIMLAPI, refused=0, now=NOW,
    )  # fmt: skip
    made = [
        replace(wish(number), batch_id=batch.id, idempotency_key=f"{batch.id}:{number}")
        for number in range(films)
    ]
    return batch, [
        BatchFilm(number=number, file_name="", generation=each)
        for number, each in enumerate(made, start=1)
    ]


def test_every_film_of_a_batch_is_counted_and_a_batch_has_a_limit_of_its_own(
    ledger: Ledger,
) -> None:
    limits = Limits(per_batch=3 * BEFORE_ANY_FILM)
    with pytest.raises(TooMany, match=r"of this batch would cost about \$2\.10.*fewer"):
        ledger.add_batch(*batch_of(4), limits=limits)
    assert ledger.charges(ALL_SEEING, MONTH) == []
    batch, films = batch_of(3)
    ledger.add_batch(batch, films, limits=limits)
    assert ledger.spent_on(batch.id) == ledger.spent(MONTH) == 3 * BEFORE_ANY_FILM
    first = films[0].generation
    assert ledger.swap_several([(first, first.cancelled(NO, NOW))]) == 1
    assert ledger.spent_on(batch.id) == 2 * BEFORE_ANY_FILM


def test_a_batch_may_not_pass_the_limit_of_the_month_either(ledger: Ledger) -> None:
    limits = Limits(per_month=3 * BEFORE_ANY_FILM)
    with pytest.raises(TooMany, match="all paid videos of the month"):
        ledger.add_batch(*batch_of(4), limits=limits)
    assert ledger.spent(MONTH) == 0


def test_a_refusal_says_the_free_way_out_and_leaves_no_trace(ledger: Ledger) -> None:
    limits = Limits(per_month=CREDITS_A_DOLLAR, per_person=0.75 * CREDITS_A_DOLLAR)
    ledger.add(wish(1), limits=limits)
    with pytest.raises(TooMany, match=r"your paid videos .* \$1\.05; .* \$0\.75.*built-in engine"):
        ledger.add(wish(2), limits=limits)
    with pytest.raises(TooMany, match=r"all paid videos .* \$1\.05; \$1\.00 .*built-in engine"):
        ledger.add(wish(3, owner="bob"), limits=limits)
    assert len(ledger.charges(ALL_SEEING, MONTH)) == 1
    ledger.add(wish(4, provider=Provider.BUILTIN), limits=limits)
    ledger.add(wish(5, after=NEXT_MONTH), limits=limits)


def test_room_comes_back_when_something_was_not_charged_after_all(ledger: Ledger) -> None:
    limits = Limits(per_month=1.5 * BEFORE_ANY_FILM)
    first = ledger.add(wish(1), limits=limits)
    with pytest.raises(TooMany):
        ledger.add(wish(2), limits=limits)
    moved(ledger, first, lambda each: each.cancelled(NO, NOW))
    ledger.add(wish(2), limits=limits)


def test_sending_a_lost_one_again_may_not_pass_the_limit_either(ledger: Ledger) -> None:
    limits = Limits(per_month=1.5 * BEFORE_ANY_FILM)
    lost = moved(ledger, ledger.add(wish(1), limits=limits), sends, loses_its_answer)
    with pytest.raises(TooMany):
        ledger.swap(lost, lost.sent_again(NOW, by_owner=True), limits=limits)
    assert ledger.get(lost.id) == lost
    assert ledger.spent(MONTH) == BEFORE_ANY_FILM


def test_a_request_that_an_older_skylit_wrote_down_is_counted_when_it_moves(
    ledger: Ledger, forget_charges: Callable[[], None]
) -> None:
    asked = ledger.add(wish(1))
    forget_charges()
    moved(ledger, asked, sends, is_accepted, costs(900_000.0))
    assert ledger.spent(MONTH) == 900_000.0


def test_credits_in_dollars_and_moments_in_months() -> None:
    assert dollars(1_050_000) == 0.525
    assert month_of(datetime.fromisoformat("2026-12-01T01:00:00+02:00")) == "2026-11"
