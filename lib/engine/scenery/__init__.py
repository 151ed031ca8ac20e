"""Scenery: the place behind the drones, drawn once in linear light and kept on disk.

core       what a Scenery is, and what every place is drawn with     shanghai   Lujiazui from the Bund
west_lake  hills, pagodas, a bridge, lotus                           alley      a wet street of signs

A new place is one more folder with a function that returns a Scenery, and one more line in _PLACES.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Final

from lib.engine.cache import CACHE_DIR
from lib.engine.frame import Frame
from lib.engine.scenery.alley.lane import alley
from lib.engine.scenery.core.plate import Boat, Scenery
from lib.engine.scenery.core.stored import kept, version
from lib.engine.scenery.shanghai.lujiazui import shanghai
from lib.engine.scenery.west_lake.lake import west_lake
from lib.errors import InvalidChoice

__all__ = ["Boat", "Scenery", "build", "load"]

_PLACES: Final[dict[str, Callable[[Frame], Scenery]]] = {
    "shanghai": shanghai,
    "west-lake": west_lake,
    "alley": alley,
}

_loaded: Final[dict[tuple[str, Frame], Scenery]] = {}
_loading: Final = threading.Lock()


def load(name: str, frame: Frame = Frame()) -> Scenery:  # noqa: B008 - frozen
    """Return the scenery from the cache, or draw it now; one object a process. Raise InvalidChoice.

    Threads and processes may call it at once: the first one draws.
    """
    with _loading:
        if (name, frame) not in _loaded:
            draw = _place(name)
            folder = CACHE_DIR / "scenery" / f"{name}-{frame.format}-{version()}"
            _loaded[name, frame] = kept(folder, partial(draw, frame))
        return _loaded[name, frame]


def build(name: str, frame: Frame = Frame()) -> Scenery:  # noqa: B008 - frozen
    """Draw it, which takes seconds and always gives the same. Raise InvalidChoice."""
    return _place(name)(frame)


def _place(name: str) -> Callable[[Frame], Scenery]:
    if name in _PLACES:
        return _PLACES[name]
    raise InvalidChoice.among("scenery", name, _PLACES)
