from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.engine.arrays import Floats
from lib.engine.palette import PALETTES, Palette, brand, parse_palette
from lib.errors import InvalidChoice


def _least_saturation(colours: Floats) -> float:
    return float((1 - colours.min(axis=1) / colours.max(axis=1)).min())


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_a_gradient_never_passes_through_white(palette: Palette) -> None:
    colours = palette.gradient(np.linspace(0, 1, 101, dtype=np.float32))
    assert colours.shape == (101, 3)
    assert _least_saturation(colours) > 0.4


@given(st.text("0123456789abcdef", min_size=6, max_size=6))
def test_a_brand_colour_becomes_a_gradient_as_saturated_as_itself(digits: str) -> None:
    palette = brand(digits)
    channels = [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
    colours = palette.gradient(np.linspace(0, 1, 51, dtype=np.float32))
    assert np.isfinite(colours).all()
    assert colours.max() <= 1.0
    if min(channels) == 0 < max(channels):
        assert _least_saturation(colours) > 0.55


def test_a_brand_colour_is_read_with_or_without_its_hash() -> None:
    assert parse_palette("#1E90FF") == parse_palette("1e90ff")


@pytest.mark.parametrize("value", ["", "#12345", "#12345g", "gold2", "rgb(1,2,3)"])
def test_an_unknown_palette_is_refused_by_name(value: str) -> None:
    with pytest.raises(InvalidChoice, match="gold") as caught:
        parse_palette(value)
    assert caught.value.field == "palette"
