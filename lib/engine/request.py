"""RenderRequest: everything a video depends on. The same request gives the same pixels and samples."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Self

from lib.caption import Caption
from lib.engine.moods import mood_of
from lib.engine.palette import PALETTES, Palette, parse_palette
from lib.errors import InvalidInput
from lib.format import PORTRAIT, Format
from lib.problem import Code, Problem
from lib.template import SHANGHAI_DRONE_SHOW, Template

SEEDS: Final = 2**32


@dataclass(frozen=True, slots=True)
class RenderRequest:
    caption: Caption
    template: Template
    palette: Palette
    seed: int
    format: Format = PORTRAIT

    @classmethod
    def parse(
        cls,
        words: str,
        template: str = SHANGHAI_DRONE_SHOW.name,
        palette: str | None = None,
        seed: int | None = None,
        format: str | None = None,  # noqa: A002 - the word on the wire
    ) -> Self:
        """Raise InvalidInput, naming the field. A palette or seed that is left out follows from the words."""
        caption = Caption.parse(words)
        design = Template.parse(template)
        size = Format.parse(format) if format else PORTRAIT
        rng = hashlib.sha256(f"{design.name}\n{caption}".encode()).digest()
        if seed is not None and not 0 <= seed < SEEDS:
            raise InvalidInput(
                Problem.of(Code.SEED_OUT_OF_RANGE, largest=SEEDS - 1),
                field="seed",
                expected=f"integer from 0 to {SEEDS - 1}",
                received=str(seed),
            )
        return cls(
            caption=caption,
            template=design,
            palette=parse_palette(palette) if palette else fitting_palette(caption, design),
            seed=int.from_bytes(rng[1:5]) if seed is None else seed,
            format=size,
        )


def fitting_palette(caption: Caption, design: Template) -> Palette:
    """What "Auto" picks: by what the words tell of, else by the first of them.

    Words that go on keep their colours: only one that tells of a mood changes them.
    """
    fitting = [each for each in PALETTES if each.name in design.palettes] or list(PALETTES)
    mood = mood_of(caption.on_one_line)
    for wanted in mood.palettes if mood else ():
        if found := next((each for each in fitting if each.name == wanted), None):
            return found
    first = next(filter(str.isalnum, caption.text), caption.text[0]).casefold()
    draw = hashlib.sha256(f"{design.name}\n{first}".encode()).digest()
    return fitting[draw[0] % len(fitting)]
