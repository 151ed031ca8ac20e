"""Film, poster and every other rendition of a generation have one key each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.archive import Archive
from lib.rendition import FILM, POSTER, Rendition, generation_of

SQUARE = Rendition("1080x1080", "mp4", "video/mp4")
GIF = Rendition("small", "gif", "image/gif")

IDS = st.text("abcXYZ019_-", min_size=1, max_size=30)


def test_film_and_poster_lie_where_they_always_have() -> None:
    assert (FILM.key("abc"), POSTER.key("abc")) == ("abc.mp4", "abc.webp")


@given(IDS)
def test_the_generation_of_a_key_is_told_from_it(generation_id: str) -> None:
    keys = [each.key(generation_id) for each in (FILM, POSTER, SQUARE, GIF)]
    assert len({*keys}) == 4
    assert {generation_of(key) for key in keys} == {generation_id}


@pytest.mark.parametrize(
    ("name", "ending"), [("../x", "mp4"), ("", "mp4"), ("a/b", "mp4"), ("a", "")]
)
def test_a_name_that_would_leave_its_folder_is_refused(name: str, ending: str) -> None:
    with pytest.raises(ValueError, match="no name of a rendition"):
        Rendition(name, ending, "video/mp4")


@pytest.mark.parametrize("url", [None, "memory:///"])
def test_the_renditions_of_a_generation_are_listed_and_deleted_together(
    tmp_path: Path, url: str | None
) -> None:
    archive, file = Archive.open_url(url, tmp_path / "archive"), tmp_path / "file"
    file.write_bytes(b"bytes")
    for rendition in (FILM, POSTER, SQUARE, GIF):
        archive.store(rendition.key("mine"), file)
        archive.store(rendition.key("mine-too"), file)
    assert sorted(archive.renditions("mine")) == [
        "mine.mp4", "mine.webp", "mine/1080x1080.mp4", "mine/small.gif",
    ]  # fmt: skip
    archive.delete_all("mine")
    assert [*archive.renditions("mine")] == []
    assert len([*archive.renditions("mine-too")]) == 4
    archive.delete_all("never there")
