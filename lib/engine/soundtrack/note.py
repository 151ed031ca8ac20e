"""Notes: sounds that a show plays again and again, made once for all their times in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from lib.engine.arrays import Floats

_Note = Callable[[int], Floats]
_forgetting: Final[list[Callable[[], None]]] = []


def note(kept: int) -> Callable[[_Note], _Note]:
    """Decorate a function of a pitch: cache its last `kept` sounds; callers must not change them."""

    def remembering(make: _Note) -> _Note:
        remembered = lru_cache(maxsize=kept)(make)
        _forgetting.append(remembered.cache_clear)
        return remembered

    return remembering


def forget_notes() -> None:
    """Empty these caches, because the next show is in another key."""
    for forget in _forgetting:
        forget()
