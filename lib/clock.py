"""The clock: "now", in UTC. Everything that needs the time is given a function like this one."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def utc_now() -> datetime:
    return datetime.now(UTC)


def named_zone(name: str | None) -> ZoneInfo | None:
    """Return the time zone by its IANA name, as a browser told it; None for a name that is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a browser may send anything
        return None
