from __future__ import annotations

from lib.engine.palette import PALETTES
from lib.palette import PALETTE_NAMES
from lib.ui.palettes import AUTO, SWATCHES


def test_every_palette_has_its_colours_in_the_engine_and_its_swatch_on_the_page() -> None:
    assert tuple(palette.name for palette in PALETTES) == PALETTE_NAMES
    assert tuple(SWATCHES) == (AUTO, *PALETTE_NAMES)
