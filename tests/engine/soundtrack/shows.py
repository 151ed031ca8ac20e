"""Shows to play to, as the template composes them, and what is played."""

from __future__ import annotations

from functools import cache

from lib.engine import soundtrack
from lib.engine.order import Order
from lib.engine.palette import Floats
from lib.engine.show import Show
from lib.engine.templates import compose


@cache
def show_of(seed: int, palette: str = "gold") -> Show:
    return compose(Order.parse("HI", palette=palette, seed=seed))


@cache
def sound_of(seed: int, palette: str = "gold") -> Floats:
    return soundtrack.compose(show_of(seed, palette))
