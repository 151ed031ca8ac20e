"""How far a batch is, as a wall of thousands of films reads it in one small answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.batch import Standing
from lib.generation import Status

#: A letter for where a film stands, for pages that show thousands.
LETTERS: Final = {
    Status.QUEUED: "w",
    Status.SUBMITTING: "d",
    Status.GENERATING: "d",
    Status.SAVING: "d",
    Status.READY: "r",
    Status.FAILED: "f",
    Status.UNCONFIRMED: "u",
    Status.CANCELLED: "c",
}
DAMAGED: Final = "f"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """`states` has a letter for each row: waiting, drawn, ready, failed, unsure, cancelled.

    `drawn` says how far those are that are drawn (0 to 1), by their place in it.
    """

    standing: Standing
    states: str
    drawn: Mapping[int, float]
    time_left: str
    is_paused: bool

    def as_json(self) -> dict[str, object]:
        """Return it as the wall reads it."""
        standing = self.standing
        return {
            "states": self.states,
            "drawn": {str(place): round(fraction, 2) for place, fraction in self.drawn.items()},
            "ready": standing.ready,
            "failed": standing.failed + standing.unsure,
            "cancelled": standing.cancelled,
            "total": standing.total,
            "left": self.time_left,
            "over": standing.is_over,
            "paused": self.is_paused,
        }
