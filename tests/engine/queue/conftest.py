from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.engine.queue.executor import WarmPool
from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.task_store import TaskStore
from tests.engine.fast_backend import FAST, FOLDER
from tests.engine.queue.lines import line_over
from tests.engine.serving import Clock


@pytest.fixture
def folder(tmp_path: Path) -> TaskStore:
    return TaskStore(tmp_path)


@pytest.fixture(autouse=True)
def workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the fast backend looks for its signs and leaves its own."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return tmp_path


@pytest.fixture
def line(folder: TaskStore, workbench: Path) -> Iterator[TaskQueue]:
    line = line_over(folder)
    line.open()
    yield line
    (workbench / "go").touch()
    line.close()


@pytest.fixture
def pooled(folder: TaskStore) -> Iterator[TaskQueue]:
    """The same over a worker that is a process of its own."""
    line = TaskQueue(folder, FAST, WarmPool(1, FAST.prepare), width=1, room=2, clock=Clock())
    line.open()
    yield line
    line.close()
