"""A format is a size with a name."""

from __future__ import annotations

import pytest

from lib.errors import InvalidChoice
from lib.format import FORMATS, PORTRAIT, Format


@pytest.mark.parametrize("offered", FORMATS, ids=str)
def test_every_format_is_found_by_its_name(offered: Format) -> None:
    assert Format.parse(offered.name) == Format.stored(offered.name) == offered


def test_the_video_apis_own_format_is_608_by_1080() -> None:
    assert (PORTRAIT.name, PORTRAIT.width, PORTRAIT.height) == ("608x1080", 608, 1080)


@pytest.mark.parametrize("name", ["", "portrait", "608X1080", "1x1", "608x1080 "])
def test_another_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InvalidChoice, match="608x1080") as caught:
        Format.parse(name)
    assert caught.value.field == "format"


def test_a_size_that_is_no_longer_offered_is_still_known() -> None:
    assert Format.stored("640x360") == Format(640, 360)
    with pytest.raises(ValueError, match="no format"):
        Format.stored("wide")
