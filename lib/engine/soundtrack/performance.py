"""The performance: the show's score chooses who plays, and the master makes it a soundtrack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lib.engine.arrays import Floats
from lib.engine.show import SAMPLE_RATE, Arrangement, Show
from lib.engine.soundtrack import alley, ensemble, lanterns, skyline
from lib.engine.soundtrack.master import master
from lib.engine.soundtrack.mix import Mix
from lib.engine.soundtrack.note import forget_notes

#: The players of each arrangement. A new one is a module with `play` and `warm`, and a line here.
_PLAYERS: Final[Mapping[Arrangement, Callable[[Mix, Show], None]]] = {
    Arrangement.SKYLINE: skyline.play,
    Arrangement.LANTERNS: lanterns.play,
    Arrangement.ALLEY: alley.play,
}
_RECORDINGS: Final[tuple[Callable[[], None], ...]] = (skyline.warm, lanterns.warm, alley.warm)


def compose(show: Show) -> Floats:
    """(2, round(duration * SAMPLE_RATE)) float32, -14 LUFS: the same show, the same samples."""
    return master(_played(show))


def _played(show: Show) -> Floats:
    mix = Mix(round(show.duration * SAMPLE_RATE))
    _PLAYERS[show.arrangement](mix, show)
    forget_notes()
    return mix.heard()


def warm() -> None:
    """Compile the kernels and make the recordings, so that no request waits for them."""
    for make in _RECORDINGS:
        make()
    mix = Mix(SAMPLE_RATE)
    ensemble.hold(mix.dry, 57.0, (0.0, 0.9), phase=0.0, level=0.1, pan=0.0, opening=(0.0, 1.0))
    master(mix.heard())
