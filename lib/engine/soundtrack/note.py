"""Notes: sounds that a show plays again and again, made once for all their times in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from lib.engine.arrays import Floats

_Note = Callable[[int], Floats]
_forgetting: Final[list[Callable[[], None]]] = []


def note(kept: int) -> Callable[[_Note], _Note]:
    """Of a function of a pitch: the last `kept` of its sounds are remembered, never to be written on."""

    def remembering(make: _Note) -> _Note:
        remembered = lru_cache(maxsize=kept)(make)
        _forgetting.append(remembered.cache_clear)
        return remembered

    return remembering


def forget_notes() -> None:
    """The next show is in another key: what this one played only takes room."""
    for forget in _forgetting:
        forget()
