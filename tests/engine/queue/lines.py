"""Queues over a fast backend, and what tests ask of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.task_store import Task, TaskStatus, TaskStore
from lib.engine.request import RenderRequest
from tests.engine.fast_backend import FAST
from tests.engine.serving import Clock, wait_until

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def task(number: int = 1, words: str = "Hello") -> Task:
    order = RenderRequest.parse(words, palette="#0055a4", seed=7)
    return Task.of(order, number=number, now=NOW, request_id="request", client_request_id="client")


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


def progress(line: TaskQueue, task_id: str) -> float:
    found = line.find(task_id)
    assert found
    return line.progress(found)
