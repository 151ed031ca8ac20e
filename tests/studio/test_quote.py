"""What something would cost, and what may still be spent, is known before anything is spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib.charge import BEFORE_ANY_FILM, CREDITS_A_DOLLAR, dollars
from lib.provider import Provider
from lib.settings import Settings
from lib.studio import LimitOf, Studio
from lib.template import SHANGHAI_DRONE_SHOW
from lib.ui import phrases
from tests.viewers import ANN, BOB
from tests.web.furnished import furnished, queued

PAID = Provider.AIMLAPI


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with furnished(tmp_path, engine=False, paid=True) as opened:
        yield opened


def limited(studio: Studio, **limits: float) -> Studio:
    settings: Settings = replace(studio.settings, **limits)  # type: ignore[arg-type]  # floats alone
    return replace(studio, settings=settings)


def said(studio: Studio, films: int = 1, provider: Provider = PAID) -> str:
    return phrases.quote(studio.quote(ANN, provider, {SHANGHAI_DRONE_SHOW: films}))


def costs(studio: Studio, dollars_: float) -> None:
    studio.ledger.keep_tariff(PAID, dollars_ * CREDITS_A_DOLLAR, None, studio.clock())


def test_what_the_built_in_engine_makes_is_free_whatever_may_be_spent(studio: Studio) -> None:
    assert said(limited(studio, dollars_per_month=1), 500, Provider.BUILTIN) == "free"


def test_a_batch_costs_what_its_films_cost_and_says_what_is_left(studio: Studio) -> None:
    costs(studio, 0.525)
    queued(studio, BOB, provider=PAID)
    month = limited(studio, dollars_per_month=12.525)
    assert said(month, 198) == "about $103.95, $12.00 left this month"
    quote = month.quote(ANN, PAID, {SHANGHAI_DRONE_SHOW: 198})
    assert quote.is_too_much
    assert not month.quote(ANN, PAID, {SHANGHAI_DRONE_SHOW: 22}).is_too_much


def test_the_limit_that_is_reached_first_is_the_one_that_is_told(studio: Studio) -> None:
    every = limited(studio, dollars_per_month=50, dollars_per_person=20, dollars_per_batch=10)
    one, many = {SHANGHAI_DRONE_SHOW: 1}, {SHANGHAI_DRONE_SHOW: 2}
    assert every.quote(ANN, PAID, one).left_of is LimitOf.PERSON
    assert every.quote(ANN, PAID, many).left_of is LimitOf.BATCH
    studio.ledger.keep_tariff(PAID, None, 3.0 * CREDITS_A_DOLLAR, studio.clock())
    assert said(every) == "price not known yet, $3.00 left at the AI/ML API"


def test_nothing_left_is_never_less_than_nothing(studio: Studio) -> None:
    queued(studio, ANN, provider=PAID)
    assert said(limited(studio, dollars_per_person=0.1)).endswith("$0.00 left for you this month")


def test_a_price_list_counts_until_a_film_was_paid_for(studio: Studio) -> None:
    assert studio.price(SHANGHAI_DRONE_SHOW, PAID) is None
    costs(studio, 0.75)
    assert studio.price(SHANGHAI_DRONE_SHOW, PAID) == 0.75 * CREDITS_A_DOLLAR
    asked = queued(studio, ANN, provider=PAID)
    assert studio.ledger.spent(f"{asked.created_at:%Y-%m}") == 0.75 * CREDITS_A_DOLLAR
    studio.ledger.keep_tariff(PAID, None, 1.0, studio.clock())
    assert studio.price(SHANGHAI_DRONE_SHOW, PAID) == 0.75 * CREDITS_A_DOLLAR  # it said so before


def test_before_anything_is_known_a_film_counts_with_what_its_sibling_costs(studio: Studio) -> None:
    over = limited(studio, approval_over=dollars(BEFORE_ANY_FILM))
    assert not over.quote(ANN, PAID, {SHANGHAI_DRONE_SHOW: 1}).needs_approval
    assert over.quote(ANN, PAID, {SHANGHAI_DRONE_SHOW: 2}).needs_approval
