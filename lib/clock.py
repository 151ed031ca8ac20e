"""The clock: "now", in UTC. Everything that needs the time is given a function like this one."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
