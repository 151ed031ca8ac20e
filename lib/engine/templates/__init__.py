"""Templates: one file a look. Each offers compose(request) -> Show, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.engine.templates import lantern_festival, neon_alley, shanghai_drone_show
from lib.template import LANTERN_FESTIVAL, NEON_ALLEY, SHANGHAI_DRONE_SHOW

_COMPOSERS: Final[Mapping[str, Callable[[RenderRequest], Show]]] = {
    SHANGHAI_DRONE_SHOW.name: shanghai_drone_show.compose,
    LANTERN_FESTIVAL.name: lantern_festival.compose,
    NEON_ALLEY.name: neon_alley.compose,
}


def compose(request: RenderRequest) -> Show:
    """Compose the show of a request; the same request gives the same show.

    Raise UnsupportedCharacters where no font has one of the caption's characters.
    """
    return _COMPOSERS[request.template.name](request)
