"""Whatever format a film comes in: every browser plays what is kept, and it shows the same."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.errors import BadVideo, Cancelled, ForeignFormat
from lib.media import inspect, receive
from lib.media.decode import look
from lib.media.transcode.playable import write_playable
from tests.films import RATE, film

#: What video APIs and studios send: codec, pixels, kind of file, sound.
FOREIGN = [
    ("mpeg2video", "yuv420p", "mp4", "aac"),
    ("mpeg4", "yuv420p", "mp4", "aac"),
    ("png", "rgb24", "mp4", "aac"),
    ("png", "rgba", "mov", "pcm_s16le"),
    ("mjpeg", "yuvj420p", "mp4", "aac"),
    ("prores_ks", "yuv422p10le", "mov", "pcm_s16le"),
    ("prores_ks", "yuva444p10le", "mov", "pcm_s16le"),
    ("qtrle", "rgb24", "mov", "pcm_s16le"),
    ("libx265", "yuv420p", "mp4", "aac"),
    ("libx265", "yuv420p10le", "mp4", "ac3"),
    ("libsvtav1", "yuv420p", "mp4", "aac"),
    ("libvpx-vp9", "yuv420p", "mp4", "libopus"),
    ("libvpx", "yuv420p", "webm", "libopus"),
    ("libvpx-vp9", "yuv420p", "webm", "libopus"),
    ("libx264", "yuv420p10le", "mp4", "aac"),
    ("libx264", "yuv444p", "mp4", "aac"),
    ("libx264", "yuv420p", "mkv", "libmp3lame"),
]

#: Pictures that browsers play, and something beside them that they do not.
COPIED = [("mp4", "ac3"), ("mp4", "alac"), ("mp4", "libopus"), ("mov", "aac"), ("mov", "pcm_s16le")]


def pictures(path: Path) -> list[np.ndarray[Any, np.dtype[np.int16]]]:
    with av.open(path) as container:
        return [
            frame.to_ndarray(format="rgb24").astype(np.int16) for frame in container.decode(video=0)
        ]


def received(folder: Path, content: bytes) -> Path:
    """As it is kept, by the same steps as `receive`, without its processes: they take their time."""
    path, kept = folder / "film.mp4", folder / "kept.mp4"
    path.write_bytes(content)
    try:
        look(path, None)
    except ForeignFormat:
        write_playable(path, kept, progress=lambda _: None)
        kept.replace(path)
    look(path, folder / "poster.webp")
    return path


def plays_everywhere(path: Path) -> None:
    """H.264 of 8 bits and 4:2:0 with AAC, in an MP4 whose index stands in front."""
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(path) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.codec_tag, context.pix_fmt) == ("h264", "avc1", "yuv420p")
        assert context.profile in {"Main", "High", "Constrained Baseline", "Baseline"}
        assert [each.codec_context.name for each in container.streams.audio] in ([], ["aac"])
        assert container.metadata["major_brand"] == "isom"


@pytest.mark.parametrize(("codec", "pixels", "kind", "sound"), FOREIGN)
def test_a_film_that_browsers_do_not_play_is_converted_and_shows_the_same(
    tmp_path: Path, codec: str, pixels: str, kind: str, sound: str
) -> None:
    content = film(codec=codec, pix_fmt=pixels, kind=kind, sound_codec=sound)
    (tmp_path / "as it came").mkdir()
    came = tmp_path / "as it came" / f"film.{kind}"
    came.write_bytes(content)
    (tmp_path / "kept").mkdir()
    kept = received(tmp_path / "kept", content)
    plays_everywhere(kept)
    before, after = pictures(came), pictures(kept)
    assert len(before) == len(after) == 12
    assert max(np.abs(a - b).mean() for a, b in zip(before, after, strict=True)) < 4
    found = look(kept, None)
    assert (found.width, found.height, found.has_sound) == (64, 96, True)
    assert found.duration == pytest.approx(12 / RATE, abs=0.06)


@pytest.mark.parametrize(("kind", "sound"), COPIED)
def test_pictures_that_play_already_are_copied_bit_for_bit(
    tmp_path: Path, kind: str, sound: str
) -> None:
    content = film(kind=kind, sound_codec=sound)
    came = tmp_path / "came"
    came.write_bytes(content)
    before = pictures(came)
    came.unlink()
    kept = received(tmp_path, content)
    plays_everywhere(kept)
    assert all((a == b).all() for a, b in zip(before, pictures(kept), strict=True))


@pytest.mark.parametrize("content", [film(), film(sound=False)], ids=["sound", "silent"])
def test_a_film_that_plays_everywhere_is_kept_as_it_came(tmp_path: Path, content: bytes) -> None:
    assert received(tmp_path, content).read_bytes() == content


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_what_is_told_of_a_film_is_told_of_the_one_that_is_kept(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(film(codec=codec))
    video = receive(path, tmp_path / "poster.webp")
    assert video == inspect(path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["film.mp4", "poster.webp"]
    plays_everywhere(path)


@pytest.mark.parametrize("size", [(63, 95), (1, 1), (2, 2), (640, 3)])
def test_a_film_of_odd_size_gains_a_line_at_most(tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = size
    content = film(codec="png", pix_fmt="rgb24", width=width, height=height)
    found = look(received(tmp_path, content), None)
    assert (found.width - width, found.height - height) == (width % 2, height % 2)


@pytest.mark.parametrize(
    "colour", [(230, 20, 20), (20, 230, 20), (20, 20, 230), (255,) * 3, (16,) * 3]
)
@pytest.mark.parametrize(
    "form", [("png", "rgb24"), ("mpeg2video", "yuv420p"), ("mjpeg", "yuvj420p")]
)
def test_colours_stay(tmp_path: Path, form: tuple[str, str], colour: tuple[int, ...]) -> None:
    came = tmp_path / "came.mp4"
    flat = np.full((96, 64, 3), colour, np.uint8)
    _encode(came, form, [av.VideoFrame.from_ndarray(flat, format="rgb24") for _ in range(4)])
    write_playable(came, tmp_path / "kept.mp4", progress=lambda _: None)
    shown = pictures(tmp_path / "kept.mp4")[2].mean(axis=(0, 1))
    assert np.abs(shown - np.array(colour)).max() < 6


@pytest.mark.parametrize("turn", [90, -90, 180])
@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_a_film_stays_as_it_stands_and_as_wide(tmp_path: Path, codec: str, turn: int) -> None:
    """Turned by a note in the file, and of pixels that are not square."""
    came, kept = tmp_path / "came.mov", tmp_path / "kept.mp4"
    flat = [av.VideoFrame.from_ndarray(np.full((96, 64, 3), 99, np.uint8)) for _ in range(4)]
    _encode(came, (codec, "yuv420p"), flat, turn=turn)
    write_playable(came, kept, progress=lambda _: None)
    with av.open(kept) as container:
        assert container.streams.video[0].sample_aspect_ratio == Fraction(4, 3)
        assert abs(next(container.decode(video=0)).rotation) == abs(turn)


def _encode(
    target: Path, form: tuple[str, str], frames: list[av.VideoFrame], *, turn: int = 0
) -> None:
    with av.open(target, "w") as container:
        stream = container.add_stream(form[0], rate=RATE)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, form[1]
        if turn:
            stream.set_display_rotation(turn)
            stream.codec_context.sample_aspect_ratio = Fraction(4, 3)
        for frame in frames:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_the_poster_is_of_the_film_that_is_kept(tmp_path: Path) -> None:
    received(tmp_path, film(codec="mpeg4", seconds=1.0, dark_until=0.75))
    with Image.open(tmp_path / "poster.webp") as image:
        assert image.size == (64, 96)
        assert sum(image.convert("L").tobytes()) / (64 * 96) > 30


def test_sound_that_nothing_can_read_is_left_out_and_the_film_is_kept(tmp_path: Path) -> None:
    """In an odd tag: FFmpeg has no decoder for it, and a browser would play it in silence."""
    content = film(sound_codec="ac3").replace(b"ac-3", b"zz-9")
    assert look(received(tmp_path, content), None).has_sound is False


@pytest.mark.parametrize("codec", ["mpeg4", "png", "libvpx"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_foreign_film_that_was_cut_short_is_refused(
    tmp_path: Path, codec: str, share: float
) -> None:
    form = {"pix_fmt": "rgb24"} if codec == "png" else {}
    kind = {"kind": "webm", "sound_codec": "libopus"} if codec == "libvpx" else {}
    whole = film(codec=codec, seconds=3.0, **form, **kind)
    with pytest.raises(BadVideo):
        received(tmp_path, whole[: int(len(whole) * share)])


@pytest.mark.parametrize("put", [b"\xff", b"\x00"])
def test_a_foreign_film_that_is_damaged_is_refused(tmp_path: Path, put: bytes) -> None:
    whole = bytearray(film(codec="png", pix_fmt="rgb24", seconds=1.0))
    middle = whole.index(b"mdat") + 2000
    whole[middle : middle + 6000] = put * 6000
    with pytest.raises(BadVideo):
        received(tmp_path, bytes(whole))


def test_what_cannot_be_converted_says_what_it_is(tmp_path: Path) -> None:
    whole = bytearray(film(codec="png", pix_fmt="rgb24"))
    middle = whole.index(b"mdat") + 200
    whole[middle : middle + 3000] = b"\xff" * 3000
    path = tmp_path / "film.mp4"
    path.write_bytes(bytes(whole))
    with pytest.raises(BadVideo, match=r"\(png\) that browsers do not play\. It cannot be convert"):
        receive(path, tmp_path / "poster.webp")


@given(at=st.integers(0, 4000), put=st.binary(min_size=1, max_size=8), kind=st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_whatever_is_wrong_with_a_foreign_file_it_is_refused_or_plays(
    at: int, put: bytes, kind: int
) -> None:
    whole = bytearray(
        (
            film(codec="mpeg4"),
            film(codec="libvpx", kind="webm", sound_codec="libopus"),
            film(codec="prores_ks", pix_fmt="yuv422p10le", kind="mov", sound_codec="pcm_s16le"),
        )[kind]
    )
    whole[at : at + len(put)] = put
    # MemoryError: its process would end for it, and the film be refused
    with tempfile.TemporaryDirectory() as folder, suppress(BadVideo, MemoryError):
        plays_everywhere(received(Path(folder), bytes(whole)))


def test_a_conversion_that_is_cancelled_leaves_the_film_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    content = film(codec="mpeg4", seconds=20.0, width=640, height=640)
    path.write_bytes(content)
    with pytest.raises(ForeignFormat):
        inspect(path)
    answers: Iterator[bool] = iter([False] * 6)
    with pytest.raises(Cancelled):
        receive(path, tmp_path / "poster.webp", cancelled=lambda: next(answers, True))
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["film.mp4"]
