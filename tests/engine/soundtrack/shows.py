"""Shows to play to, as the template composes them, and what is played."""

from __future__ import annotations

from functools import cache

from lib.engine import soundtrack
from lib.engine.arrays import Floats
from lib.engine.request import RenderRequest
from lib.engine.show import Show
from lib.engine.templates import compose
from lib.template import SHANGHAI_DRONE_SHOW, Template


@cache
def show_of(seed: int, palette: str = "gold", template: Template = SHANGHAI_DRONE_SHOW) -> Show:
    return compose(RenderRequest.parse("HI", template.name, palette, seed))


@cache
def sound_of(seed: int, palette: str = "gold", template: Template = SHANGHAI_DRONE_SHOW) -> Floats:
    return soundtrack.compose(show_of(seed, palette, template))
