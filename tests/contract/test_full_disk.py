"""The engine's disk fills while it draws: the words wait until there is room, and cost nothing."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lib.engine.queue.render_backend import Cancelling, Progress
from lib.engine.request import RenderRequest
from lib.generation import Generation, Status
from lib.provider import Provider
from lib.text import say
from tests.engine import fast_backend
from tests.engine.serving import serving
from tests.films import film
from tests.workbench import Workbench, close, eventually, studio_in


def render(_order: RenderRequest, path: Path, _progress: Progress, _cancelled: Cancelling) -> None:
    if (Path(os.environ[fast_backend.FOLDER]) / "full").exists():
        raise OSError(errno.ENOSPC, "No space left on device")
    path.write_bytes(film())


def step_until(bench: Workbench, generation: Generation, status: Status) -> Generation:
    def taken() -> Generation | None:
        bench.steps.take(bench.see(generation))
        fresh = bench.see(generation)
        return fresh if fresh.status is status else None

    return eventually(taken)


def test_a_disk_that_fills_while_the_engine_draws_costs_time_but_no_video(tmp_path: Path) -> None:
    (tmp_path / "full").touch()
    with serving(tmp_path, backend=replace(fast_backend.FAST, render=render)) as engine:
        bench = studio_in(tmp_path / "app", engine.url, key=engine.key)
        asked = bench.ask(provider=Provider.BUILTIN)
        step_until(bench, asked, Status.GENERATING)
        waiting = step_until(bench, asked, Status.QUEUED)
        assert "The disk is full" in say(waiting.problem)
        assert waiting.due_at
        assert waiting.due_at > datetime.now(UTC) + timedelta(seconds=5)  # no fan is worn out
        (tmp_path / "full").unlink()
        assert step_until(bench, asked, Status.READY).problem is None
        close(bench)
