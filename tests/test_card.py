"""The picture of a link: of one size, with the whole still in it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from lib.errors import BadVideo
from lib.media import CARD_SIZE, compose_card


def card_of(still: Image.Image) -> Image.Image:
    out = io.BytesIO()
    still.save(out, "WEBP", lossless=True)
    return Image.open(io.BytesIO(compose_card(out.getvalue()))).convert("RGB")


@pytest.mark.parametrize("size", [(608, 1080), (1080, 1350), (1080, 1080), (1200, 675), (7, 900)])
def test_a_still_of_any_shape_becomes_a_card(size: tuple[int, int]) -> None:
    assert card_of(Image.new("RGB", size, (200, 120, 40))).size == CARD_SIZE


def test_a_tall_still_stands_whole_in_its_own_dimmer_light() -> None:
    still = Image.new("RGB", (608, 1080), (200, 120, 40))
    still.paste((250, 250, 250), (0, 0, 608, 40))
    still.paste((250, 250, 250), (0, 1040, 608, 1080))
    card = np.asarray(card_of(still).convert("L"), np.float32)
    middle, side = card[:, 560:640], card[:, :200]
    assert middle[:12].mean() > 235  # not a row of it is cut off
    assert middle[-12:].mean() > 235
    assert side.mean() < 0.7 * middle[300:330].mean()


def test_a_wide_still_fills_the_card() -> None:
    card = np.asarray(card_of(Image.new("RGB", (1200, 675), (200, 120, 40))), np.float32)
    assert np.abs(card - (200, 120, 40)).max() < 6


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(BadVideo):
        compose_card(b"RIFF no picture")
