"""How a generation is followed through troubles of our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lib.generation import Generation, Status
from lib.text import say
from tests.films import film
from tests.hostile_api import (
    HostileApi,
)
from tests.viewers import ALL_SEEING
from tests.workbench import Workbench, eventually


def waits_for(bench: Workbench, generation: Generation, words: str) -> Generation:
    """Until its owner reads these words; it is not given up for them."""

    def found() -> Generation | None:
        fresh = bench.see(generation)
        return fresh if words in say(fresh.problem) else None

    waiting = eventually(found, instead=lambda: f"it is {bench.see(generation)}")
    assert waiting.status is Status.SAVING
    return waiting


def arrives(bench: Workbench, generation: Generation, api: HostileApi) -> None:
    """Whole, and paid for once."""
    assert bench.settled(generation).status is Status.READY
    assert b"".join(bench.studio.clip(ALL_SEEING, generation.id).open()) == film()
    assert b"".join(bench.studio.poster(ALL_SEEING, generation.id).open()).startswith(b"RIFF")
    assert len(api.posts) == 1


@dataclass
class Clock:
    """The machine's, and what somebody has set it by."""

    set_by: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.set_by
