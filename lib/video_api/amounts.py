"""Amounts: the numbers that a reply tells. Nonsense counts as nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

#: Seconds. No wait is longer than this, whatever a Retry-After says.
_LONGEST_WAIT: Final = 3600.0

#: $500,000. Whoever reports more, or less than nothing, reports nonsense.
_MOST_CREDITS: Final = 1e12


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
