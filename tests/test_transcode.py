"""lib.media.transcode: whatever a channel asks for, made from the film, with the words whole."""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from PIL import Image, ImageFilter

from lib.errors import BadVideo, Cancelled, StorageError
from lib.media import RECIPES, Limits, transcode
from lib.media.transcode.animation import write_gif, write_webp
from lib.media.transcode.make import make
from lib.media.transcode.readable import readability
from lib.media.transcode.surroundings import Placement
from tests.films import RATE, film

FITS = ["1080x1920", "1080x1350", "1080x1080", "1920x1080"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    path.write_bytes(film(seconds=0.4, width=152, height=270))
    return path


def unheard(share: float) -> None:
    """Progress that nobody follows."""


def made(key: str, source: Path, folder: Path, title: str = "Hi") -> Path:
    target = folder / f"{key}.{RECIPES[key].ending}"
    make(RECIPES[key], source, target, title=title, progress=unheard)
    return target


def length(stream: VideoStream | AudioStream) -> float:
    assert stream.duration is not None
    assert stream.time_base is not None
    return float(stream.duration * stream.time_base)


def pictures(path: Path) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    with av.open(path) as container:
        return [
            frame.to_ndarray(format="gray").astype(np.float32)
            for frame in container.decode(video=0)
        ]


# --- Fits ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FITS)
def test_a_fit_has_its_format_every_picture_and_the_sound(
    key: str, source: Path, tmp_path: Path
) -> None:
    with av.open(made(key, source, tmp_path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert f"{video.width}x{video.height}" == key
        assert video.frames == 8
        assert video.average_rate == RATE
        assert length(video) == pytest.approx(0.4, abs=0.01)
        assert length(audio) == pytest.approx(0.4, abs=0.05)
        assert container.metadata["title"] == "Hi"


@pytest.mark.parametrize("key", FITS)
def test_a_fit_plays_in_every_messenger(key: str, source: Path, tmp_path: Path) -> None:
    """Main profile, no B-frames, no edit list, its index in front."""
    path = made(key, source, tmp_path)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert b"elst" not in content
    with av.open(path) as container:
        context = container.streams.video[0].codec_context
        assert (context.profile, context.pix_fmt) == ("Main", "yuv420p")
        times = [packet.pts or 0 for packet in container.demux(video=0) if packet.size]
        assert times == sorted(times)


@pytest.mark.parametrize("key", FITS)
def test_the_film_stands_whole_in_the_middle_of_a_fit(
    key: str, source: Path, tmp_path: Path
) -> None:
    whole = pictures(source)[4]
    shown = pictures(made(key, source, tmp_path))[4]
    place = Placement.of((152, 270), (shown.shape[1], shown.shape[0]))
    inner = shown[place.top : place.top + place.height, place.left : place.left + place.width]
    again = np.asarray(
        Image.fromarray(inner.astype(np.uint8)).resize((152, 270), Image.Resampling.BOX)
    )
    assert np.abs(again - whole).mean() < 6


def test_what_surrounds_the_film_is_its_own_light_blurred_and_darker(
    source: Path, tmp_path: Path
) -> None:
    shown = pictures(made("1920x1080", source, tmp_path))[4]
    place = Placement.of((152, 270), (1920, 1080))
    inner, around = shown[:, place.left : place.left + place.width], shown[:, : place.left - 8]
    assert 0.2 * inner.mean() < around.mean() < 0.8 * inner.mean()
    assert np.abs(np.diff(around, axis=1)).mean() < 0.35 * np.abs(np.diff(inner, axis=1)).mean()


@pytest.mark.parametrize(
    "film_size", [(608, 1080), (1080, 1920), (1920, 1080), (640, 640), (63, 999)]
)
@pytest.mark.parametrize("frame", [(1080, 1920), (1080, 1350), (1080, 1080), (1920, 1080)])
def test_a_film_of_any_shape_is_placed_whole_and_on_even_pixels(
    film_size: tuple[int, int], frame: tuple[int, int]
) -> None:
    place = Placement.of(film_size, frame)
    assert not any(side % 2 for side in (place.left, place.top, place.width, place.height))
    assert place.left + place.width <= frame[0]
    assert place.top + place.height <= frame[1]
    assert place.width == frame[0] or place.height == frame[1]
    shape = Fraction(place.width, place.height) / Fraction(*film_size)
    assert float(shape) == pytest.approx(1.0, abs=0.03)


def test_a_film_without_sound_is_fitted_too(tmp_path: Path) -> None:
    silent = tmp_path / "silent.mp4"
    silent.write_bytes(film(sound=False))
    with av.open(made("1080x1080", silent, tmp_path)) as container:
        assert not container.streams.audio


def test_without_sound_the_pictures_stay_bit_for_bit(source: Path, tmp_path: Path) -> None:
    silent = made("silent", source, tmp_path)
    with av.open(silent) as container:
        assert not container.streams.audio
    before, after = pictures(source), pictures(silent)
    assert len(before) == len(after)
    assert all((a == b).all() for a, b in zip(before, after, strict=True))


# --- Animations and stills -------------------------------------------------------------------


@pytest.mark.parametrize(("key", "kind"), [("gif", "GIF"), ("animation", "WEBP")])
def test_an_animation_moves_and_loops_for_ever(
    key: str, kind: str, source: Path, tmp_path: Path
) -> None:
    with Image.open(made(key, source, tmp_path)) as animation:
        assert animation.format == kind
        assert getattr(animation, "n_frames", 1) >= 2
        assert animation.info["loop"] == 0


@pytest.mark.parametrize("write", [write_gif, write_webp])
def test_an_animation_keeps_to_its_size_by_being_smaller(
    write: Callable[..., None], tmp_path: Path
) -> None:
    noisy, target = tmp_path / "film.mp4", tmp_path / "loop"
    noisy.write_bytes(film(seconds=2.0, width=360, height=640))
    write(noisy, target, 10_000_000, progress=unheard)
    ample = target.read_bytes()
    write(noisy, target, len(ample) // 3, progress=unheard)
    assert len(target.read_bytes()) <= len(ample) // 3
    with Image.open(io.BytesIO(ample)) as large, Image.open(target) as small:
        assert small.width < large.width


@pytest.mark.parametrize("key", ["jpg", "png"])
def test_a_poster_is_a_picture_of_the_film_in_full_size(
    key: str, source: Path, tmp_path: Path
) -> None:
    with Image.open(made(key, source, tmp_path)) as poster:
        assert poster.size == (152, 270)
        shown = np.asarray(poster.convert("L"), np.float32)
    assert min(np.abs(shown - whole).mean() for whole in pictures(source)) < 4


def test_words_that_blur_read_worse_and_grain_in_the_sky_does_not_count() -> None:
    sky = np.full((270, 152), 12, np.uint8)
    words = sky.copy()
    words[60:160:20, 20:130] = 230
    words[60:160, 20:130:22] = 230
    whole = Image.fromarray(words)
    rng = np.random.default_rng(1)
    grain = Image.fromarray(
        np.clip(words + rng.integers(-3, 4, words.shape), 0, 255).astype(np.uint8)
    )
    marks = [readability(whole, whole.filter(ImageFilter.GaussianBlur(blur))) for blur in (1, 2, 4)]
    assert readability(whole, whole) == pytest.approx(1.0)
    assert marks == sorted(marks, reverse=True)
    assert readability(whole, grain) > 0.9 > marks[1]
    assert readability(whole, Image.fromarray(sky)) < 0.05


# --- The page --------------------------------------------------------------------------------


def test_the_page_holds_the_film_itself_and_asks_no_host(source: Path, tmp_path: Path) -> None:
    page = made("page", source, tmp_path, title='"><script>alert(1)</script>').read_text()
    found = re.search(r'type="application/octet-stream">([^<]*)<', page)
    assert found is not None
    assert base64.b64decode(found[1], validate=True) == source.read_bytes()
    assert "default-src 'none'" in page
    assert not re.search(r"https?://", page)
    assert "<script>alert" not in page


def test_the_page_is_at_most_1_4_times_the_film(tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    large.write_bytes(film(seconds=2.0, width=360, height=640))
    assert made("page", large, tmp_path).stat().st_size <= 1.4 * large.stat().st_size


# --- The process -----------------------------------------------------------------------------


def test_the_process_tells_how_far_it_is(source: Path, tmp_path: Path) -> None:
    told: list[float] = []
    target = tmp_path / "wide.mp4"
    transcode(RECIPES["1920x1080"], source, target, title="Hi", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert [entry.name for entry in tmp_path.iterdir()] == ["wide.mp4"]


def test_a_file_that_is_no_longer_wanted_leaves_nothing_behind(
    source: Path, tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        transcode(RECIPES["1920x1080"], source, tmp_path / "wide.mp4", cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


def test_a_listener_that_fails_ends_the_process_and_leaves_nothing_behind(
    source: Path, tmp_path: Path
) -> None:
    def fail(share: float) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transcode(RECIPES["1920x1080"], source, tmp_path / "wide.mp4", progress=fail)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("key", ["1080x1080", "gif", "jpg", "page", "silent"])
def test_what_is_no_film_is_refused(key: str, tmp_path: Path) -> None:
    bad = tmp_path / "film.mp4"
    bad.write_bytes(b"<html>no film</html>" * 40)
    with pytest.raises(BadVideo):
        make(RECIPES[key], bad, tmp_path / "out", title="", progress=unheard)


def test_a_film_that_takes_too_long_is_refused_within_its_limits(tmp_path: Path) -> None:
    long = tmp_path / "film.mp4"
    long.write_bytes(film(seconds=10.0, width=360, height=640))
    with pytest.raises(BadVideo, match="too long"):
        transcode(RECIPES["1920x1080"], long, tmp_path / "wide.mp4", limits=Limits(seconds=1))
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.mp4"]


def test_a_place_that_cannot_be_written_is_the_disks_fault(source: Path, tmp_path: Path) -> None:
    for key in ("1080x1080", "jpg", "page"):
        with pytest.raises(StorageError, match="disk"):
            transcode(RECIPES[key], source, tmp_path / "no such folder" / "file")


def test_an_end_from_outside_says_nothing_about_the_film(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = tmp_path / "python"
    ending.write_text("#!/bin/sh\nkill -KILL $$\n")
    ending.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(ending))
    with pytest.raises(StorageError):
        transcode(RECIPES["jpg"], source, tmp_path / "poster.jpg")


def test_the_process_is_told_no_secret(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIMLAPI_API_KEY", "of no concern to an encoder")
    told, asking = tmp_path / "told", tmp_path / "python"
    asking.write_text(f'#!/bin/sh\nenv > {told}\nexec {sys.executable} "$@"\n')
    asking.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(asking))
    transcode(RECIPES["jpg"], source, tmp_path / "poster.jpg")
    assert "PATH=" in told.read_text()
    assert "AIMLAPI" not in told.read_text()
