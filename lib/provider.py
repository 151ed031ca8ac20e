"""Provider: who renders, and what it can do. All providers speak the same API."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lib.errors import InvalidChoice
from lib.format import FORMATS, PORTRAIT, Format
from lib.palette import PALETTE_NAMES
from lib.template import CATALOGUE, SHANGHAI_DRONE_SHOW, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a provider can do. Everything else in Skylit asks these and never the provider's name."""

    label: str
    #: Every accepted task costs money, so an unsure submit is never repeated without being asked.
    charges: bool
    #: It makes few videos at a time, so owners take turns: one who asks for many keeps nobody waiting.
    takes_turns: bool
    #: A task can be deleted: cancelling ends the rendering.
    can_cancel: bool
    #: It draws stills of a caption before anything is made.
    has_preview: bool
    #: The same request gives the same video again, so a lost task can simply be sent again.
    is_repeatable: bool
    #: It says how far each task is.
    reports_progress: bool
    #: It is ours, and tells the checksum of each film: what arrived as it was made needs no look at
    #: every picture.
    vouches_for_films: bool
    #: It breaks lines where the caption does; the others are sent one line of words.
    keeps_lines: bool
    templates: tuple[Template, ...]
    formats: tuple[Format, ...]
    #: Palettes that can be asked for by name; none: colours cannot be chosen.
    palettes: tuple[str, ...]


class Provider(StrEnum):
    """The value is the word in settings and database."""

    BUILTIN = "builtin"  # our engine, on this machine
    AIMLAPI = "aimlapi"  # AI/ML API

    @classmethod
    def parse(cls, value: str) -> Provider:
        """Raise InvalidChoice for a word that names no provider."""
        try:
            return cls(value)
        except ValueError as error:
            raise InvalidChoice.among("provider", value, cls) from error

    @property
    def capabilities(self) -> Capabilities:
        return _CAPABILITIES[self]

    @property
    def label(self) -> str:
        return self.capabilities.label

    @property
    def charges(self) -> bool:
        return self.capabilities.charges

    @property
    def takes_turns(self) -> bool:
        return self.capabilities.takes_turns

    @property
    def can_cancel(self) -> bool:
        return self.capabilities.can_cancel

    @property
    def has_preview(self) -> bool:
        return self.capabilities.has_preview

    @property
    def is_repeatable(self) -> bool:
        return self.capabilities.is_repeatable

    @property
    def reports_progress(self) -> bool:
        return self.capabilities.reports_progress

    @property
    def vouches_for_films(self) -> bool:
        return self.capabilities.vouches_for_films

    @property
    def keeps_lines(self) -> bool:
        return self.capabilities.keeps_lines

    @property
    def templates(self) -> tuple[Template, ...]:
        return self.capabilities.templates

    @property
    def formats(self) -> tuple[Format, ...]:
        return self.capabilities.formats

    @property
    def palettes(self) -> tuple[str, ...]:
        return self.capabilities.palettes


_CAPABILITIES: Final = {
    Provider.BUILTIN: Capabilities(
        label="Built-in engine",
        charges=False,
        takes_turns=True,
        can_cancel=True,
        has_preview=True,
        is_repeatable=True,
        reports_progress=True,
        vouches_for_films=True,
        keeps_lines=True,
        templates=CATALOGUE,
        formats=FORMATS,
        palettes=PALETTE_NAMES,
    ),
    Provider.AIMLAPI: Capabilities(
        label="AI/ML API",
        charges=True,
        takes_turns=False,
        can_cancel=False,
        has_preview=False,
        is_repeatable=False,
        reports_progress=False,
        vouches_for_films=False,
        keeps_lines=False,
        templates=(SHANGHAI_DRONE_SHOW,),
        formats=(PORTRAIT,),
        palettes=(),
    ),
}
