"""lib.engine.render: an order becomes a film or a still, and the command says what it did."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from lib.engine import prepare, soundtrack, templates
from lib.engine.cli.render import main
from lib.engine.queue.render_backend import BUILTIN, CancelFile
from lib.engine.render import render, renderer_for, still
from lib.engine.request import RenderRequest
from lib.engine.show import FPS
from lib.errors import Cancelled, StorageError, UnsupportedCharacters

PROJECT = Path(__file__).resolve().parents[2]
ORDER = RenderRequest.parse("Hi 上海", palette="neon", seed=3)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    render(ORDER, path)
    return path


def test_a_film_has_every_frame_and_all_the_sound_of_its_show(film: Path) -> None:
    show = templates.compose(ORDER)
    with av.open(film) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height, video.frames) == (608, 1080, 330)
        assert video.frames == show.frames
        for stream in (video, audio):
            assert stream.duration is not None
            assert stream.time_base is not None
            length = float(stream.duration * stream.time_base)
            assert length == pytest.approx(show.duration, abs=1 / FPS)
        assert container.metadata["title"] == "Hi 上海"


def test_the_first_frame_and_the_cover_show_the_words(film: Path) -> None:
    show = templates.compose(ORDER)
    words = renderer_for(show).still(show.last).astype(np.float32)
    with av.open(film) as container:
        first = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(np.float32)
    with av.open(film) as container:
        cover = next(container.decode(video=1)).to_ndarray(format="rgb24").astype(np.float32)
    for seen in (first, cover):
        assert seen.shape == words.shape
        assert np.abs(seen - words).mean() < 4.0


def test_the_reveal_is_a_keyframe(film: Path) -> None:
    reveal = round(templates.compose(ORDER).cues.reveal * FPS)
    with av.open(film) as container:
        keys = [i for i, frame in enumerate(container.decode(video=0)) if frame.key_frame]
    assert reveal in keys


def test_a_film_is_small_enough_to_send_on(film: Path) -> None:
    assert film.stat().st_size <= 7_000_000


def test_the_picture_in_the_film_is_the_one_that_the_renderer_draws(film: Path) -> None:
    show = templates.compose(ORDER)
    index = round(show.still_at * FPS)
    drawn = renderer_for(show).still(index / FPS).astype(np.float32)
    with av.open(film) as container:
        frames = (frame for i, frame in enumerate(container.decode(video=0)) if i == index)
        seen = next(frames).to_ndarray(format="rgb24").astype(np.float32)
    assert np.abs(seen - drawn).mean() < 4.0


def test_the_sound_in_the_film_is_the_one_that_is_composed(film: Path) -> None:
    composed = soundtrack.compose(templates.compose(ORDER))
    with av.open(film) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    heard = np.concatenate(blocks, axis=1)[:, : composed.shape[1]]
    assert np.corrcoef(heard[0], composed[0, : heard.shape[1]])[0, 1] > 0.98


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lib.engine.render", *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_another_process_makes_the_same_film_to_the_byte_and_says_so(
    film: Path, tmp_path: Path
) -> None:
    path = tmp_path / "again.mp4"
    done = command("Hi 上海", "--palette", "neon", "--seed", "3", "--out", str(path))
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == film.read_bytes()
    assert done.stdout.startswith(f"{path}: 11 s, 608 x 1080, ")
    assert done.stderr == "", "no bar where nobody looks"


def test_a_cancelled_film_leaves_nothing_behind(tmp_path: Path) -> None:
    shares: list[float] = []
    with pytest.raises(Cancelled):
        render(
            ORDER,
            tmp_path / "film.mp4",
            progress=shares.append,
            cancelled=lambda: len(shares) >= 3,
        )
    assert len(shares) == 3
    assert not list(tmp_path.iterdir())


def test_a_worker_draws_no_further_than_it_is_told(tmp_path: Path) -> None:
    (cancelled := tmp_path / "cancelled").touch()
    drawn: list[float] = []
    with pytest.raises(Cancelled):
        BUILTIN.render(ORDER, tmp_path / "film.mp4", drawn.append, CancelFile(cancelled))
    assert not drawn
    assert list(tmp_path.iterdir()) == [cancelled]


def test_a_caption_that_cannot_be_drawn_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnsupportedCharacters):
        render(RenderRequest.parse("\U00012000"), tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        render(ORDER, tmp_path / "nowhere" / "film.mp4")


@pytest.mark.parametrize(("width", "height"), [(608, 1080), (304, 540), (100, 178)])
def test_a_still_is_webp_of_the_width_that_was_asked_for(width: int, height: int) -> None:
    with Image.open(io.BytesIO(still(ORDER, width))) as picture:
        assert (picture.format, picture.size) == ("WEBP", (width, height))


def test_a_still_shows_the_caption_that_was_asked_for() -> None:
    def lights(words: str) -> float:
        """The share of the picture that shines, in the box where captions stand."""
        order = RenderRequest.parse(words, palette="gold", seed=3)
        with Image.open(io.BytesIO(still(order))) as picture:
            left, top, right, bottom = (round(edge) for edge in templates.compose(order).box)
            shown = np.asarray(picture.convert("L"))[top:bottom, left:right]
        return float((shown > 160).mean())

    assert lights("HI") > 0.02
    assert still(ORDER) != still(RenderRequest.parse("Ho 上海", palette="neon", seed=3))


def test_a_still_of_the_same_order_is_the_same_bytes() -> None:
    assert still(ORDER, 304) == still(ORDER, 304)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["   "], "Write the words"),
        (["x" * 81], "Take out 1."),
        (["Hi", "--palette", "plaid"], "There is no palette 'plaid'."),
        (["Hi", "--template", "Paris"], "There is no template 'Paris'."),
        (["Hi", "--seed", "-1"], "The seed must be"),
        (["\U00012000"], "cannot draw"),
    ],
)
def test_the_command_answers_bad_input_with_one_sentence_and_two(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "film.mp4"
    assert main([*arguments, "--out", str(out)]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert not out.exists()


def test_the_command_names_a_place_where_it_cannot_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["Hi", "--out", str(tmp_path / "nowhere" / "film.mp4")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_command_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "lib.engine.render", "Hi", "--out", "film.mp4"]
    environ = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(arguments, cwd=tmp_path, env=environ, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60.0
        while not list(tmp_path.iterdir()) and process.poll() is None:
            assert time.monotonic() < deadline, "it never began to write"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told.decode()
    assert told.decode() == "\nStopped; nothing was written.\n"
    assert not list(tmp_path.iterdir())


def test_preparing_leaves_a_line_for_every_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert prepare.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [*(name for name, _ in prepare.STEPS), "samples"]
    assert all(float(line.split()[1]) >= 0 for line in lines)


def test_after_preparing_no_request_compiles_or_loads_a_kernel() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.requests_after_preparing"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
