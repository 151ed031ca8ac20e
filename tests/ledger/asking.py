"""Generations as the tests of the ledger ask for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.caption import Caption
from lib.generation import Generation, Video
from lib.person import Person
from lib.provider import Provider
from lib.request import VideoRequest

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
VIDEO = Video(
    duration=12.5, width=608, height=1080, has_sound=True, size=5_000_000_000, sha256="ab"
)


count = iter(range(1_000_000))


def asked(
    words: str = "Hello",
    *,
    owner: str = "ann",
    key: str | None = None,
    now: datetime = NOW,
    provider: Provider = Provider.BUILTIN,
) -> Generation:
    return Generation.new(
        VideoRequest(caption=Caption(words)),
        provider=provider,
        owner=Person(owner),
        idempotency_key=key or f"key {next(count)}",
        now=now,
    )


def finished(words: str = "Hello", *, at: datetime = NOW, took: float = 5.0) -> Generation:
    task = f"task {next(count)}"
    generating = asked(words, now=at).submitting(at).submitted(task, at, poll=SECOND, deadline=DAY)
    end = at + timedelta(seconds=took)
    return generating.completed(1.5, end).ready(VIDEO, end)
