"""What a queue finds from an earlier run goes on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.engine.queue.executor import WarmPool
from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.render_backend import Failure
from lib.engine.queue.task_store import Task, TaskStatus, TaskStore
from tests.engine.fast_backend import FAST, film
from tests.engine.queue.lines import NOW, accept, finish, line_over, progress, task
from tests.engine.serving import Clock, wait_until


class TestStartingAgain:
    @pytest.mark.parametrize("found", [task().queued(), task().generating()])
    def test_what_was_accepted_is_drawn(self, folder: TaskStore, found: Task) -> None:
        folder.save(found)
        folder.begin(found)
        folder.film(found.id).write_bytes(b"what the killed worker left")
        line = line_over(folder)
        line.open()
        assert finish(line, found.id).status is TaskStatus.COMPLETED
        assert folder.video(found.id).read_bytes() == film("Hello")
        line.close()

    def test_in_order_of_arrival_and_before_anybody_new(
        self, folder: TaskStore, workbench: Path
    ) -> None:
        for number, words in ((2, "second"), (1, "first"), (3, "third")):
            folder.save(task(number, words))
        line = line_over(folder, room=10)
        line.open()
        new = accept(line, "new")
        assert finish(line, new).number == 4
        drawn = (workbench / "drawn").read_text().split()[1::2]
        assert drawn == ["first", "second", "third", "new"]
        line.close()

    def test_what_is_finished_is_not_drawn_again(self, folder: TaskStore, workbench: Path) -> None:
        failed = task(1).failed(Failure("x", "y."), NOW)
        completed = task(2).completed(NOW)
        for each in (failed, completed):
            folder.save(each)
        folder.video(completed.id).write_bytes(b"video")
        line = line_over(folder)
        line.open()
        finish(line, accept(line, "new"))
        assert (workbench / "drawn").read_text().split()[1::2] == ["new"]
        assert line.newest_first()[1:] == [completed, failed]
        line.close()

    def test_a_video_that_was_lost_is_drawn_again(self, folder: TaskStore) -> None:
        lost = task().completed(NOW)
        folder.save(lost)
        line = line_over(folder)
        line.open()
        finish(line, lost.id)
        assert folder.video(lost.id).read_bytes() == film("Hello")
        line.close()

    def test_what_killed_runs_left_behind_is_tidied_up(
        self, folder: TaskStore, workbench: Path
    ) -> None:
        completed, killed = task(1).completed(NOW), task(2)
        folder.save(completed)
        folder.video(completed.id).write_bytes(b"video")
        folder.video(killed.id).write_bytes(b"whose task was forgotten")
        folder.begin(killed)
        (workbench / "drawing" / killed.id / ".draft").write_bytes(b"half")
        for ending in ("tmp", "json.1234abcd.draft"):
            (workbench / "tasks" / f"{task(3).id}.{ending}").write_bytes(b"half, with words")
        line = line_over(folder)
        line.open()
        line.close()
        assert list((workbench / "drawing").iterdir()) == []
        assert list((workbench / "videos").iterdir()) == [folder.video(completed.id)]
        assert [path.stem for path in (workbench / "tasks").iterdir()] == [completed.id]

    def test_an_executor_that_ends_before_its_line_costs_no_task(self, folder: TaskStore) -> None:
        """As when Python ends by an error: its executors are shut down, and nobody closes the line."""
        accepted = [task(1, "first"), task(2, "second")]
        for each in accepted:
            folder.save(each)
        executor = ThreadPoolExecutor(1)
        executor.shutdown()
        line = TaskQueue(folder, FAST, executor, width=1, room=9, clock=Clock())
        line.open()
        wait_until(
            lambda: not any(each.name.startswith("queue-") for each in threading.enumerate())
        )
        assert not any(each.status.is_final for each in folder.load())
        poll = line_over(folder)
        poll.open()
        assert {finish(poll, each.id).status for each in accepted} == {TaskStatus.COMPLETED}
        poll.close()

    def test_a_line_that_closes_leaves_its_tasks_for_the_next(
        self, folder: TaskStore, workbench: Path
    ) -> None:
        pool = WarmPool(1, FAST.prepare)
        line = TaskQueue(folder, FAST, pool, width=1, room=9, clock=Clock())
        line.open()
        drawn, waiting = accept(line, "wait for me"), accept(line, "second")
        wait_until(lambda: progress(line, drawn) == 0.5)
        line.close()
        assert [each.status for each in folder.load()] == [TaskStatus.GENERATING, TaskStatus.QUEUED]
        (workbench / "go").touch()
        poll = line_over(folder)
        poll.open()
        assert finish(poll, drawn).status is TaskStatus.COMPLETED
        assert finish(poll, waiting).status is TaskStatus.COMPLETED
        poll.close()
