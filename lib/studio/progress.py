"""Progress: how far a generation is and how long it still takes, in plain words.

Pure functions of a generation, an estimate and the time. The bar never goes back: each status has
a stretch of its own, and within one it moves with the API's own figure or with the clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from lib.generation import Generation, Status
from lib.studio.estimate import Estimate, in_words
from lib.text import say

#: Where on the bar each status begins and ends.
_STRETCH: Final = {
    Status.QUEUED: (0.0, 0.03),
    Status.SUBMITTING: (0.03, 0.05),
    Status.GENERATING: (0.05, 0.92),
    Status.SAVING: (0.92, 0.99),
}

#: The API's words for "accepted, not begun".
_IN_LINE: Final = frozenset({"queued", "waiting"})


_DELAYED: Final = (
    "The server that works on this has not answered for a few seconds. Another one takes over by "
    "itself; nothing is lost."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`sentence` says what happens now; `seconds_left` is None where nobody can know."""

    fraction: float  # 0 to 1
    seconds_left: float | None
    sentence: str

    def delayed(self) -> Self:
        """Return the same as it reads while no process works on it; another is about to take over."""
        return replace(self, seconds_left=None, sentence=_DELAYED)

    @property
    def time_left(self) -> str:
        """Return words such as "about 3 s left"; nothing where nobody can know."""
        return f"about {in_words(self.seconds_left)} left" if self.seconds_left else ""


def progress_of(
    generation: Generation, estimate: Estimate, now: datetime, *, before: int = 0
) -> Progress:
    """Return where it stands, in its owner's words. `before` films are ahead of it in the queue."""
    if generation.waits_for_approval:
        return Progress(fraction=0.0, seconds_left=None, sentence=say(generation.problem))
    if generation.status.is_moving:
        return Progress(
            fraction=_fraction(generation, estimate, now),
            seconds_left=_seconds_left(generation, estimate, now, before),
            sentence=say(generation.problem) or _sentence(generation, estimate, now, before),
        )
    ready = generation.status is Status.READY
    return Progress(
        fraction=1.0 if ready else _STRETCH[Status.SUBMITTING][1],
        seconds_left=0.0 if ready else None,
        sentence=_outcome(generation),
    )


def _fraction(generation: Generation, estimate: Estimate, now: datetime) -> float:
    start, end = _STRETCH[generation.status]
    return start + (end - start) * _share(generation, estimate, now)


def _share(generation: Generation, estimate: Estimate, now: datetime) -> float:
    """Return how much of its status' stretch of the bar is done, 0 to 1."""
    if generation.status is not Status.GENERATING:
        return 0.5
    if generation.progress is not None:
        return min(max(generation.progress, 0.0), 1.0)
    if _is_in_line(generation) or generation.provider.reports_progress:
        return 0.0  # it says how far it is: the clock before that would run ahead
    return _pace(_elapsed(generation, now) / estimate.seconds)


def _pace(share_of_time: float) -> float:
    """Return the share by time: 0.85 after the typical time, then ever slower, never 1."""
    if share_of_time <= 1.0:
        return 0.85 * max(share_of_time, 0.0)
    return 1.0 - 0.15 * math.exp(1.0 - share_of_time)


def _seconds_left(
    generation: Generation, estimate: Estimate, now: datetime, before: int
) -> float | None:
    if generation.status is Status.SAVING:
        return 1.0
    if generation.problem:
        return None
    if _is_in_line(generation):
        return estimate.after(before).seconds if estimate.at_once else None
    if generation.status is not Status.GENERATING:
        return None
    if generation.progress is not None:
        return estimate.seconds * (1.0 - min(max(generation.progress, 0.0), 1.0))
    left = estimate.seconds - _elapsed(generation, now)
    return left if left > 0 else None


def _sentence(generation: Generation, estimate: Estimate, now: datetime, before: int) -> str:
    if _is_in_line(generation):
        return f"Waiting in line, {before:,} before you…" if before else "Waiting in line…"
    if generation.status is Status.SUBMITTING:
        return "Submit your caption…"
    if generation.status is Status.SAVING:
        return "Saving your video…"
    if generation.progress is None and _elapsed(generation, now) > 2 * estimate.high:
        return "Still writing your caption in the sky. It takes longer than usual…"
    return "Writing your caption in the sky…"


def _outcome(generation: Generation) -> str:
    if generation.status is Status.READY and not generation.is_damaged:
        return "Your video is ready."
    return say(generation.problem) or "Nothing more happens here by itself."


def _is_in_line(generation: Generation) -> bool:
    if generation.status is Status.GENERATING:
        return (generation.api_status or "").lower() in _IN_LINE
    return generation.status is Status.QUEUED


def _elapsed(generation: Generation, now: datetime) -> float:
    """Return the seconds since it was accepted; 0 where the clock was set back."""
    begun = generation.submitted_at or generation.created_at
    return max(0.0, (now - begun).total_seconds())
