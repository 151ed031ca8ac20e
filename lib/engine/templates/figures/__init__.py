"""Opening figures: what the drones show before they write. Each fits any number of drones.

Ordered figures look like a drone show; random ones look like dirt. All are some 300 to 540 pixels
wide and move slowly; their colours run through the palette's.
"""

from __future__ import annotations

from typing import Final

from lib.engine.templates.figures.code import code
from lib.engine.templates.figures.dragon import dragon
from lib.engine.templates.figures.figure import Figure
from lib.engine.templates.figures.globe import globe
from lib.engine.templates.figures.heart import heart
from lib.engine.templates.figures.helix import helix
from lib.engine.templates.figures.lotus import lotus
from lib.engine.templates.figures.palace_lantern import palace_lantern
from lib.engine.templates.figures.phoenix import phoenix
from lib.engine.templates.figures.stream import stream

__all__ = ["FIGURES", "LANTERN_FIGURES", "Figure"]

FIGURES: Final[tuple[Figure, ...]] = (globe, helix, lotus, heart, dragon, phoenix, code)
#: Those that lanterns float into.
LANTERN_FIGURES: Final[tuple[Figure, ...]] = (palace_lantern, lotus, stream)
