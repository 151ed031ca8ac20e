"""A file is a video when every picture of it decodes; its poster is never black."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.errors import BadVideo, Cancelled, ForeignFormat, LookBrokenOff, StorageError
from lib.media import Limits, glance, inspect, sha256_of
from lib.media.decode import look
from tests import bombs
from tests.films import film


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "film.mp4"


def test_what_is_told_of_a_film_is_found_in_it(file: Path) -> None:
    file.write_bytes(film(seconds=1.0))
    video = inspect(file)
    assert (video.width, video.height, video.has_sound) == (64, 96, True)
    assert video.duration == pytest.approx(1.0, abs=0.06)
    assert (video.size, video.sha256) == (len(film(seconds=1.0)), sha256_of(file))


def test_a_film_without_sound_is_one_all_the_same(file: Path) -> None:
    file.write_bytes(film(sound=False))
    assert inspect(file).has_sound is False


def test_the_poster_is_a_webp_of_the_films_size(file: Path, tmp_path: Path) -> None:
    file.write_bytes(film())
    inspect(file, tmp_path / "poster.webp")
    with Image.open(tmp_path / "poster.webp") as image:
        assert (image.format, image.size) == ("WEBP", (64, 96))


def test_the_poster_is_a_bright_frame_where_there_is_one(file: Path, tmp_path: Path) -> None:
    file.write_bytes(film(seconds=1.0, dark_until=0.75))
    inspect(file, tmp_path / "poster.webp")
    with Image.open(tmp_path / "poster.webp") as image:
        assert sum(image.convert("L").tobytes()) / (64 * 96) > 30


def test_a_film_that_is_black_throughout_has_a_poster_too(file: Path, tmp_path: Path) -> None:
    file.write_bytes(film(seconds=0.5, dark_until=9.0))
    inspect(file, tmp_path / "poster.webp")
    assert (tmp_path / "poster.webp").stat().st_size > 0


@pytest.mark.parametrize("dark_until", [0.0, 1.4, 2.6, 9.0])
@pytest.mark.parametrize("seconds", [0.3, 3.0])
def test_a_glance_finds_what_a_look_at_every_picture_finds(
    file: Path, tmp_path: Path, seconds: float, dark_until: float
) -> None:
    file.write_bytes(film(seconds=seconds, dark_until=dark_until))
    looked, glanced = tmp_path / "looked.webp", tmp_path / "glanced.webp"
    video = inspect(file, looked)
    assert glance(file, glanced, sha256=video.sha256) == video
    assert glanced.read_bytes() == looked.read_bytes()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_film_that_was_cut_short_is_refused(file: Path, share: float) -> None:
    whole = film(seconds=1.0)
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadVideo):
        inspect(file)


def test_every_cut_is_noticed(file: Path) -> None:
    whole = film(seconds=0.3)
    for missing in range(1, len(whole), 997):
        file.write_bytes(whole[:-missing])
        with pytest.raises(BadVideo):
            look(file, None)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>Sorry</body></html>",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\x00" * 5000,
        b"GIF89a" + bytes(500),
    ],
)
def test_something_else_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(BadVideo):
        inspect(file)


def test_damage_in_the_middle_is_refused(file: Path) -> None:
    whole = bytearray(film(seconds=1.0))
    middle = whole.index(b"mdat") + 200
    whole[middle : middle + 3000] = b"\xff" * 3000
    file.write_bytes(whole)
    with pytest.raises(BadVideo, match="damaged"):
        inspect(file)


def test_sound_alone_is_no_video(file: Path) -> None:
    file.write_bytes(film(pictures=False))
    with pytest.raises(BadVideo, match="no pictures"):
        inspect(file)


def test_a_frame_wider_than_any_screen_is_refused(file: Path) -> None:
    file.write_bytes(film(seconds=0.05, width=7680, height=16, sound=False))
    with pytest.raises(BadVideo, match="7680 x 16"):
        inspect(file)


def test_a_poster_that_cannot_be_written_is_the_disks_fault(file: Path, tmp_path: Path) -> None:
    file.write_bytes(film())
    with pytest.raises(StorageError, match="disk"):
        inspect(file, tmp_path / "no such folder" / "poster.webp")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(bombs.claims(10_000_000), "damaged", id="700 MB of table in two kilobytes"),
        pytest.param(bombs.claims(150_000_000), "damaged", id="10 GB of it"),
        pytest.param(bombs.streams(5_000), "more memory", id="streams"),
        pytest.param(bombs.edits(100_000), "too long", id="edits"),
        pytest.param(bombs.repeats(40_000), "too long", id="repeats", marks=pytest.mark.slow),
    ],
)
def test_a_small_file_that_wants_to_be_huge_is_refused_within_its_limits(
    file: Path, content: bytes, sentence: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(BadVideo, match=sentence):
        inspect(file, limits=Limits(seconds=1, memory=300_000_000))


def test_what_refuses_them_is_the_size_of_the_claim_alone(file: Path) -> None:
    for content in (bombs.repeats(40), bombs.edits(1), bombs.streams(3), film()):
        file.write_bytes(content)
        assert inspect(file, limits=Limits(seconds=5, memory=300_000_000)).width in {64, 640}


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("kill -SEGV $$", BadVideo),
        ("kill -XCPU $$", BadVideo),
        ("kill -KILL $$", StorageError),
        ("kill -TERM $$", StorageError),
        ("exit 1", StorageError),
    ],
)
def test_only_what_a_film_does_itself_is_a_word_on_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, end: str, told: type[Exception]
) -> None:
    """Not so an end from outside, as by a machine that is short of memory: the film is paid for."""
    file.write_bytes(film())
    ending = file.with_name("python")
    ending.write_text(f"#!/bin/sh\n{end}\n")
    ending.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(ending))
    with pytest.raises(told):
        inspect(file)


def test_who_looks_is_told_no_secret(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIMLAPI_API_KEY", "of no concern to a decoder")
    file.write_bytes(film())
    told, asking = file.with_name("told"), file.with_name("python")
    asking.write_text(f'#!/bin/sh\nenv > {told}\nexec {sys.executable} "$@"\n')
    asking.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(asking))
    assert inspect(file).width == 64
    assert "PATH=" in told.read_text()
    assert "AIMLAPI" not in told.read_text()


@pytest.mark.parametrize(
    ("codec", "pix_fmt"), [("mpeg2video", "yuv420p"), ("mpeg4", "yuv420p"), ("png", "rgb24")]
)
def test_a_film_that_no_browser_plays_is_named_as_such(
    file: Path, codec: str, pix_fmt: str
) -> None:
    file.write_bytes(film(codec=codec, pix_fmt=pix_fmt))
    with pytest.raises(ForeignFormat, match=rf"\({codec}\) that browsers do not play"):
        inspect(file)


def test_a_look_that_takes_too_long_by_the_clock_is_no_word_on_the_film(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(film())
    never_done = file.with_name("python")
    never_done.write_text("#!/bin/sh\nexec sleep infinity\n")
    never_done.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(never_done))
    with pytest.raises(LookBrokenOff):
        inspect(file, limits=Limits(patience=0.01))


def test_a_look_that_nobody_wants_any_more_ends(file: Path) -> None:
    file.write_bytes(film())
    with pytest.raises(Cancelled):
        inspect(file, cancelled=lambda: True)


@pytest.mark.parametrize("box", [b"avc1", b"avcC", b"stsd", b"stsz", b"stco", b"stts", b"mdhd"])
@pytest.mark.parametrize("put", [b"zzzz", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff"])
def test_a_film_of_an_unknown_codec_or_with_a_broken_index_is_a_damaged_film(
    file: Path, box: bytes, put: bytes
) -> None:
    whole = film()
    assert box in whole
    file.write_bytes(whole.replace(box, put))
    with pytest.raises(BadVideo):
        inspect(file)


@given(at=st.integers(0, 3000), put=st.binary(min_size=1, max_size=8))
@settings(max_examples=15)
def test_whatever_is_wrong_with_an_index_is_a_damaged_film_or_none(at: int, put: bytes) -> None:
    whole = bytearray(film())
    whole[at : at + len(put)] = put
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder, "film.mp4")
        broken.write_bytes(bytes(whole))
        with contextlib.suppress(BadVideo):
            assert inspect(broken).size == len(whole)
