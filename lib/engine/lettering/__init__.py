"""Lettering: a caption -> balanced lines -> shaped outlines -> evenly spaced dots, for drones.

In reading order: fonts, characters (what draws each) -> direction, shaping (glyphs) -> words,
breaks, lines, layout (where they stand) -> ink (filled outlines) -> dots, kernels -> drawing (all of it).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lib.engine.lettering.characters import check_supported, unsupported

if TYPE_CHECKING:
    from lib.engine.lettering.drawing import Lettering, letter, warm

__all__ = ["Lettering", "check_supported", "letter", "unsupported", "warm"]


def __getattr__(name: str) -> object:
    """Numba takes a second to import: only who draws shall wait for it, not who only asks."""
    if name in {"Lettering", "letter", "warm"}:
        return getattr(import_module("lib.engine.lettering.drawing"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
