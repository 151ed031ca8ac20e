"""The hostile API in a storm: every caption has its fate, every task its own scripts."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.hostile_api import HostileApi
from tests.storm.weather import Answer, Fate, Fault, Line

#: Seconds until the log shows a task: the vendor writes the charge down late.
_LOGGED_AFTER = 0.15


@dataclass
class Post:
    """One that arrived."""

    client_request_id: str
    answer: Answer


@dataclass
class Task:
    id: str
    client_request_id: str
    fate: Fate
    taken_at: float  # monotonic, seconds
    check: list[Line]
    file: list[Line]


@dataclass
class StormApi(HostileApi):
    """`fates` are by number, which is a caption's last word."""

    fates: Sequence[Fate] = ()
    arrived: list[Post] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)

    def posts_for(self, client_request_id: str) -> list[Answer]:
        """How each POST of this request was answered, in order."""
        return [post.answer for post in self.arrived if post.client_request_id == client_request_id]

    def has_listed(self, client_request_id: str) -> bool:
        """Whether the log has a task of this request."""
        return any(
            task.fate.listed and task.client_request_id == client_request_id
            for task in self.tasks.values()
        )

    async def on_submit(self, request: Request) -> Response:
        body = await request.json()
        fate = self.fates[int(body["prompt"].split()[-1])]
        asked = request.headers["x-client-request-id"]
        earlier = len(self.posts_for(asked))
        answer = fate.submit[min(earlier, len(fate.submit) - 1)]
        self.arrived.append(Post(asked, answer))
        task = f"task-{len(self.arrived)}"
        if answer.taken:
            self.tasks[task] = Task(
                task, asked, fate, time.monotonic(), list(fate.check), list(fate.file)
            )
        return await self._play(answer.line, task, fate, request)

    async def on_check(self, request: Request) -> Response:
        task = self.tasks.get(request.query_params["generation_id"])
        if task is None:
            return JSONResponse({"message": "No such task", "statusCode": "404"}, 404)
        return await self._play(_next(task.check), task.id, task.fate, request)

    async def on_file(self, request: Request) -> Response:
        task = self.tasks[request.query_params["task"]]
        return await self._play(_next(task.file), task.id, task.fate, request)

    async def on_logs(self, request: Request) -> Response:
        known = time.monotonic() - _LOGGED_AFTER
        entries = [
            {"inference_id": task.id, "client_request_id": task.client_request_id}
            for task in reversed(self.tasks.values())
            if task.fate.listed and task.taken_at < known
        ]
        offset, limit = (int(request.query_params[name]) for name in ("offset", "limit"))
        return JSONResponse({"data": entries[offset : offset + limit]})

    async def _play(self, line: Line, task: str, fate: Fate, request: Request) -> Response:
        if isinstance(line, Fault):
            self.faults[fate.name] += 1
        return await line(task)(request)


def _next(script: list[Line]) -> Line:
    return script.pop(0) if len(script) > 1 else script[0]
