"""Scenery: the place behind the drones, drawn once in linear light and kept on disk.

core       what a Scenery is, and what every place is drawn with     shanghai   Lujiazui from the Bund
west_lake  hills, pagodas, a bridge, lotus                           alley      a wet street of signs

A new place is one more folder with a function that returns a Scenery, and one more line in _PLACES.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from lib.engine.cache import CACHE_DIR
from lib.engine.scenery.alley.lane import alley
from lib.engine.scenery.core.plate import Boat, Scenery
from lib.engine.scenery.core.stored import kept, version
from lib.engine.scenery.shanghai.lujiazui import shanghai
from lib.engine.scenery.west_lake.lake import west_lake
from lib.errors import InvalidChoice

__all__ = ["Boat", "Scenery", "build", "load"]

_PLACES: Final[dict[str, Callable[[], Scenery]]] = {
    "shanghai": shanghai,
    "west-lake": west_lake,
    "alley": alley,
}

_loaded: Final[dict[str, Scenery]] = {}
_loading: Final = threading.Lock()


def load(name: str) -> Scenery:
    """The kept copy, drawn now if there is none; one object a process. Raise InvalidChoice.

    Safe from any number of threads and processes; whoever comes first draws.
    """
    with _loading:
        if name not in _loaded:
            draw = _place(name)
            _loaded[name] = kept(CACHE_DIR / "scenery" / f"{name}-{version()}", draw)
        return _loaded[name]


def build(name: str) -> Scenery:
    """Always drawn anew (seconds of work), always the same. Raise InvalidChoice."""
    return _place(name)()


def _place(name: str) -> Callable[[], Scenery]:
    if name in _PLACES:
        return _PLACES[name]
    expected = " | ".join(_PLACES)
    raise InvalidChoice(
        f"There is no scenery {name!r}. Choose one of {expected}.",
        field="scenery",
        expected=expected,
        received=repr(name),
    )
