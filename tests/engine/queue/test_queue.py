from __future__ import annotations

import os
import threading
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from lib.engine.queue.queue import TRIES, TaskQueue
from lib.engine.queue.render_backend import Failure
from lib.engine.queue.task_store import TaskStatus, TaskStore
from lib.errors import StorageError, Throttled, UnknownTask
from tests.engine.fast_backend import FAST, film
from tests.engine.queue.lines import accept, finish, line_over, progress, status
from tests.engine.serving import Clock, wait_until


class TestLine:
    def test_an_order_becomes_a_video(self, line: TaskQueue, folder: TaskStore) -> None:
        done = finish(line, accept(line, "Hello"))
        assert done.status is TaskStatus.COMPLETED
        assert folder.video(done.id).read_bytes() == film("Hello")
        assert folder.load() == [done]

    def test_accepted_means_on_the_disk(self, line: TaskQueue, folder: TaskStore) -> None:
        task_id = accept(line, "wait")
        assert [each.id for each in folder.load()] == [task_id]

    def test_no_half_video_is_ever_at_the_videos_place(
        self, line: TaskQueue, folder: TaskStore, workbench: Path
    ) -> None:
        task_id = accept(line, "wait")
        wait_until(lambda: folder.film(task_id).exists())
        assert not folder.video(task_id).exists()
        (workbench / "go").touch()
        finish(line, task_id)
        assert [path.name for path in (workbench / "videos").iterdir()] == [f"{task_id}.mp4"]
        wait_until(lambda: not list((workbench / "drawing").iterdir()))

    def test_progress_goes_from_nothing_to_all(self, line: TaskQueue, workbench: Path) -> None:
        first, second = accept(line, "wait"), accept(line, "second")
        wait_until(lambda: progress(line, first) == 0.5)
        assert progress(line, second) == 0.0
        (workbench / "go").touch()
        finish(line, second)
        assert (progress(line, first), progress(line, second)) == (1.0, 1.0)

    def test_first_come_first_drawn(self, line: TaskQueue, workbench: Path) -> None:
        first = accept(line, "wait")
        wait_until(lambda: status(line, first) is TaskStatus.GENERATING)
        last = [accept(line, "second"), accept(line, "third")][-1]
        (workbench / "go").touch()
        finish(line, last)
        drawn = (workbench / "drawn").read_text().splitlines()
        assert [entry.split()[1] for entry in drawn] == ["wait", "second", "third"]

    def test_a_full_line_accepts_nothing(self, line: TaskQueue, folder: TaskStore) -> None:
        first = accept(line, "wait")
        wait_until(lambda: status(line, first) is TaskStatus.GENERATING)
        accept(line, "second")
        accept(line, "third")
        with pytest.raises(Throttled) as caught:
            accept(line, "fourth")
        assert caught.value.retry_after
        assert len(folder.load()) == 3

    def test_many_at_once_get_exactly_the_room_there_is(self, folder: TaskStore) -> None:
        line = line_over(folder, room=5)  # never opened: nobody leaves the line
        barrier, refused = threading.Barrier(16), []

        def ask(number: int) -> None:
            barrier.wait()
            try:
                accept(line, f"caption {number}")
            except Throttled:
                refused.append(number)

        with ThreadPoolExecutor(16) as people:
            list(people.map(ask, range(16)))
        assert len(refused) == 11
        assert [each.number for each in folder.load()] == [1, 2, 3, 4, 5]

    def test_what_cannot_be_written_down_is_not_accepted(
        self, line: TaskQueue, workbench: Path
    ) -> None:
        (workbench / "tasks").rmdir()
        with pytest.raises(StorageError, match="nothing was accepted"):
            accept(line, "Hello")
        assert line.newest_first() == []

    def test_a_render_that_fails_ends_its_task_and_no_other(
        self, line: TaskQueue, workbench: Path
    ) -> None:
        failed, fine = finish(line, accept(line, "fail")), finish(line, accept(line, "fine"))
        assert failed.status is TaskStatus.ERROR
        assert failed.failure
        assert failed.failure.name == "Stubborn"
        assert failed.failure.message.endswith(".")
        assert fine.status is TaskStatus.COMPLETED
        assert [path.name for path in (workbench / "videos").iterdir()] == [f"{fine.id}.mp4"]

    def test_a_full_disk_is_told_in_a_sentence(self, line: TaskQueue) -> None:
        done = finish(line, accept(line, "full"))
        assert done.failure == Failure(
            "StorageError", "The disk is full. Make room on it and ask again."
        )

    def test_a_render_that_leaves_no_file_is_an_error(
        self, line: TaskQueue, workbench: Path
    ) -> None:
        task_id = accept(line, "wait")
        wait_until(lambda: progress(line, task_id) == 0.5)
        (workbench / "videos").rename(workbench / "elsewhere")
        (workbench / "go").touch()
        assert finish(line, task_id).status is TaskStatus.ERROR


class TestDeleting:
    def test_what_is_drawn_is_drawn_no_further_and_its_worker_draws_the_next(
        self, pooled: TaskQueue, folder: TaskStore, workbench: Path
    ) -> None:
        drawn, poll = accept(pooled, "wait"), accept(pooled, "second")
        wait_until(lambda: progress(pooled, drawn) == 0.5)
        pooled.forget(drawn)
        done = finish(pooled, poll)
        assert folder.load() == [done]
        assert list((workbench / "drawing").iterdir()) == []
        assert list((workbench / "videos").iterdir()) == [folder.video(done.id)]
        workers = {entry.split()[0] for entry in (workbench / "drawn").read_text().splitlines()}
        assert len(workers) == 1

    def test_what_waits_makes_room_for_another(self, pooled: TaskQueue, workbench: Path) -> None:
        first = accept(pooled, "wait")
        wait_until(lambda: status(pooled, first) is TaskStatus.GENERATING)
        _, unwanted = accept(pooled, "second"), accept(pooled, "unwanted")
        pooled.forget(unwanted)
        last = accept(pooled, "last")
        (workbench / "go").touch()
        finish(pooled, last)
        assert (workbench / "drawn").read_text().split()[1::2] == ["wait", "second", "last"]

    def test_what_is_deleted_while_its_worker_dies_is_not_begun_again(
        self, folder: TaskStore
    ) -> None:
        """It would be drawn to its end: there is nothing left by which to stop it."""
        begun = 0

        class Dying(ThreadPoolExecutor):
            def submit(self, *_: object, **__: object) -> NoReturn:
                nonlocal begun
                begun += 1
                if line.find(unwanted):
                    line.forget(unwanted)
                raise BrokenExecutor

        line = TaskQueue(folder, FAST, Dying(), width=1, room=2, clock=Clock())
        unwanted, poll = accept(line, "unwanted"), accept(line, "second")
        line.open()
        assert finish(line, poll).status is TaskStatus.ERROR
        assert begun == 1 + TRIES
        line.close()

    def test_one_that_nobody_knows_is_unknown(self, line: TaskQueue) -> None:
        with pytest.raises(UnknownTask):
            line.forget("nothing")


class TestSweeping:
    def test_old_tasks_go_with_their_videos_and_the_young_stay(self, folder: TaskStore) -> None:
        clock = Clock()
        line = line_over(folder, clock)
        line.open()
        old = finish(line, accept(line, "old"))
        clock.advance(hours=20)
        young = finish(line, accept(line, "young"))
        clock.advance(hours=5)
        assert line.sweep(timedelta(hours=24)) == 1
        assert line.newest_first() == [young]
        assert folder.load() == [young]
        assert not folder.video(old.id).exists()
        assert folder.video(young.id).exists()
        line.close()

    def test_what_is_still_in_the_line_stays_however_old(
        self, folder: TaskStore, workbench: Path
    ) -> None:
        clock = Clock()
        line = line_over(folder, clock)
        line.open()
        drawn, waiting = accept(line, "wait"), accept(line, "second")
        wait_until(lambda: status(line, drawn) is TaskStatus.GENERATING)
        clock.advance(days=30)
        assert line.sweep(timedelta(hours=24)) == 0
        (workbench / "go").touch()
        assert finish(line, waiting).status is TaskStatus.COMPLETED
        line.close()


class TestDyingWorkers:
    def test_a_worker_that_dies_costs_a_try_and_not_the_task(
        self, pooled: TaskQueue, folder: TaskStore, workbench: Path
    ) -> None:
        done = finish(pooled, accept(pooled, "trip over it"))
        assert done.status is TaskStatus.COMPLETED
        assert folder.video(done.id).read_bytes() == film("trip over it")
        assert len((workbench / "drawn").read_text().splitlines()) == 2

    def test_a_task_that_kills_every_worker_ends_after_three(
        self, pooled: TaskQueue, workbench: Path
    ) -> None:
        done, poll = accept(pooled, "die"), accept(pooled, "fine")
        assert finish(pooled, done).failure == Failure(
            "WorkerDied",
            "The engine's worker died 3 times over this video. "
            "The machine may be short of memory; ask again later.",
        )
        assert finish(pooled, poll).status is TaskStatus.COMPLETED
        drawn = (workbench / "drawn").read_text().splitlines()
        assert [entry.split()[1] for entry in drawn] == ["die", "die", "die", "fine"]

    def test_an_error_that_cannot_be_pickled_leaves_the_worker_alive(
        self, pooled: TaskQueue, workbench: Path
    ) -> None:
        failed = finish(pooled, accept(pooled, "fail"))
        finish(pooled, accept(pooled, "fine"))
        assert failed.failure
        assert failed.failure.name == "Stubborn"
        drawn = (workbench / "drawn").read_text().splitlines()
        workers = {int(entry.split()[0]) for entry in drawn}
        assert len(workers) == 1
        assert os.getpid() not in workers
