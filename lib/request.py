"""VideoRequest: what shall be made. It is parsed once, at the door, so whoever holds one knows it is valid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from lib.caption import Caption
from lib.errors import InvalidChoice, InvalidInput
from lib.format import PORTRAIT, Format
from lib.palette import parse_palette_name
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.template import SHANGHAI_DRONE_SHOW, Template

#: A seed is an integer from 0 up to but not including this.
SEEDS: Final = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRequest:
    """`palette` and `seed` are None where they follow from the words."""

    caption: Caption
    template: Template = SHANGHAI_DRONE_SHOW
    format: Format = PORTRAIT
    palette: str | None = None
    seed: int | None = None

    @classmethod
    def parse(
        cls,
        words: str,
        *,
        template: str = SHANGHAI_DRONE_SHOW.name,
        format: str = PORTRAIT.name,  # noqa: A002  # the word on the wire
        palette: str | None = None,
        seed: int | None = None,
    ) -> Self:
        """Raise InvalidInput, naming the field. An empty palette is none."""
        return cls(
            caption=Caption.parse(words),
            template=Template.parse(template),
            format=Format.parse(format),
            palette=parse_palette_name(palette) if palette else None,
            seed=_checked_seed(seed),
        )

    def fitted_to(self, provider: Provider) -> Self:
        """Return the same without a palette or seed that this provider does not know.

        Raise InvalidChoice if it does not have the template or the format.
        """
        if self.template not in provider.templates:
            raise _not_offered(
                provider, "template", self.template.name, [each.name for each in provider.templates]
            )
        if self.format not in provider.formats:
            raise _not_offered(
                provider, "format", self.format.name, [each.name for each in provider.formats]
            )
        return replace(
            self,
            palette=self.palette if provider.palettes else None,
            seed=self.seed if provider.is_repeatable else None,
        )

    def as_sent_to(self, provider: Provider) -> Self:
        """Return what goes over the wire: on one line where the provider keeps no line breaks."""
        if provider.keeps_lines:
            return self
        return replace(self, caption=Caption(self.caption.on_one_line))


def _checked_seed(seed: int | None) -> int | None:
    if seed is None or 0 <= seed < SEEDS:
        return seed
    raise InvalidInput(
        Problem.of(Code.SEED_OUT_OF_RANGE, largest=SEEDS - 1),
        field="seed",
        expected=f"integer from 0 to {SEEDS - 1}",
        received=str(seed),
    )


def _not_offered(provider: Provider, field: str, asked: str, offered: list[str]) -> InvalidChoice:
    expected, received = " | ".join(map(repr, offered)), repr(asked)
    facts = {"field": field, "expected": expected, "received": received}
    return InvalidChoice(Problem.of(Code.NOT_OFFERED, provider=provider, **facts), **facts)
