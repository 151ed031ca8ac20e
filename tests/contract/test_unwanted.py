"""What nobody wants any more: the engine makes it no further, and nothing of it stays there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from lib.engine.queue.render_backend import Cancelling, Progress
from lib.engine.request import RenderRequest
from lib.errors import StorageError
from lib.generation import Generation, Status
from lib.person import Viewer
from lib.provider import Provider
from lib.rendition import FILM
from lib.studio import Studio
from lib.video_api import Accepted, VideoApi
from tests.engine import fast_backend
from tests.engine.serving import Served, serving
from tests.films import film
from tests.viewers import ANN
from tests.workbench import Workbench, eventually, studio_in, tracking

WORDS: Final = "wait for Katharina"


def render(order: RenderRequest, path: Path, progress: Progress, cancelled: Cancelling) -> None:
    """When and how the fast backend does, but a film that plays."""
    fast_backend.render(order, path, progress, cancelled)
    path.write_bytes(film())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, backend=replace(fast_backend.FAST, render=render)) as engine:
        yield engine


def ask(bench: Workbench) -> Generation:
    return bench.ask(WORDS, Provider.BUILTIN)


def being_drawn(bench: Workbench) -> Generation:
    """Asked for, and the engine is at it."""
    asked = ask(bench)
    eventually(lambda: bench.see(asked).api_status == "generating")
    return asked


def left_at(engine: Served) -> list[Path]:
    """Its films, and whatever file still holds the words."""
    files = [path for path in (engine.folder / "data").rglob("*") if path.is_file()]
    return [path for path in files if path.suffix == ".mp4" or WORDS.encode() in path.read_bytes()]


def keeps_nobody_waiting(bench: Workbench, engine: Served) -> None:
    """Though it would wait for a word that never comes: the next one is drawn, and alone is left."""
    assert bench.settled(bench.ask("Next", Provider.BUILTIN)).status is Status.READY
    eventually(lambda: [path.suffix for path in left_at(engine)] == [".mp4"])


def test_deleted_when_it_is_ready(engine: Served, tmp_path: Path) -> None:
    engine.let_go()
    with tracking(studio_in(tmp_path / "app", engine.url, key=engine.key)) as bench:
        asked = ask(bench)
        assert bench.settled(asked).status is Status.READY
        assert len(left_at(engine)) == 2
        bench.studio.delete(ANN, asked.id)
        assert left_at(engine) == []


def test_deleted_while_it_is_drawn(engine: Served, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path / "app", engine.url, key=engine.key)) as bench:
        asked = being_drawn(bench)
        bench.studio.delete(ANN, asked.id)
        keeps_nobody_waiting(bench, engine)


def test_deleted_while_it_is_drawn_and_the_archive_refuses(engine: Served, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path / "app", engine.url, key=engine.key)) as bench:
        asked = being_drawn(bench)
        film = bench.studio.archive.path(FILM.key(asked.id))
        assert film is not None
        (film / "in the way").mkdir(parents=True)
        with pytest.raises(StorageError):
            bench.studio.delete(ANN, asked.id)
        keeps_nobody_waiting(bench, engine)


def test_cancelled_while_it_is_drawn(engine: Served, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path / "app", engine.url, key=engine.key)) as bench:
        asked = being_drawn(bench)
        bench.studio.cancel(ANN, asked.id)
        keeps_nobody_waiting(bench, engine)
        assert bench.see(asked).status is Status.CANCELLED


def test_cancelled_while_the_engine_is_away(engine: Served, tmp_path: Path) -> None:
    address: list[str | None] = [engine.url]
    with tracking(studio_in(tmp_path / "app", lambda: address[0], key=engine.key)) as bench:
        asked = being_drawn(bench)
        address[0] = None
        bench.studio.cancel(ANN, asked.id)
        eventually(lambda: bench.see(asked).attempts > 0)
        address[0] = engine.url
        keeps_nobody_waiting(bench, engine)


@pytest.mark.parametrize("change", [Studio.delete, Studio.cancel])
def test_unwanted_while_it_is_sent(
    engine: Served, tmp_path: Path, change: Callable[[Studio, Viewer, str], object]
) -> None:
    class Meanwhile(VideoApi):
        def submit(self, *args: Any, **more: Any) -> Accepted:
            accepted = super().submit(*args, **more)
            if args[0].caption.text == WORDS:
                change(bench.studio, ANN, asked.id)
            return accepted

    bench = studio_in(tmp_path / "app", engine.url, key=engine.key, api=Meanwhile)
    asked = ask(bench)
    with tracking(bench):
        keeps_nobody_waiting(bench, engine)
