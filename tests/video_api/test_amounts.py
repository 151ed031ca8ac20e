"""What an API says of prices and balances is read where it makes sense, and counts as nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.video_api.amounts import balance, price

MODEL = "magic/text-to-video"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


def priced(pricing: object) -> float | None:
    return price(
        {"data": [{"id": "another", "pricing": {"usd": 9}}, {"id": MODEL, "pricing": pricing}]},
        MODEL,
    )


@pytest.mark.parametrize(
    ("pricing", "credits_"),
    [
        ({"usd": 0.525}, 1_050_000),
        ({"credits": 1_050_000}, 1_050_000),
        ({"credits": "1050000", "usd": 7}, 1_050_000),
        ({"unit": "video", "cost": {"usd": 0.525}}, 1_050_000),
        ({"unit": "generation", "price": {"credits": 5}}, 5),
        ({"unit": "second", "usd": 0.05}, None),
        ({"usd": 0}, None),
        ({"usd": -1}, None),
        ({"usd": "NaN"}, None),
        ({"usd": 1e30}, None),
        ({"usd": True}, None),
        ({"usd": {"usd": 1}}, None),
        ([], None),
        ("0.525", None),
        (None, None),
    ],
)
def test_a_price_of_a_whole_film_is_read_and_nothing_else(
    pricing: object, credits_: float | None
) -> None:
    assert priced(pricing) == credits_


@pytest.mark.parametrize(
    ("told", "credits_"),
    [
        ({"current_balance": 12, "currency": "USD"}, 24_000_000),
        ({"current_balance": "0.5", "currency": "usd"}, 1_000_000),
        ({"current_balance": 500, "currency": "credits"}, 500),
        ({"current_balance": -3, "currency": "USD"}, 0),
        ({"current_balance": 12, "currency": "EUR"}, None),
        ({"current_balance": 12}, None),
        ({"current_balance": 1e30, "currency": "USD"}, None),
        ({"current_balance": None, "currency": "USD"}, None),
        ({}, None),
    ],
)
def test_a_balance_is_read_in_a_currency_that_we_know(
    told: dict[str, Any], credits_: float | None
) -> None:
    assert balance(told) == credits_


@given(ANYTHING, ANYTHING)
def test_nothing_that_an_api_says_stops_anything(one: Any, other: Any) -> None:
    found = (
        price({"data": one}, MODEL),
        price({"data": [{"id": MODEL, "pricing": one}, other]}, MODEL),
        priced({"unit": one, "cost": other}),
        balance({"current_balance": one, "currency": other}),
    )
    assert all(each is None or 0 <= each <= 1e12 for each in found)
