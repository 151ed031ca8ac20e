"""`python -m benchmarks.polling`: a replay of 1,000 runs, looked at every 15 s and as learned.

The runs are drawn, not recorded: one published run of the vendor's took 142 s, so a render takes
about 130 s (normal, 10 s), waits 12 s for its turn (exponential) and, one time in fifteen, meets a busy
hour that takes it half as long again. Over the thousand runs the API gets 15 % slower.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.tracker.learned_polling import LearnedPolling, PollSchedule

EVERY = 15.0


@dataclass(frozen=True)
class Replay:
    """`delays` are seconds from completed to seen."""

    looks: int
    delays: list[float]

    @property
    def median_delay(self) -> float:
        return statistics.median(self.delays)

    def __str__(self) -> str:
        tail = statistics.quantiles(self.delays, n=20)[-1]
        return f"{self.looks:>8}{self.median_delay:>14.2f}{statistics.mean(self.delays):>12.2f}{tail:>12.2f}"


def durations(count: int = 1000, seed: int = 1) -> list[float]:
    rng = random.Random(seed)

    def one(place: int) -> float:
        busy = 1.5 if rng.random() < 1 / 15 else 1.0
        slower = 1 + 0.15 * place / count
        return max(rng.gauss(130, 10) + rng.expovariate(1 / 12), 20.0) * busy * slower

    return [one(place) for place in range(count)]


def replay(
    runs: Sequence[float], wait: Callable[[float], float], learn: Callable[[float], None]
) -> Replay:
    """Look at one run after the other; each is learned as it was seen: within half a wait."""
    looks, delays = 0, []
    for duration in runs:
        age = before = 0.0
        while age < duration:
            before, age = age, age + wait(age)
            looks += 1
        delays.append(age - duration)
        learn((before + age) / 2)
    return Replay(looks, delays)


def main() -> None:
    runs = durations()
    learned = LearnedPolling(EVERY)
    print(f"{'':<22}{'looks':>8}{'median delay':>14}{'mean':>12}{'95th':>12}")
    print(f"{'every 15 s':<22}{replay(runs, PollSchedule.even(EVERY).wait, lambda _: None)}")
    print(f"{'learned':<22}{replay(runs, learned.wait, learned.learn)}")


if __name__ == "__main__":
    main()
