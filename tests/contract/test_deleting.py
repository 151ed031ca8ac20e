"""Deleted is deleted: with the row go the engine's task and film, however far they had come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from lib.engine.order import Order
from lib.engine.tasks.workshop import Cancelling, Progress
from lib.generation import Generation, Status
from lib.template import Provider
from lib.video_api import Accepted, VideoApi
from tests.engine import fast_workshop
from tests.engine.serving import Served, serving
from tests.films import film
from tests.workbench import ANN, Workbench, close, eventually, studio_in, tracking

WORDS: Final = "wait for Katharina"


def render(order: Order, path: Path, progress: Progress, cancelled: Cancelling) -> None:
    """When and how the fast workshop does, but a film that plays."""
    fast_workshop.render(order, path, progress, cancelled)
    path.write_bytes(film())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, workshop=replace(fast_workshop.FAST, render=render)) as engine:
        yield engine


def ask(bench: Workbench) -> Generation:
    return bench.ask(WORDS, Provider.BUILTIN)


def left_at(engine: Served) -> list[Path]:
    """Its films, and whatever file still holds the words."""
    files = [path for path in (engine.folder / "data").rglob("*") if path.is_file()]
    return [path for path in files if path.suffix == ".mp4" or WORDS.encode() in path.read_bytes()]


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
        asked = ask(bench)
        eventually(lambda: bench.see(asked).api_status == "generating")
        bench.studio.delete(ANN, asked.id)
        engine.let_go()
        assert bench.settled(bench.ask("Next", Provider.BUILTIN)).status is Status.READY
        assert [path.suffix for path in left_at(engine)] == [".mp4"]  # of the next one


def test_deleted_while_it_is_sent(engine: Served, tmp_path: Path) -> None:
    class Meanwhile(VideoApi):
        def submit(self, *args: Any, **more: Any) -> Accepted:
            accepted = super().submit(*args, **more)
            bench.studio.delete(ANN, asked.id)
            return accepted

    bench = studio_in(tmp_path / "app", engine.url, key=engine.key, api=Meanwhile)
    asked = ask(bench)
    bench.steps.take(asked)
    engine.let_go()
    eventually(lambda: left_at(engine) == [])
    close(bench)
