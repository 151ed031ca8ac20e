"""Estimate: how long a video takes here, from the team's own runs, without anybody's waiting.

The time from accepted to ready includes the wait for earlier films. Subtract that wait: what is left is
the drawing time. Then add the wait for the films that are before you now.
"""

from __future__ import annotations

import heapq
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from lib.ledger.history import Run
from lib.provider import Provider

#: Seconds from accepted to ready before a team has runs of its own: the built-in engine on two
#: cores, and the one run that the vendor's documentation shows (2 min 22 s).
_BEFORE_ANY_RUN: Final = {Provider.BUILTIN: 5.0, Provider.AIMLAPI: 142.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Seconds from begun to ready: the typical run, and the span that half of all runs keep to."""

    seconds: float
    low: float
    high: float
    runs: int  # how many finished ones it rests on; 0: a default
    #: How many the provider makes at a time; None: as many as are asked for, as far as we know.
    at_once: int | None = None

    @classmethod
    def of(cls, runs: Sequence[float], provider: Provider, *, at_once: int | None = None) -> Self:
        """`runs` are the seconds that recent generations took to make, in any order."""
        if len(runs) < 2:
            usual = runs[0] if runs else _BEFORE_ANY_RUN[provider]
            low, middle, high = usual * 0.7, usual, usual * 1.6
        else:
            low, middle, high = statistics.quantiles(runs, n=4, method="inclusive")
        return cls(seconds=middle, low=low, high=high, runs=len(runs), at_once=at_once)

    def after(self, before: int) -> Self:
        """Return how long it takes with so many films before it in the queue."""
        if self.at_once is None:
            return self
        wait = self.seconds * before / self.at_once
        return replace(
            self, seconds=self.seconds + wait, low=self.low + wait, high=self.high + wait
        )

    def __str__(self) -> str:
        low, high = in_words(self.low), in_words(self.high)
        return f"about {high}" if low == high else f"{low} to {high}"


def drawing_seconds(runs: Iterable[Run], others: Iterable[Run], at_once: int) -> list[float]:
    """Return for each of `runs` the seconds from when it was its turn until it was ready.

    `others` are all runs of that time, of which `at_once` were made at a time, first come first
    served: one begins when it is accepted, or when an earlier one has made room for it.
    """
    wanted = set(runs)
    busy_until: list[float] = []
    took = []
    for run in sorted(wanted.union(others)):
        begun, ready = run.accepted.timestamp(), run.ready.timestamp()
        if len(busy_until) == at_once:
            begun = min(max(begun, heapq.heappop(busy_until)), ready)
        heapq.heappush(busy_until, ready)
        if run in wanted and ready > begun:
            took.append(ready - begun)
    return took


def in_words(seconds: float) -> str:
    """Round as an estimate deserves: 3 s, 40 s, 2 min."""
    whole = max(1, round(seconds))
    if whole < 10:
        return f"{whole} s"
    if whole < 55:
        return f"{5 * round(whole / 5)} s"
    return f"{max(1, round(whole / 60))} min"
