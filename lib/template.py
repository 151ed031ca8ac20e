"""Templates and who renders them: a catalogue, not code. A new video design is a new line here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lib.errors import InvalidChoice


class Provider(StrEnum):
    """Who renders. Both speak the same API; the value is the word in settings and database."""

    BUILTIN = "builtin"  # our engine, on this machine: free
    AIMLAPI = "aimlapi"  # AI/ML API: charges for every accepted task

    @property
    def label(self) -> str:
        return {Provider.BUILTIN: "Built-in engine", Provider.AIMLAPI: "AI/ML API"}[self]

    @property
    def charges(self) -> bool:
        return self is Provider.AIMLAPI

    @classmethod
    def parse(cls, value: str) -> Provider:
        """Raise InvalidChoice for a word that is none of ours."""
        try:
            return cls(value)
        except ValueError as error:
            expected = " | ".join(repr(str(provider)) for provider in cls)
            raise InvalidChoice(
                f"There is no provider {value!r}. Choose one of {expected}.",
                field="provider",
                expected=expected,
                received=repr(value),
            ) from error


@dataclass(frozen=True, slots=True)
class Template:
    """A video design. `name` is what goes over the wire, `slug` what goes into file names."""

    name: str
    slug: str
    description: str
    providers: frozenset[Provider]
    palettes: tuple[str, ...] = ()  # one of these where none is asked for; none named: any

    @classmethod
    def parse(cls, name: str, provider: Provider) -> Template:
        """Raise InvalidChoice if that provider offers no template of this name."""
        offered = offered_by(provider)
        for template in offered:
            if template.name == name:
                return template
        expected = " | ".join(repr(template.name) for template in offered)
        raise InvalidChoice(
            f"{provider.label} has no template {name!r}. Choose one of {expected}.",
            field="template",
            expected=expected,
            received=repr(name),
        )


SHANGHAI_DRONE_SHOW: Final = Template(
    name="Shanghai Drone Show",
    slug="shanghai-drone-show",
    description="Drones rise from the Bund and write your words over the Huangpu.",
    providers=frozenset({Provider.BUILTIN, Provider.AIMLAPI}),
)

LANTERN_FESTIVAL: Final = Template(
    name="Lantern Festival",
    slug="lantern-festival",
    description="Paper lanterns rise from West Lake and write your words under a full moon.",
    providers=frozenset({Provider.BUILTIN}),
    palettes=("gold", "red"),
)

NEON_ALLEY: Final = Template(
    name="Neon Alley",
    slug="neon-alley",
    description="A neon sign over a rain-wet street flickers, catches and glows with your words.",
    providers=frozenset({Provider.BUILTIN}),
    palettes=("neon", "red", "ice", "jade"),
)

CATALOGUE: Final = (SHANGHAI_DRONE_SHOW, LANTERN_FESTIVAL, NEON_ALLEY)


def offered_by(provider: Provider) -> tuple[Template, ...]:
    return tuple(template for template in CATALOGUE if provider in template.providers)
