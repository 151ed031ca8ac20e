"""A video request is good once it is there, and fits the provider that it is sent to."""

from __future__ import annotations

import pytest

from lib.errors import InvalidChoice, InvalidInput
from lib.format import Format
from lib.provider import Provider
from lib.request import SEEDS, VideoRequest
from lib.template import LANTERN_FESTIVAL


def test_what_is_left_out_is_the_vendors_own_and_follows_from_the_words() -> None:
    request = VideoRequest.parse("  Hello ")
    assert (request.caption.text, request.template.name) == ("Hello", "Shanghai Drone Show")
    assert (request.format.name, request.palette, request.seed) == ("608x1080", None, None)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"words": " "}, "prompt"),
        ({"template": "Times Square"}, "template"),
        ({"format": "9x16"}, "format"),
        ({"palette": "beige"}, "palette"),
        ({"palette": "#12345"}, "palette"),
        ({"seed": -1}, "seed"),
        ({"seed": SEEDS}, "seed"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(asked: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        VideoRequest.parse(**{"words": "Hello", **asked})  # type: ignore[arg-type]  # wrong on purpose
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("GOLD", "gold"), ("#FF8800", "#ff8800"), ("Ff8800", "#ff8800"), ("", None)],
)
def test_one_palette_has_one_name_however_it_was_written(asked: str, kept: str | None) -> None:
    assert VideoRequest.parse("Hello", palette=asked).palette == kept


def test_what_a_provider_does_not_know_is_not_sent_to_it() -> None:
    request = VideoRequest.parse("Hello", palette="gold", seed=7)
    assert request.fitted_to(Provider.BUILTIN) == request
    assert request.fitted_to(Provider.AIMLAPI) == VideoRequest.parse("Hello")


def test_a_template_or_format_that_a_provider_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidChoice, match="AI/ML API has no template") as template:
        VideoRequest.parse("Hello", template=LANTERN_FESTIVAL.name).fitted_to(Provider.AIMLAPI)
    assert template.value.field == "template"
    wide = VideoRequest(caption=VideoRequest.parse("Hello").caption, format=Format(9999, 9))
    for provider in Provider:
        with pytest.raises(InvalidChoice, match="has no format") as size:
            wide.fitted_to(provider)
        assert size.value.field == "format"
