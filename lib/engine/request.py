"""RenderRequest: everything a video depends on. The same request gives the same pixels and samples."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Self

from lib.caption import Caption
from lib.engine.palette import PALETTES, Palette, parse_palette
from lib.errors import InvalidInput
from lib.template import SHANGHAI_DRONE_SHOW, Template

SEEDS: Final = 2**32


@dataclass(frozen=True, slots=True)
class RenderRequest:
    caption: Caption
    template: Template
    palette: Palette
    seed: int

    @classmethod
    def parse(
        cls,
        words: str,
        template: str = SHANGHAI_DRONE_SHOW.name,
        palette: str | None = None,
        seed: int | None = None,
    ) -> Self:
        """Raise InvalidInput, saying which field. What is left out follows from the words."""
        caption = Caption.parse(words)
        design = Template.parse(template)
        rng = hashlib.sha256(f"{design.name}\n{caption}".encode()).digest()
        if seed is not None and not 0 <= seed < SEEDS:
            raise InvalidInput(
                f"The seed must be from 0 to {SEEDS - 1}.",
                field="seed",
                expected=f"integer from 0 to {SEEDS - 1}",
                received=str(seed),
            )
        return cls(
            caption=caption,
            template=design,
            palette=parse_palette(palette) if palette else _fitting(design, rng[0]),
            seed=int.from_bytes(rng[1:5]) if seed is None else seed,
        )


def _fitting(design: Template, draw: int) -> Palette:
    """One of the template's own palettes, or of all where it has none."""
    fitting = [each for each in PALETTES if each.name in design.palettes] or PALETTES
    return fitting[draw % len(fitting)]
