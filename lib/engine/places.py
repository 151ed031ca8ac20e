"""The scenery behind each template, by the template's name."""

from __future__ import annotations

from typing import Final

from lib.template import LANTERN_FESTIVAL, NEON_ALLEY, SHANGHAI_DRONE_SHOW

PLACES: Final = {
    SHANGHAI_DRONE_SHOW.name: "shanghai",
    LANTERN_FESTIVAL.name: "west-lake",
    NEON_ALLEY.name: "alley",
}
