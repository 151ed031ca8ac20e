"""Track: a value over time, by keyframes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def min_jerk(share: float) -> float:
    """0 to 1 with zero velocity and acceleration at both ends (Flash & Hogan, 1985); clamped."""
    s = min(max(share, 0.0), 1.0)
    return s * s * s * (10.0 + s * (-15.0 + 6.0 * s))


@dataclass(frozen=True, slots=True)
class Track:
    """A value over time: keyframes (time, value), eased from each to the next, held outside."""

    keyframes: tuple[tuple[float, float], ...]

    def at(self, t: float) -> float:
        earlier = self.keyframes[0]
        for later in self.keyframes:
            if t < later[0]:
                span = later[0] - earlier[0]
                share = min_jerk((t - earlier[0]) / span) if span > 0 else 1.0
                return earlier[1] + (later[1] - earlier[1]) * share
            earlier = later
        return earlier[1]


#: Nothing, for ever.
STILL: Final = Track(((0.0, 0.0),))
#: All of it, for ever.
FULL: Final = Track(((0.0, 1.0),))
