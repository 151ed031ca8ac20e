from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.urls import Urls


@pytest.mark.parametrize("written", ["studio/sky", "/studio/sky", "studio/sky/", "/studio/sky/"])
def test_a_sub_path_may_be_written_with_or_without_slashes(written: str) -> None:
    assert Urls.of(written).path("/previews") == "/studio/sky/previews"


@pytest.mark.parametrize("written", [None, "", "/"])
def test_without_a_sub_path_an_address_is_its_path(written: str | None) -> None:
    assert Urls.of(written).path("/previews") == "/previews"


@given(path=st.text(max_size=20), words=st.text(max_size=20))
def test_any_letters_come_back_out_of_an_address(path: str, words: str) -> None:
    address = urlsplit(Urls.of("studio").path(f"/{path}", {"words": words}))
    assert unquote(address.path) == f"/studio/{path}"
    assert parse_qs(address.query, keep_blank_values=True) == {"words": [words]}
    assert not address.fragment


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/studio/sky", "/"),
        ("/studio/sky/", "/"),
        ("/studio/sky/clips/x", "/clips/x"),
        ("/studio/skylark", None),
        ("/clips/x", None),
        ("/", None),
    ],
)
def test_only_what_lies_below_the_sub_path_is_ours(asked: str, meant: str | None) -> None:
    assert Urls.of("studio/sky").below(asked) == meant


def test_a_link_for_elsewhere_needs_the_public_address() -> None:
    assert Urls().absolute("/s/x") is None
    public = Urls.of("sky", "https://Films.example.com/sky/")
    assert public.absolute("/s/x", {"a": "b"}) == "https://Films.example.com/sky/s/x?a=b"
    assert public.public_origin == "https://films.example.com"
