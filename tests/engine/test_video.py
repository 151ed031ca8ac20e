"""lib.engine.video: a film arrives whole, playable and the same every time, or not at all."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from PIL import Image

from lib.engine.arrays import Floats
from lib.engine.show import FPS, SAMPLE_RATE
from lib.engine.video import Plane, encode
from lib.errors import Cancelled, StorageError
from tests.engine.portrait import HEIGHT, WIDTH

FRAMES = 24
#: Rows of 80 bytes are padded by the encoder's allocator, so the views are not contiguous.
SMALL = (80, 48)


def archive_audit(t: float, y: Plane, u: Plane, v: Plane) -> None:
    """A bright bar that wanders to the right by four pixels a frame, on dark blue."""
    y[:], u[:], v[:] = 40, 150, 120
    left = round(t * FPS) * 2 % (y.shape[1] - 8)
    y[:, left : left + 8] = 220


def tone(frames: int = FRAMES) -> Floats:
    t = np.arange(frames * SAMPLE_RATE // FPS, dtype=np.float32) / SAMPLE_RATE
    left = 0.3 * np.sin(2 * np.pi * 440 * t)
    return np.stack([left, 0.5 * left]).astype(np.float32)


def film(
    path: Path,
    *,
    draw: Callable[[float, Plane, Plane, Plane], None] = archive_audit,
    sound: Callable[[], Floats] = tone,
    size: tuple[int, int] = SMALL,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    frames: int = FRAMES,
    cover: bytes | None = None,
    keyframes: tuple[int, ...] = (),
) -> Path:
    encode(
        path,
        draw=draw,
        sound=sound,
        frames=frames,
        title="I ♥ 上海",
        cover=cover,
        keyframes=keyframes,
        size=size,
        progress=progress,
        cancelled=cancelled,
    )
    return path


@pytest.fixture(scope="module")
def upright(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of the size that templates are made in."""
    return film(tmp_path_factory.mktemp("film") / "upright.mp4", size=(WIDTH, HEIGHT))


def test_the_picture_is_high_profile_h264_in_video_range_bt709(upright: Path) -> None:
    with av.open(upright) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert (stream.width, stream.height) == (608, 1080)
        assert stream.average_rate == FPS
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.color_range, context.colorspace) == (1, 1)
        assert (context.color_primaries, context.color_trc) == (1, 1)
        assert sum(1 for _ in container.decode(stream)) == FRAMES


def test_the_sound_is_stereo_aac_at_48_khz(upright: Path) -> None:
    with av.open(upright) as container:
        context = container.streams.audio[0].codec_context
        assert (context.name, context.profile) == ("aac", "LC")
        assert (context.sample_rate, context.layout.name) == (48_000, "stereo")


def test_sound_and_picture_are_equally_long_within_a_frame(upright: Path) -> None:
    with av.open(upright) as container:
        lengths = [
            float(stream.duration * stream.time_base)
            for stream in container.streams
            if stream.duration is not None and stream.time_base is not None
        ]
    assert len(lengths) == 2
    assert lengths == pytest.approx([FRAMES / FPS] * 2, abs=1 / FPS)


def test_a_player_learns_all_it_needs_before_the_first_frame_arrives(upright: Path) -> None:
    content = upright.read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_no_player_needs_an_edit_list_and_both_streams_begin_at_once(upright: Path) -> None:
    assert b"elst" not in upright.read_bytes()
    with av.open(upright) as container:
        assert [stream.start_time for stream in container.streams] == [0, 0]
        assert next(container.decode(video=0)).pts == 0


def test_a_keyframe_comes_every_two_seconds_and_where_all_changes_at_once(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", frames=5 * FPS, keyframes=(80,))
    with av.open(path) as container:
        keys = [i for i, frame in enumerate(container.decode(video=0)) if frame.key_frame]
    assert {0, 80} <= set(keys)
    assert max(after - before for before, after in pairwise([*keys, 5 * FPS])) <= 2 * FPS


def test_the_cover_is_embedded_as_it_was_given(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", SMALL, (200, 40, 40)).save(drawn, "JPEG")
    with av.open(film(tmp_path / "film.mp4", cover=drawn.getvalue())) as container:
        [cover] = [s for s in container.streams if s.disposition & Disposition.attached_pic]
        [content] = [bytes(packet) for packet in container.demux(cover) if packet.size]
        assert container.streams.video[0].codec_context.name == "h264"
    assert content == drawn.getvalue()


def test_the_caption_is_the_title_and_no_clock_is_in_the_file(upright: Path) -> None:
    with av.open(upright) as container:
        assert container.metadata["title"] == "I ♥ 上海"
        assert "creation_time" not in container.metadata
        assert all("creation_time" not in stream.metadata for stream in container.streams)


def test_what_is_drawn_is_what_is_seen_even_in_padded_rows(tmp_path: Path) -> None:
    with av.open(film(tmp_path / "film.mp4")) as container:
        frames = [frame.to_ndarray()[: SMALL[1]] for frame in container.decode(video=0)]
    for index, seen in enumerate(frames):
        drawn = [np.zeros((SMALL[1] // k, SMALL[0] // k), np.uint8) for k in (1, 2, 2)]
        archive_audit(index / FPS, *drawn)
        assert np.abs(seen.astype(int) - drawn[0]).mean() < 4


def test_what_is_composed_is_what_is_heard(tmp_path: Path) -> None:
    with av.open(film(tmp_path / "film.mp4")) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    heard = np.concatenate(blocks, axis=1).astype(np.float32)[:, : tone().shape[1]]
    after = slice(2048, heard.shape[1])  # what comes before is the encoder's start
    assert np.sqrt(np.mean((heard[:, after] - tone()[:, after]) ** 2)) < 0.01


def in_a_fresh_process(statement: str, **environment: str) -> str:
    """What a program prints that has this module's names."""
    script = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parent), *sys.path]!r}
from pathlib import Path
from test_video import *
{statement}
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("size", [SMALL, (WIDTH, HEIGHT)])
def test_the_same_film_is_the_same_bytes_whatever_memory_held(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """The C library (glibc) fills fresh memory with the byte we name, so what is read unwritten shows."""
    for name, filling in {"a.mp4": "1", "b.mp4": "254"}.items():
        path = tmp_path / name
        in_a_fresh_process(f"film(Path({str(path)!r}), size={size})", MALLOC_PERTURB_=filling)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_progress_climbs_to_one(tmp_path: Path) -> None:
    seen: list[float] = []
    film(tmp_path / "film.mp4", progress=seen.append)
    assert seen == sorted(seen)
    assert len(seen) == FRAMES
    assert seen[-1] == 1.0


def test_an_existing_film_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the old one")

    def look(share: float) -> None:
        assert path.read_bytes() == b"the old one", f"gone at {share}"

    film(path, progress=look)
    assert path.read_bytes() != b"the old one"


def nothing_is_left(folder: Path) -> bool:
    names = [thread.name for thread in threading.enumerate()]
    return not list(folder.iterdir()) and not [name for name in names if name.startswith("film")]


def test_a_cancelled_film_leaves_nothing_behind(tmp_path: Path) -> None:
    asked = iter([False] * 5)
    with pytest.raises(Cancelled):
        film(tmp_path / "film.mp4", cancelled=lambda: next(asked, True))
    assert nothing_is_left(tmp_path)


class BrokenBrushError(Exception):
    pass


def test_a_painter_that_fails_is_heard_and_leaves_nothing_behind(tmp_path: Path) -> None:
    def draw(t: float, y: Plane, u: Plane, v: Plane) -> None:
        if t > 0.4:
            raise BrokenBrushError
        archive_audit(t, y, u, v)

    with pytest.raises(BrokenBrushError):
        film(tmp_path / "film.mp4", draw=draw)
    assert nothing_is_left(tmp_path)


def test_a_painters_own_missing_file_is_not_taken_for_ours(tmp_path: Path) -> None:
    def draw(t: float, y: Plane, u: Plane, v: Plane) -> None:
        raise FileNotFoundError("scenery")

    with pytest.raises(FileNotFoundError, match="scenery"):
        film(tmp_path / "film.mp4", draw=draw)


def test_a_composer_that_fails_is_heard_and_leaves_nothing_behind(tmp_path: Path) -> None:
    def sound() -> Floats:
        raise BrokenBrushError

    with pytest.raises(BrokenBrushError):
        film(tmp_path / "film.mp4", sound=sound)
    assert nothing_is_left(tmp_path)


def test_a_listener_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def progress(share: float) -> None:
        raise BrokenBrushError

    with pytest.raises(BrokenBrushError):
        film(tmp_path / "film.mp4", progress=progress)
    assert nothing_is_left(tmp_path)


def test_a_missing_folder_is_a_storage_error_that_names_the_place(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nowhere/film\.mp4 \(No such file or directory\)"):
        film(tmp_path / "nowhere" / "film.mp4")


def test_a_place_that_is_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").mkdir()
    with pytest.raises(StorageError, match="choose another place"):
        film(tmp_path / "film.mp4")
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.mp4"]


def test_a_full_disk_is_a_storage_error_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the write fails half-way."""
    seen = in_a_fresh_process(f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
try:
    film(Path({str(tmp_path)!r}) / "film.mp4")
except StorageError as error:
    print(error)
""")
    assert "could not be written" in seen
    assert nothing_is_left(tmp_path)
