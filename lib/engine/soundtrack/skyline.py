"""The skyline's performance: the score, and what happens on the river."""

from __future__ import annotations

import numpy as np

from lib.engine.show import Show
from lib.engine.soundtrack import (
    crowd,
    ensemble,
    fireworks,
    groove,
    lead,
    percussion,
    reveal,
    rotors,
    whoosh,
)
from lib.engine.soundtrack.instruments import bell
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.noise import bed, looped, paced
from lib.engine.soundtrack.score import Score, rng, write


def play(mix: Mix, show: Show) -> None:
    score = write(show)
    ensemble.play_pad(mix, score, show)
    ensemble.play_bass(mix, score, show.cues)
    ensemble.play_notes(mix, score)
    lead.play(mix, score, 0.10)
    groove.play(mix, score, show, groove.DRIVES)
    mix.shape(ensemble.dynamics(mix.samples, show.cues))
    ensemble.stop(mix, score)
    _play_reveal(mix, score, show.cues.reveal)
    ensemble.hit(mix, score, score.last, 0.8)
    whoosh.play(mix, show, 0.022)
    _play_river(mix, show)


def warm() -> None:
    """Make the recordings that are kept."""
    percussion.warm()
    whoosh.rush()
    rotors.swarm()
    crowd.warm()
    reveal.riser()
    reveal.boom()
    reveal.shimmer()
    fireworks.warm()


def _play_reveal(mix: Mix, score: Score, at: float) -> None:
    mix.add(reveal.riser(), at - reveal.RISE_SECONDS, 0.046, room=0.25)
    mix.add(reveal.boom(), at, 0.66, room=0.10)
    mix.add(reveal.shimmer(), at, 0.034, room=0.5)
    ensemble.hit(mix, score, at, 1.6)
    top = next(h for h in score.harmonies if h.until > at)
    for number, voice in enumerate(top.voices):
        mix.add(bell(voice + 24), at, 0.030, pan=0.5 * (number - 1.5), room=1.2)


def _play_river(mix: Mix, show: Show) -> None:
    """Water and city, the swarm, the people, the fireworks."""
    cues = show.cues
    air = bed(120.0, 1400.0, seed=61)
    city = np.stack([looped(air, start, mix.samples) for start in (0, 210_000)])
    mix.add(city, 0.0, 0.0035, room=0.0)
    mix.add(rotors.swarm(), cues.launch - 0.2, 0.19, room=0.12)
    mix.add(rotors.swarm(), cues.writing - 0.5, 0.075, room=0.2)
    r = rng(show.seed, "crowd")
    takes = r.permutation(crowd.TAKES)
    for take, at, level in (
        (takes[0], cues.reveal + 0.25, 0.16),
        (takes[1], cues.finale + 0.35, 0.18),
    ):
        mix.add(paced(crowd.cheer(int(take)), r.uniform(0.93, 1.07)), at, level, room=0.2)
        mix.add(paced(crowd.applause(), r.uniform(0.9, 1.1)), at + 0.3, 2.4 * level, room=0.15)
    fireworks.play(mix, cues.shells, show.frame, rng(show.seed, "shells"))
