"""Answers of the hostile API that are no HTTP, or never come to an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tests.hostile_api import Behaviour, line_of


def writes(raw: bytes) -> Behaviour:
    """These very bytes, whatever they are, and then nothing more."""

    async def behave(request: Request) -> Response:
        line = line_of(request)
        line.write(raw)
        line.close()
        return Response()

    return behave


async def drips_headers(request: Request) -> Response:
    """An answer of which one letter comes now and then, and never the end of its first header."""
    line = line_of(request)
    line.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not line.is_closing():
        line.write(b"a")
        await asyncio.sleep(0.02)
    return Response()


def drops_midway(status: int = 200, **headers: str) -> Behaviour:
    """Begin an answer and cut the line within it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def behave(_: Request) -> Response:
        return StreamingResponse(_half(), status, {"content-length": "500", **named})

    return behave


async def trickles(_: Request) -> Response:
    """One byte now and then, for ever."""
    return StreamingResponse(_drip(), headers={"content-length": "1000000"})


async def never_ends(_: Request) -> Response:
    return StreamingResponse(_flood(), media_type="video/mp4")


async def _half() -> AsyncIterator[bytes]:
    yield b'{"id": "'
    await asyncio.sleep(0.02)


async def _drip() -> AsyncIterator[bytes]:
    while True:
        yield b"."
        await asyncio.sleep(0.02)


async def _flood() -> AsyncIterator[bytes]:
    while True:
        yield b"\0" * 65536
        await asyncio.sleep(0)
