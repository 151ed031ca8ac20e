from __future__ import annotations

import pytest

from lib.engine.palette import PALETTES
from lib.palette import PALETTE_NAMES
from lib.ui.palettes import AUTO, BRAND, SWATCHES, is_dark


def test_every_palette_has_its_colours_in_the_engine_and_its_swatch_on_the_page() -> None:
    assert tuple(palette.name for palette in PALETTES) == PALETTE_NAMES
    assert tuple(SWATCHES) == (AUTO, *PALETTE_NAMES, BRAND)


@pytest.mark.parametrize(
    ("colour", "dark"),
    [
        ("#000000", True),
        ("#0a1a3f", True),
        ("#3b0000", True),
        ("#e60023", False),
        ("#ffffff", False),
    ],
)
def test_a_colour_that_no_night_shows_is_told_from_one_that_shines(
    colour: str, *, dark: bool
) -> None:
    assert is_dark(colour) is dark
