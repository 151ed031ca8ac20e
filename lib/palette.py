"""Palette names: the colours that can be asked for. The engine knows what they look like."""

from __future__ import annotations

import re
from typing import Final

from lib.errors import InvalidChoice

PALETTE_NAMES: Final = ("gold", "neon", "red", "ice", "jade")

_HEX: Final = re.compile(r"#?([0-9a-fA-F]{6})")


def parse_palette_name(value: str) -> str:
    """Return a palette's name or a brand colour as `#rrggbb`. Raise InvalidChoice for any other."""
    if value.lower() in PALETTE_NAMES:
        return value.lower()
    if match := _HEX.fullmatch(value):
        return f"#{match[1].lower()}"
    raise InvalidChoice.among("palette", value, (*PALETTE_NAMES, "#RRGGBB"))
