"""Templates: a catalogue, not code. A new video design is a new entry here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.errors import InvalidChoice


@dataclass(frozen=True, slots=True)
class Template:
    """A video design. `name` is what goes over the wire, `slug` what goes into file names."""

    name: str
    slug: str
    description: str
    palettes: tuple[str, ...] = ()  # one of these where none is asked for; none named: any

    @classmethod
    def parse(cls, name: str) -> Template:
        """Return the template of this name. Raise InvalidChoice if the catalogue has none."""
        for template in CATALOGUE:
            if template.name == name:
                return template
        raise InvalidChoice.among("template", name, (each.name for each in CATALOGUE))

    @classmethod
    def stored(cls, name: str) -> Template:
        """Return the template that was stored under this name, also if it has left the catalogue."""
        for template in CATALOGUE:
            if template.name == name:
                return template
        return cls(name=name, slug="", description="")


SHANGHAI_DRONE_SHOW: Final = Template(
    name="Shanghai Drone Show",
    slug="shanghai-drone-show",
    description="Drones rise from the Bund and write your words over the Huangpu.",
)

LANTERN_FESTIVAL: Final = Template(
    name="Lantern Festival",
    slug="lantern-festival",
    description="Paper lanterns rise from West Lake and write your words under a full moon.",
    palettes=("gold", "red"),
)

NEON_ALLEY: Final = Template(
    name="Neon Alley",
    slug="neon-alley",
    description="A neon sign over a rain-wet street flickers, catches and glows with your words.",
    palettes=("neon", "red", "ice", "jade"),
)

CATALOGUE: Final = (SHANGHAI_DRONE_SHOW, LANTERN_FESTIVAL, NEON_ALLEY)
