"""Estimate: how long a video takes here, from the team's own runs, without anybody's waiting.

The time from accepted to ready includes the wait for earlier films. Subtract that wait: what is left is
the drawing time, which grows with the pixels of a frame. Then add the wait for the films that are before
you now.
"""

from __future__ import annotations

import heapq
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from lib.format import PORTRAIT, Format
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
    #: What a film before it takes, whatever its format; None: as long as this one.
    other: float | None = None

    @classmethod
    def of(
        cls,
        runs: Sequence[float],
        provider: Provider,
        *,
        format_: Format = PORTRAIT,
        at_once: int | None = None,
        other: float | None = None,
    ) -> Self:
        """`runs` are the seconds that recent generations of this format took to make, in any order."""
        if len(runs) < 2:
            usual = runs[0] if runs else _BEFORE_ANY_RUN[provider] * _times(format_)
            low, middle, high = usual * 0.7, usual, usual * 1.6
        else:
            low, middle, high = statistics.quantiles(runs, n=4, method="inclusive")
        return cls(seconds=middle, low=low, high=high, runs=len(runs), at_once=at_once, other=other)

    def after(self, before: int) -> Self:
        """Return how long it takes with so many films before it in the queue."""
        if self.at_once is None:
            return self
        each = self.seconds if self.other is None else self.other
        wait = each * before / self.at_once
        return replace(
            self, seconds=self.seconds + wait, low=self.low + wait, high=self.high + wait
        )

    def __str__(self) -> str:
        low, high = in_words(self.low), in_words(self.high)
        return f"about {high}" if low == high else f"{low} to {high}"


def _times(format_: Format) -> float:
    """Return how many times as long as a film in the API's own format this one takes to draw.

    Two cores, CPU seconds: 1.9 for 1080x1080 (1.8 times the pixels), 2.2 for 1080x1350 (2.2), 3.0 for
    1920x1080 (3.2), 3.9 for 1080x1920 (3.2).
    """
    return format_.pixels / PORTRAIT.pixels


def drawing_seconds(runs: Iterable[Run], others: Iterable[Run], at_once: int) -> dict[Run, float]:
    """Return for each of `runs` the seconds from when it was its turn until it was ready.

    `others` are all runs of that time, of which `at_once` were made at a time, first come first
    served: one begins when it is accepted, or when an earlier one has made room for it.
    """
    wanted = set(runs)
    busy_until: list[float] = []
    took = {}
    for run in sorted(wanted.union(others)):
        begun, ready = run.accepted.timestamp(), run.ready.timestamp()
        if len(busy_until) == at_once:
            begun = min(max(begun, heapq.heappop(busy_until)), ready)
        heapq.heappush(busy_until, ready)
        if run in wanted and ready > begun:
            took[run] = ready - begun
    return took


def in_format(took: Mapping[Run, float], format_: Format) -> list[float]:
    """Return the seconds of those of this format; until there are two, of all as if they were."""
    same = [seconds for run, seconds in took.items() if run.pixels == format_.pixels]
    if len(same) > 1:
        return same
    return [seconds * format_.pixels / run.pixels for run, seconds in took.items()]


def in_words(seconds: float) -> str:
    """Round as an estimate deserves: 3 s, 40 s, 2 min."""
    whole = max(1, round(seconds))
    if whole < 10:
        return f"{whole} s"
    if whole < 55:
        return f"{5 * round(whole / 5)} s"
    return f"{max(1, round(whole / 60))} min"
