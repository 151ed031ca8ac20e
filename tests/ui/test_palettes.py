from __future__ import annotations

from lib.engine.palette import PALETTES
from lib.ui.palettes import AUTO, SWATCHES


def test_every_palette_of_the_engine_has_its_swatch_and_no_other() -> None:
    assert list(SWATCHES) == [AUTO, *(palette.name for palette in PALETTES)]
