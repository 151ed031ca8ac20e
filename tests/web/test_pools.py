"""Each kind of work has threads of its own: a slow kind neither takes those of another nor piles up."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from lib.web.pools import Busy, Pool

T = TypeVar("T")


def run(work: Callable[[], Awaitable[T]]) -> T:
    """On a thread of its own: that of the tests may belong to a browser's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, work).result()


@pytest.fixture
def hung() -> Iterator[threading.Event]:
    """What work waits for that hangs; it ends with the test."""
    event = threading.Event()
    yield event
    event.set()


def test_work_that_hangs_in_one_pool_delays_no_other(hung: threading.Event) -> None:
    slow, quick = Pool("slow", 2, 50, patience=60), Pool("quick", 2, 1, patience=60)

    async def both() -> str:
        async with anyio.create_task_group() as group:
            for _ in range(40):
                group.start_soon(slow.run, hung.wait, 60)
            await anyio.wait_all_tasks_blocked()
            answer = await quick.run(lambda: "here")
            hung.set()
        return answer

    assert run(both) == "here"


def test_whoever_finds_the_queue_full_is_told_at_once(hung: threading.Event) -> None:
    pool = Pool("small", 1, queue=1, patience=60)

    async def three() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(pool.run, hung.wait, 60)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(pool.run, hung.wait, 60)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Busy):
                await pool.run(lambda: None)
            hung.set()

    run(three)


def test_whoever_waits_too_long_is_told_and_what_has_begun_is_not_cut(
    hung: threading.Event,
) -> None:
    pool, done = Pool("patient", 1, queue=9, patience=0.5), []

    async def two() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(pool.run, lambda: done.append(hung.wait(60)))
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(Busy):
                await pool.run(lambda: None)
            hung.set()

    run(two)
    assert done == [True]


def test_a_browser_is_asked_to_come_back(hung: threading.Event) -> None:
    pool, begun = Pool("route", 1, queue=1, patience=0.5), threading.Event()

    def wait(_request: Request) -> Response:
        begun.set()
        hung.wait(60)
        return PlainTextResponse("done")

    with TestClient(Starlette(routes=[Route("/", pool.endpoint(wait))])) as client:
        first = threading.Thread(target=client.get, args=("/",))
        first.start()
        assert begun.wait(60)
        answer = client.get("/")
        hung.set()
        first.join()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_a_file_comes_whole_and_in_order() -> None:
    async def read() -> bytes:
        pool = Pool("reader", 1, queue=1, patience=60)
        return b"".join([chunk async for chunk in pool.stream(iter([b"one ", b"two ", b"three"]))])

    assert run(read) == b"one two three"
