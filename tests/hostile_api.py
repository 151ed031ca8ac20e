"""A video API that misbehaves by script: a real server on loopback, with real sockets.

Each of its four doors (submit, check, file, logs) answers with the next behaviour of its script;
the last one stays. What came in is written down: `posts` is what money hangs on.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.films import film

TASK = "x6cwiGJM4VSX8msX6VtRX"
KEY = "a-key-that-nobody-may-see"

Behaviour = Callable[[Request], Awaitable[Response]]


@dataclass
class HostileApi:
    """`url` is where it listens. Set the scripts, then let a client come."""

    url: str = ""
    submit: list[Behaviour] = field(default_factory=list)
    check: list[Behaviour] = field(default_factory=list)
    file: list[Behaviour] = field(default_factory=list)
    logs: list[Behaviour] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    post_times: list[float] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def reset(self) -> None:
        """Behave: accept, complete at the second look, deliver a film, know nothing in the logs."""
        self.submit = [accepts]
        self.check = [pending("queued"), completes]
        self.file = [delivers(film())]
        self.logs = [says(200, {"data": [], "pagination": {"has_more": False}})]
        self.posts.clear()
        self.post_times.clear()
        self.requests.clear()

    async def on_submit(self, request: Request) -> Response:
        came = {"at": datetime.now(UTC), "headers": dict(request.headers)}
        self.posts.append({**await request.json(), **came})
        self.post_times.append(asyncio.get_running_loop().time())
        request.state.task = task_of(len(self.posts))
        return await self._next(self.submit, request)

    async def on_check(self, request: Request) -> Response:
        return await self._next(self.check, request)

    async def on_file(self, request: Request) -> Response:
        return await self._next(self.file, request)

    async def on_logs(self, request: Request) -> Response:
        return await self._next(self.logs, request)

    async def _next(self, script: list[Behaviour], request: Request) -> Response:
        self.requests.append((request.url.path, dict(request.headers)))
        behaviour = script.pop(0) if len(script) > 1 else script[0]
        return await behaviour(request)


@contextmanager
def hostile_api(api: HostileApi | None = None) -> Iterator[HostileApi]:
    """Serve it (a new one unless told) in a thread, until the block ends."""
    api = api or HostileApi()
    api.reset()
    app = Starlette(
        routes=[
            Route("/v2/video/generations", api.on_submit, methods=["POST"]),
            Route("/v2/video/generations", api.on_check, methods=["GET"]),
            Route("/v2/logs", api.on_logs),
            Route("/file.mp4", api.on_file),
        ]
    )
    config = uvicorn.Config(
        app, port=0, log_level="critical", lifespan="off", http="h11", timeout_graceful_shutdown=0
    )
    server = uvicorn.Server(config)
    listener = config.bind_socket()
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:  # from then on it listens
        thread.join(0.005)
    api.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        yield api
    finally:
        server.should_exit = server.force_exit = True
        thread.join(5)
        listener.close()


# ── behaviours ────────────────────────────────────────────────────────────────────────────────


def says(status: int, content: object, **headers: str) -> Behaviour:
    """JSON for anything but text and bytes, which go out as they are."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    raw = content.encode() if isinstance(content, str) else content

    async def behave(_: Request) -> Response:
        if isinstance(raw, bytes):
            return Response(raw, status, named)
        return JSONResponse(raw, status, named)

    return behave


def documented(status: int, message: str, **headers: str) -> Behaviour:
    """An error in the envelope that the vendor documents."""
    return says(
        status, {"message": message, "statusCode": str(status), "requestId": "r"}, **headers
    )


def problem(status: int, message: str, **headers: str) -> Behaviour:
    """An error in the envelope that was seen in the wild."""
    body = {"title": "Oh", "status": status, "error": {"name": "Bad", "message": message}}
    return says(status, json.dumps(body), content_type="application/problem+json", **headers)


def task_of(number: int) -> str:
    """The id that the n-th POST since the last reset gets, counted from 1. The first gets TASK."""
    return TASK if number == 1 else f"{TASK}-{number}"


async def accepts(request: Request) -> Response:
    return JSONResponse({"id": request.state.task, "status": "queued"}, 201)


def pending(word: str, progress: float | None = None) -> Behaviour:
    async def behave(request: Request) -> Response:
        return JSONResponse(
            {"id": _asked_for(request), "status": word, "video": None, "progress": progress}
        )

    return behave


def _asked_for(request: Request) -> str:
    return request.query_params.get("generation_id", TASK)


async def completes(request: Request) -> Response:
    return await completes_at("/file.mp4?X-Amz-Signature=secret-signature")(request)


def completes_at(
    link: str, word: str = "completed", task: str | None = None, **video: object
) -> Behaviour:
    async def behave(request: Request) -> Response:
        base = f"{request.url.scheme}://{request.url.netloc}"
        url = base + link if link.startswith("/") else link
        usage = {"usage": {"credits_used": 1_050_000}}
        found = task or _asked_for(request)
        told = {"id": found, "status": word, "video": {"url": url, **video}, "meta": usage}
        return JSONResponse(told)

    return behave


def knows(posts: list[dict[str, Any]]) -> Behaviour:
    """The log of every POST that arrived in the time that is asked for, answered or not."""

    async def behave(request: Request) -> Response:
        start, end = (datetime.fromisoformat(request.query_params[of]) for of in ("start", "end"))
        entries = [
            {
                "status": "succeeded",
                "inference_id": task_of(number),
                "client_request_id": post["headers"].get("x-client-request-id"),
            }
            for number, post in reversed([*enumerate(posts, 1)])
            if start <= post.get("at", datetime.now(UTC)) < end
        ]
        return JSONResponse({"data": entries, "pagination": {"has_more": False}})

    return behave


def delivers(content: bytes, **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def behave(_: Request) -> Response:
        return Response(content, media_type="video/mp4", headers=named)

    return behave


def claims(size: int, content: bytes) -> Behaviour:
    """Says that so many bytes come, and sends others."""

    async def behave(_: Request) -> Response:
        return StreamingResponse(_once(content), headers={"content-length": str(size)})

    return behave


def vast(megabytes: int) -> Behaviour:
    """A JSON object that would be quite right if it were not so large; made as it goes out."""

    async def pieces() -> AsyncIterator[bytes]:
        yield json.dumps({"id": TASK, "status": "queued"}).encode()[:-1] + b', "more": "'
        for _ in range(16 * megabytes):
            yield b"a" * 65536
        yield b'"}'

    async def behave(_: Request) -> Response:
        return StreamingResponse(pieces(), media_type="application/json")

    return behave


def zip_bomb(content: bytes = b"") -> Behaviour:
    """100 MB of nothing behind some content, in 100 kB on the wire."""
    return says(200, _packed(content), content_encoding="gzip", content_type="application/json")


@cache
def _packed(content: bytes) -> bytes:
    return gzip.compress(content + bytes(100_000_000), compresslevel=1)


def redirects(status: int, target: str) -> Behaviour:
    return says(status, b"", location=target)


async def hangs(_: Request) -> Response:
    await asyncio.sleep(3600)
    return Response()


async def drops(request: Request) -> Response:
    """Take the request, then cut the line without a word."""
    line_of(request).abort()
    return Response()


def line_of(request: Request) -> asyncio.Transport:
    """The connection itself, under everything that makes HTTP of it."""
    cycle = request.receive.__self__  # type: ignore[attr-defined]  # uvicorn's, which holds the socket
    transport: asyncio.Transport = cycle.transport
    return transport


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
