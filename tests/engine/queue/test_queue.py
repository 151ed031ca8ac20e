from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from lib.engine.queue.executor import WarmPool
from lib.engine.queue.queue import TRIES, TaskQueue
from lib.engine.queue.render_backend import Failure
from lib.engine.queue.task_store import Task, TaskStatus, TaskStore
from lib.engine.request import RenderRequest
from lib.errors import StorageError, Throttled, UnknownTask
from tests.engine.fast_backend import FAST, FOLDER, film
from tests.engine.serving import Clock, wait_until

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def task(number: int = 1, words: str = "Hello") -> Task:
    order = RenderRequest.parse(words, palette="#0055a4", seed=7)
    return Task.of(order, number=number, now=NOW, request_id="request", client_request_id="client")


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


def line_over(folder: TaskStore, clock: Clock | None = None, room: int = 2) -> TaskQueue:
    return TaskQueue(
        folder, FAST, ThreadPoolExecutor(1), width=1, room=room, clock=clock or Clock()
    )


def accept(line: TaskQueue, words: str) -> str:
    return line.accept(RenderRequest.parse(words), request_id="request", client_request_id=None).id


def status(line: TaskQueue, task_id: str) -> TaskStatus | None:
    found = line.find(task_id)
    return found.status if found else None


def finish(line: TaskQueue, task_id: str) -> Task:
    wait_until(lambda: (found := line.find(task_id)) and found.status.is_final)
    found = line.find(task_id)
    assert found
    return found


class TestTaskFolder:
    def test_a_task_comes_back_as_it_was_written(self, folder: TaskStore) -> None:
        accepted = task(1)
        tasks = [
            accepted,
            task(2, "新年快乐 🚀").generating(),
            task(3).completed(NOW),
            task(4).failed(Failure("WorkerDied", "It died."), NOW),
        ]
        for each in tasks:
            folder.save(each)
        assert folder.load() == tasks
        assert folder.load()[0].request == RenderRequest.parse("Hello", palette="#0055a4", seed=7)

    def test_tasks_come_back_in_order_of_arrival(self, folder: TaskStore) -> None:
        for number in (3, 1, 10, 2):
            folder.save(task(number))
        assert [each.number for each in folder.load()] == [1, 2, 3, 10]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b'"x"',
            b"null",
            b"\xff\xfe\x00",
            b"{}",
            b'{"id": "broken"}',
            json.dumps({"status": "dancing"}).encode(),
        ],
    )
    def test_a_file_that_is_no_task_is_moved_aside(
        self, folder: TaskStore, tmp_path: Path, content: bytes
    ) -> None:
        good = task()
        folder.save(good)
        (tmp_path / "tasks" / "broken.json").write_bytes(content)
        assert folder.load() == [good]
        assert (tmp_path / "tasks" / "broken.corrupt").read_bytes() == content
        assert not (tmp_path / "tasks" / "broken.json").exists()

    def test_a_task_under_another_name_is_moved_aside(
        self, folder: TaskStore, tmp_path: Path
    ) -> None:
        folder.save(original := task())
        tasks = tmp_path / "tasks"
        (tasks / "copy.json").write_bytes((tasks / f"{original.id}.json").read_bytes())
        assert folder.load() == [original]

    def test_a_write_that_fails_leaves_what_was_there(
        self, folder: TaskStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.save(original := task())

        def no_room(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as full:
            full.setattr(Path, "write_text", no_room)
            with pytest.raises(OSError, match="No space left"):
                folder.save(original.completed(NOW))
        assert folder.load() == [original]

    def test_ids_are_21_characters_that_fit_into_a_query(self) -> None:
        ids = {task().id for _ in range(200)}
        assert len(ids) == 200
        assert {len(task_id) for task_id in ids} == {21}
        assert all(task_id.replace("-", "a").replace("_", "a").isalnum() for task_id in ids)


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


def progress(line: TaskQueue, task_id: str) -> float:
    found = line.find(task_id)
    assert found
    return line.progress(found)
