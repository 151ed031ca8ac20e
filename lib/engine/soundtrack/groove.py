"""The groove: kick, clap and hats on the score's grid, from the first beat to the last hit.

It stops for a beat before the reveal, so that the silence makes room for the hit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lib.engine.show import Cues, Show
from lib.engine.soundtrack import percussion
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.score import Score, rng

_BAR: Final = 16  # sixteenths


@dataclass(frozen=True, slots=True, kw_only=True)
class Groove:
    """A bar of sixteenths for each instrument, `x` where it sounds; `swing` delays every other one."""

    kick: str
    clap: str
    hat: str
    open: str = "." * _BAR
    level: float = 1.0
    swing: float = 0.0  # of a sixteenth


#: For the skyline.
DRIVES: Final = (
    Groove(
        kick="x...x...x...x...",
        clap="....x.......x...",
        hat="x.x.x.x.x.x.x.x.",
        open="..............x.",
    ),
    Groove(
        kick="x.....x.x...x...",
        clap="....x.......x...",
        hat="xxxxxxxxxxxxxxxx",
        open="......x.........",
    ),
    Groove(
        kick="x..x....x..x....",
        clap="....x.......x...",
        hat="x.x.x.x.x.xxx.x.",
        open="..x.......x.....",
    ),
)
#: For the lanterns.
WALKS: Final = (
    Groove(kick="x.......x.......", clap="............x...", hat="..x...x...x...x.", level=0.55),
    Groove(kick="x.........x.....", clap="....x...........", hat="x...x...x...x.x.", level=0.55),
)
#: For the alley.
NODS: Final = (
    Groove(
        kick="x.........x.....",
        clap="........x.......",
        hat="x.x.x.x.x.x.x.x.",
        open="..............x.",
        level=0.75,
        swing=0.3,
    ),
    Groove(
        kick="x......x........",
        clap="........x.......",
        hat="x..xx.x.x..xx.x.",
        level=0.75,
        swing=0.25,
    ),
)


def play(mix: Mix, score: Score, show: Show, grooves: tuple[Groove, ...]) -> None:
    """Play one of `grooves`, as the show's seed chooses."""
    groove = grooves[int(rng(show.seed, "groove").integers(len(grooves)))]
    for tick, at in _ticks(score, show.cues, groove.swing):
        place, loud = tick % _BAR, groove.level * (0.8 if at < show.cues.reveal else 1.0)
        if groove.kick[place] == "x":
            mix.add(percussion.kick(), at, 0.30 * loud, room=0.05)
        if groove.clap[place] == "x":
            mix.add(percussion.clap(), at, 0.17 * loud, room=0.25)
        if groove.open[place] == "x":
            mix.add(percussion.open_hat(), at, 0.085 * loud, pan=0.3, room=0.1)
        elif groove.hat[place] == "x":
            accent = 1.0 if place % 4 == 0 else 0.62
            mix.add(percussion.hat(), at, 0.12 * accent * loud, pan=-0.25, room=0.08)


def _ticks(score: Score, cues: Cues, swing: float) -> Iterator[tuple[int, float]]:
    """The sixteenths from the film's start to the last hit, without the beat before the reveal."""
    step = score.beat / 4.0
    first, last = -int(cues.reveal / step), round((score.last - cues.reveal) / step)
    for tick in range(first, last):
        if -4 <= tick < 0:
            continue
        at = cues.reveal + step * (tick + (swing if tick % 2 else 0.0))
        yield tick, at
