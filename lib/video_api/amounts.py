"""Amounts: the numbers that a reply tells. Nonsense counts as nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from lib.charge import CREDITS_A_DOLLAR

#: Seconds. No wait is longer than this, whatever a Retry-After says.
_LONGEST_WAIT: Final = 3600.0

#: $500,000. Whoever reports more, or less than nothing, reports nonsense.
_MOST_CREDITS: Final = 1e12

#: Units of a price that is one for a whole film.
_WHOLE: Final = frozenset({"generation", "video", "request"})


def progress(members: Mapping[str, Any]) -> float | None:
    """0 to 1; some write it as per cent."""
    value = _number(members.get("progress"))
    if value is None or value < 0:
        return None
    return min(value / 100 if value > 1 else value, 1.0)


def credits_used(members: Mapping[str, Any], headers: Mapping[str, str]) -> float | None:
    meta = members.get("meta")
    usage = meta.get("usage") if isinstance(meta, dict) else None
    told = _number(usage.get("credits_used")) if isinstance(usage, dict) else None
    spent = _number(headers.get("x-aimlapi-credits-used")) if told is None else told
    return spent if spent is not None and 0 <= spent <= _MOST_CREDITS else None


def price(members: Mapping[str, Any], model: str) -> float | None:
    """Return the credits that one film takes, from a list of models.

    A price is read where it is told as /v2/logs tells a cost, in `usd` or `credits`, and for a whole
    film: one for a second or a token says nothing about a film.
    """
    models = members.get("data")
    for each in models if isinstance(models, list) else ():
        if isinstance(each, dict) and each.get("id") == model:
            told = each.get("pricing")
            return _flat(told) if isinstance(told, dict) else None
    return None


def _flat(pricing: Mapping[str, Any]) -> float | None:
    unit = pricing.get("unit", "generation")
    if not isinstance(unit, str) or unit not in _WHOLE:
        return None
    for each in (pricing, pricing.get("cost"), pricing.get("price")):
        if isinstance(each, dict) and (found := _credits(each)):
            return found
    return None


def _credits(told: Mapping[str, Any]) -> float | None:
    in_credits, in_dollars = _number(told.get("credits")), _number(told.get("usd"))
    if in_credits is None and in_dollars is not None:
        in_credits = in_dollars * CREDITS_A_DOLLAR
    return in_credits if in_credits is not None and 0 < in_credits <= _MOST_CREDITS else None


def balance(members: Mapping[str, Any]) -> float | None:
    """Return the credits left on an account. One in another currency says nothing in ours."""
    told, currency = _number(members.get("current_balance")), members.get("currency")
    if told is None or not isinstance(currency, str):
        return None
    rate = {"USD": CREDITS_A_DOLLAR, "CREDITS": 1}.get(currency.upper())
    left = None if rate is None else max(told, 0.0) * rate
    return left if left is not None and left <= _MOST_CREDITS else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds, given as such or as a date (RFC 9110, 10.2.3); nonsense counts as nothing."""
    value = headers.get("retry-after", "")
    seconds = _number(value)
    seconds = _seconds_until(value, now) if seconds is None else seconds
    return None if seconds is None else min(max(seconds, 0.0), _LONGEST_WAIT)


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (zoned - now).total_seconds()
    except Exception:  # noqa: BLE001  # no date is odd enough to make a sure refusal an unsure one
        return None
