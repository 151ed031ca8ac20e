"""Whoever sends half a request gets no more than so many seconds; all others get what they need."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from http.client import HTTPConnection
from itertools import chain, repeat

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from lib.request_deadline import DeadlineProtocol
from tests.workbench import eventually


class Soon(DeadlineProtocol):
    longest = 0.3


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


async def slowly(_request: Request) -> Response:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x"
            await asyncio.sleep(Soon.longest / 4)

    return StreamingResponse(parts(), headers={"content-length": "8"})


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    while True:
        await websocket.send_text(await websocket.receive_text())


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = Starlette(
        routes=[
            Route("/", echo, methods=["GET", "POST"]),
            Route("/slowly", slowly),
            WebSocketRoute("/talk", talk),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, http=Soon, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        eventually(lambda: server.started)
        yield int(listener.getsockname()[1])
        server.should_exit = True
        thread.join()


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"G",
        HEAD,
        HEAD + b"\r\n",
        HEAD + b"\r\n1234",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHo",  # the second one is half
    ],
    ids=[
        "nothing",
        "a letter",
        "a head",
        "no body",
        "half a body",
        "half a chunk",
        "half a second",
    ],
)
def test_half_a_request_ends_after_a_time(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(sent)
        assert ended(connection)


def test_a_byte_now_and_then_wins_no_time(port: int) -> None:
    letters = chain((b"%c" % letter for letter in HEAD), repeat(b"a"))
    with socket.create_connection(("127.0.0.1", port), timeout=Soon.longest / 10) as connection:

        def has_ended() -> bool:
            try:
                connection.sendall(next(letters))
                return connection.recv(1) == b""
            except TimeoutError:
                return False
            except OSError:
                return True

        assert eventually(has_ended, patience=30)


def test_an_answer_may_take_longer_than_its_request(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET /slowly HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert received(connection).endswith(b"\r\n\r\nxxxxxxxx")


def test_a_connection_may_be_used_again_after_an_answer(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for body in (b"12345", b"", b"again"):
            connection.request("POST", "/", body)
            assert connection.getresponse().read() == body


def test_a_websocket_stays_as_long_as_it_likes(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/talk") as websocket:
        test_an_answer_may_take_longer_than_its_request(port)  # meanwhile the deadline has passed
        websocket.send("still here")
        assert websocket.recv(timeout=30) == "still here"


def ended(connection: socket.socket) -> bool:
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return True


def received(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(4096), b""))
