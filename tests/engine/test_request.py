from __future__ import annotations

import pytest

from lib.engine.request import SEEDS, RenderRequest
from lib.errors import InvalidCaption, InvalidChoice, InvalidInput


def test_what_an_order_leaves_out_follows_from_its_words() -> None:
    assert RenderRequest.parse("Hello") == RenderRequest.parse("  Hello ")
    assert RenderRequest.parse("Hello").seed != RenderRequest.parse("Hello!").seed


def test_what_an_order_says_is_kept() -> None:
    order = RenderRequest.parse("Hello", palette="ice", seed=12)
    assert (order.palette.name, order.seed) == ("ice", 12)


@pytest.mark.parametrize("seed", [-1, SEEDS])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(InvalidInput, match="seed") as caught:
        RenderRequest.parse("Hello", seed=seed)
    assert caught.value.field == "seed"


def test_the_error_names_the_field_that_was_wrong() -> None:
    with pytest.raises(InvalidChoice) as template:
        RenderRequest.parse("Hello", template="Times Square")
    assert template.value.field == "template"
    with pytest.raises(InvalidChoice) as palette:
        RenderRequest.parse("Hello", palette="beige")
    assert palette.value.field == "palette"
    with pytest.raises(InvalidCaption) as caption:
        RenderRequest.parse(" ")
    assert caption.value.field == "prompt"
