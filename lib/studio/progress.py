"""Progress: how far a generation is and how long it still takes, in plain words.

Pure functions of a generation, an estimate and the time. The bar never goes back: each status has
a stretch of its own, and within one it moves with the API's own figure or with the clock.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from lib.generation import Generation, Status
from lib.provider import Provider
from lib.text import say

#: Seconds from accepted to ready before a team has runs of its own: the built-in engine on two
#: cores, and the one run that the vendor's documentation shows (2 min 22 s).
_BEFORE_ANY_RUN: Final = {Provider.BUILTIN: 5.0, Provider.AIMLAPI: 142.0}

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
class Estimate:
    """Seconds from accepted to ready: the typical run, and the span that half of all runs keep to."""

    seconds: float
    low: float
    high: float
    runs: int  # how many finished ones it rests on; 0: a default

    @classmethod
    def of(cls, runs: Sequence[float], provider: Provider) -> Self:
        """`runs` are the seconds that recent generations took, in any order."""
        if not runs:
            usual = _BEFORE_ANY_RUN[provider]
            return cls(seconds=usual, low=usual * 0.7, high=usual * 1.6, runs=0)
        if len(runs) == 1:
            only = runs[0]
            return cls(seconds=only, low=only * 0.7, high=only * 1.6, runs=1)
        low, middle, high = statistics.quantiles(runs, n=4, method="inclusive")
        return cls(seconds=middle, low=low, high=high, runs=len(runs))

    def __str__(self) -> str:
        low, high = in_words(self.low), in_words(self.high)
        return f"about {high}" if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`sentence` says what happens now; `seconds_left` is None where nobody can know."""

    fraction: float  # 0 to 1
    seconds_left: float | None
    sentence: str

    def delayed(self) -> Self:
        """Return the same while nobody works on it, which another process is about to change."""
        return replace(self, seconds_left=None, sentence=_DELAYED)

    @property
    def time_left(self) -> str:
        """Such as "about 3 s left"; nothing where nobody can know."""
        return f"about {in_words(self.seconds_left)} left" if self.seconds_left else ""


def progress_of(generation: Generation, estimate: Estimate, now: datetime) -> Progress:
    """Where this generation stands, for its owner's eyes."""
    if generation.status.is_moving:
        return Progress(
            fraction=_fraction(generation, estimate, now),
            seconds_left=_seconds_left(generation, estimate, now),
            sentence=say(generation.problem) or _sentence(generation, estimate, now),
        )
    ready = generation.status is Status.READY
    return Progress(
        fraction=1.0 if ready else _STRETCH[Status.SUBMITTING][1],
        seconds_left=0.0 if ready else None,
        sentence=_outcome(generation),
    )


def in_words(seconds: float) -> str:
    """3 s, 40 s, 2 min: never more exact than an estimate can be."""
    whole = max(1, round(seconds))
    if whole < 10:
        return f"{whole} s"
    if whole < 55:
        return f"{5 * round(whole / 5)} s"
    return f"{max(1, round(whole / 60))} min"


def _fraction(generation: Generation, estimate: Estimate, now: datetime) -> float:
    start, end = _STRETCH[generation.status]
    return start + (end - start) * _share(generation, estimate, now)


def _share(generation: Generation, estimate: Estimate, now: datetime) -> float:
    """How much of its status' stretch is done, 0 to 1."""
    if generation.status is not Status.GENERATING:
        return 0.5
    if generation.progress is not None:
        return min(max(generation.progress, 0.0), 1.0)
    if _is_in_line(generation) or generation.provider.reports_progress:
        return 0.0  # it says how far it is: the clock before that would run ahead
    return _pace(_elapsed(generation, now) / estimate.seconds)


def _pace(share_of_time: float) -> float:
    """Straight to 0.85 in the typical time, then ever slower: it never claims to be done."""
    if share_of_time <= 1.0:
        return 0.85 * max(share_of_time, 0.0)
    return 1.0 - 0.15 * math.exp(1.0 - share_of_time)


def _seconds_left(generation: Generation, estimate: Estimate, now: datetime) -> float | None:
    if generation.status is Status.SAVING:
        return 1.0
    if generation.problem or generation.status is not Status.GENERATING:
        return None
    if generation.progress is not None:
        return estimate.seconds * (1.0 - min(max(generation.progress, 0.0), 1.0))
    left = estimate.seconds - _elapsed(generation, now)
    return left if left > 0 and not _is_in_line(generation) else None


def _sentence(generation: Generation, estimate: Estimate, now: datetime) -> str:
    if generation.status is Status.QUEUED:
        return "Waiting in line…"
    if generation.status is Status.SUBMITTING:
        return "Submit your caption…"
    if generation.status is Status.SAVING:
        return "Saving your video…"
    if _is_in_line(generation):
        return "Waiting in line…"
    if generation.progress is None and _elapsed(generation, now) > 2 * estimate.high:
        return "Still writing your caption in the sky. It takes longer than usual…"
    return "Writing your caption in the sky…"


def _outcome(generation: Generation) -> str:
    if generation.status is Status.READY and not generation.is_damaged:
        return "Your video is ready."
    return say(generation.problem) or "Nothing more happens here by itself."


def _is_in_line(generation: Generation) -> bool:
    return (generation.api_status or "").lower() in _IN_LINE


def _elapsed(generation: Generation, now: datetime) -> float:
    """Seconds since it was accepted; a clock that was set back counts as none."""
    begun = generation.submitted_at or generation.created_at
    return max(0.0, (now - begun).total_seconds())
