"""Tasks on disk outlive every crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.engine.queue.render_backend import Failure
from lib.engine.queue.task_store import TaskStore
from lib.engine.request import RenderRequest
from tests.engine.queue.lines import NOW, task


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
