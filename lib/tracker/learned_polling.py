"""LearnedPolling: look when a video is likely to be done, judged by past runs.

Looks at fixed times are mostly wasted, on minutes in which no video was ever done. The best times
follow from the hazard h(t), the chance that a run which has lasted t seconds ends in the next one: for
a given number of looks, the mean delay is least when they lie sqrt(h(t)) dense (J. B. Keller, "Optimum
Checking Schedules for Systems Subject to Random Failure", Management Science 21(3), 1974).
"""

from __future__ import annotations

import bisect
import math
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

#: So many runs are remembered: an API gets faster or slower within days.
_REMEMBERED: Final = 200
#: With fewer runs too little is known, and looks are evenly spaced.
_ENOUGH: Final = 20
#: Runs to a piece of the hazard: with fewer it is noise, with more the peak blurs.
_RUNS_A_PIECE: Final = 8
#: Seconds: no two looks are nearer, unless even spacing is.
_SHORTEST: Final = 1.0
#: Times even spacing: an API that is faster today than it ever was must still be noticed.
_LONGEST: Final = 4.0
#: Times even spacing: a longer run is not learned from. It was held up (by a restart, say), and each
#: schedule that is tried would be walked through to its end: an hour of it costs a second of CPU.
_TELLING: Final = 200.0
#: The share of the looks of even spacing that is spent; the rest pays for runs unlike all before.
_SPENT: Final = 0.94
#: Looks are counted on so many runs, spread evenly from the shortest to the longest.
_COUNTED: Final = 50
#: Halvings of the range in which the density is sought that spends just so many looks.
_HALVINGS: Final = 8


@dataclass(frozen=True, slots=True)
class PollSchedule:
    """The wait until the next look: `waits[i]` from the age `ages[i]` on (seconds, ascending)."""

    ages: tuple[float, ...]
    waits: tuple[float, ...]
    shortest: float

    @classmethod
    def even(cls, every: float) -> Self:
        return cls((0.0,), (every,), every)

    @classmethod
    def learned(cls, durations: Sequence[float], every: float) -> Self:
        """Return the best schedule that needs no more looks than one every `every` seconds."""
        pieces = _pieces(sorted(durations))
        durations = sorted(durations)[:: max(len(durations) // _COUNTED, 1)]
        affordable = _SPENT * cls.even(every).looks(durations)
        sparse, dense = 0.1, 10.0  # looks for the square root of a hazard
        for _ in range(_HALVINGS):
            between = math.sqrt(sparse * dense)
            if cls._of(pieces, between, every).looks(durations) <= affordable:
                sparse = between
            else:
                dense = between
        return cls._of(pieces, sparse, every)

    @classmethod
    def _of(cls, pieces: Sequence[_Piece], density: float, every: float) -> Self:
        shortest, longest = min(_SHORTEST, every), _LONGEST * every
        waits = (1 / (density * math.sqrt(piece.hazard)) for piece in pieces)
        return cls(
            (*(piece.start for piece in pieces), pieces[-1].end),
            (*(min(max(wait, shortest), longest) for wait in waits), every),
            shortest,
        )

    def looks(self, durations: Sequence[float]) -> int:
        """How many looks these runs take until all are seen to be done."""
        count, age, left = 0, 0.0, sorted(durations)
        while left:
            age += self.wait(age)
            count += len(left)
            del left[: bisect.bisect_right(left, age)]
        return count

    def wait(self, age: float) -> float:
        """Seconds until the next look at a run that has lasted `age` seconds.

        A wait that would reach far into a denser piece ends soon after that piece begins.
        """
        place = max(bisect.bisect_right(self.ages, age) - 1, 0)
        moment = age + self.waits[place]
        for start, wait in zip(self.ages[place + 1 :], self.waits[place + 1 :], strict=True):
            if start >= moment:
                break
            moment = min(moment, start + wait)
        return max(moment - age, self.shortest)


class LearnedPolling:
    """The runs of one provider. Safe for threads."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._lock = threading.Lock()
        self._durations: deque[float] = deque(maxlen=_REMEMBERED)
        self._schedule = PollSchedule.even(every)

    def learn(self, duration: float) -> None:
        """Remember a run of so many seconds."""
        if duration > _TELLING * self._every:
            return
        with self._lock:
            self._durations.append(duration)
            if len(self._durations) >= _ENOUGH:
                self._schedule = PollSchedule.learned(tuple(self._durations), self._every)

    def wait(self, age: float) -> float:
        return self._schedule.wait(age)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A range of age in which some of the runs end."""

    start: float
    end: float
    #: The share of runs that last to its start, and to its end.
    alive: float
    survive: float

    @property
    def mean_time(self) -> float:
        """Seconds that a run spends in it on average, runs that end before it counted in."""
        return (self.end - self.start) * (self.alive + self.survive) / 2

    @property
    def hazard(self) -> float:
        return max((self.alive - self.survive) / self.mean_time, 1e-9)


def _pieces(durations: Sequence[float]) -> list[_Piece]:
    """Quantiles as edges: pieces are short where many runs end.

    Before the first run that was ever seen, one run more is supposed to end.
    """
    count = len(durations)
    edges = [0.0, *durations[::_RUNS_A_PIECE], durations[-1]]
    ended = [0.0, *(1 + place for place in range(0, count, _RUNS_A_PIECE)), count]
    return [
        _Piece(start, end, 1 - before / (count + 1), 1 - after / (count + 1))
        for start, end, before, after in zip(edges, edges[1:], ended, ended[1:], strict=False)
        if end - start > 1e-3
    ]
