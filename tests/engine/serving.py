"""A real engine on a loopback port, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests
import uvicorn

from lib.engine.api.app import Engine, create_app
from lib.engine.api.previews import Previews
from lib.engine.api.signed_urls import SignedUrls
from lib.engine.queue.queue import TaskQueue
from lib.engine.queue.render_backend import RenderBackend
from lib.engine.queue.task_store import TaskStore
from tests.engine.fast_backend import FAST, FOLDER

KEY: Final = "a-key-of-the-tests"
GENERATIONS: Final = "/v2/video/generations"
PROJECT: Final = Path(__file__).resolve().parents[2]
DEADLINE: Final = 30.0


def wait_until(condition: Callable[[], Any], seconds: float = DEADLINE) -> Any:
    """The condition's first true answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.01)
    raise AssertionError("It did not happen in time.")


@dataclass
class Clock:
    """Stands still until it is told to go on."""

    now: datetime = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(kw_only=True)
class Client:
    """What any client of the API does."""

    url: str
    key: str = KEY

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=DEADLINE, **more)

    def submit(self, prompt: str = "Hello", **members: Any) -> requests.Response:
        body = {"model": "magic/text-to-video", "prompt": prompt, **members}
        return self.call("POST", GENERATIONS, json=body)

    def accepted(self, prompt: str = "Hello", **members: Any) -> str:
        reply = self.submit(prompt, **members)
        assert reply.status_code == 200, reply.text
        return str(reply.json()["id"])

    def check(self, task_id: str) -> dict[str, Any]:
        reply = self.call("GET", GENERATIONS, params={"generation_id": task_id})
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def finished(self, task_id: str, seconds: float = DEADLINE) -> dict[str, Any]:
        def final() -> dict[str, Any] | None:
            found = self.check(task_id)
            return found if found["status"] in {"completed", "error"} else None

        return dict(wait_until(final, seconds))

    def has_status(self, task_id: str, status: str) -> None:
        wait_until(lambda: self.check(task_id)["status"] == status)


@dataclass(kw_only=True)
class Served(Client):
    """An engine in this process: its line, its clock and the fast backend's folder at hand."""

    clock: Clock
    folder: Path

    def drawn(self) -> list[str]:
        log = self.folder / "drawn"
        return (
            [line.split(" ", 1)[1] for line in log.read_text().splitlines()] if log.exists() else []
        )

    def let_go(self) -> None:
        (self.folder / "go").touch()


@contextlib.contextmanager
def serving(
    folder: Path,
    *,
    backend: RenderBackend = FAST,
    executor: Executor | None = None,
    width: int = 1,
    room: int = 200,
) -> Iterator[Served]:
    """Renders on a thread unless told: the line and the API take any executor."""
    os.environ[FOLDER] = str(folder)
    clock, tasks = Clock(), TaskStore(folder / "data")
    queue = TaskQueue(
        tasks, backend, executor or ThreadPoolExecutor(width), width=width, room=room, clock=clock
    )
    engine = Engine(
        key=KEY,
        backend=backend,
        store=tasks,
        queue=queue,
        previews=Previews(backend, ThreadPoolExecutor(1), lambda: ThreadPoolExecutor(1)),
        links=SignedUrls.kept_in(folder / "data" / "secret"),
        clock=clock,
    )
    with _listening(engine) as url:
        try:
            yield Served(url=url, clock=clock, folder=folder)
        finally:
            (folder / "go").touch()  # no thread shall wait for a test that is over


@contextlib.contextmanager
def _listening(engine: Engine) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(engine), log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(kw_only=True)
class Process(Client):
    """An engine in a process of its own, at the head of a process group of its own."""

    process: subprocess.Popen[str]
    folder: Path

    def kill(self) -> None:
        """SIGKILL for the server alone: its workers have to notice by themselves."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(DEADLINE)

    def workers_drawing(self, count: int) -> list[int]:
        """The process ids of the first `count` drawings, once they have begun."""
        log = self.folder / "drawn"

        def begun() -> list[str]:
            lines = log.read_text().splitlines() if log.exists() else []
            return lines if len(lines) >= count else []

        return [int(line.split()[0]) for line in wait_until(begun)[:count]]

    def group_is_empty(self) -> bool:
        """True when nothing that the server ever started runs any more."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False


@contextlib.contextmanager
def process(
    folder: Path, *options: str, module: str = "tests.engine.fast_engine", **environ: str
) -> Iterator[Process]:
    running = start(folder, *options, module=module, **environ)
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()
        for pipe in (running.process.stdin, running.process.stdout):
            if pipe:
                pipe.close()


def start(folder: Path, *options: str, module: str, **environ: str) -> Process:
    """Start it on a free port and wait for its word that it is ready."""
    process = _popen(folder, options, module, environ)
    assert process.stdout
    line = process.stdout.readline()
    if not line.startswith("Engine ready at "):
        process.wait()
        raise AssertionError(f"It said {line!r}: {(folder / 'log').read_text()}")
    return Process(url=line.split()[-1], process=process, folder=folder)


def start_unheard(folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start the fast one as by a parent that is gone at once: nobody reads, and nobody writes."""
    process = _popen(folder, options, "tests.engine.fast_engine", {})
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    return process


def _popen(
    folder: Path, options: tuple[str, ...], module: str, environ: dict[str, str]
) -> subprocess.Popen[str]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", module, "--port", "0", "--data", str(folder / "data"), *options],
            cwd=PROJECT,
            env={**os.environ, "ENGINE_API_KEY": KEY, FOLDER: str(folder), **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
