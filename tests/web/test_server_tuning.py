from __future__ import annotations

import resource
import signal
import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import uvicorn

from lib.request_deadline import DeadlineProtocol
from lib.web.server_tuning import tune_server


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


@pytest.fixture
def sigterm() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def sends_at_once(connection: socket.socket) -> bool:
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_every_new_connection_sends_small_answers_at_once(listener: socket.socket) -> None:
    assert not sends_at_once(listener)
    tune_server()
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
        assert sends_at_once(accepted)


def test_nothing_but_listeners_is_touched_and_nothing_is_closed(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()) as client, listener.accept()[0] as server:
        tune_server()
        assert not sends_at_once(client)
        client.sendall(b"still open")
        assert server.recv(10) == b"still open"


@pytest.mark.usefixtures("sigterm")
@pytest.mark.parametrize(("given", "then"), [(None, 3), (20, 20)])
def test_a_server_that_would_wait_for_ever_gets_a_limit(given: int | None, then: int) -> None:
    server = uvicorn.Server(uvicorn.Config(lambda: None, timeout_graceful_shutdown=given))
    signal.signal(signal.SIGTERM, server.handle_exit)
    tune_server()
    assert server.config.timeout_graceful_shutdown == then


@pytest.mark.usefixtures("sigterm")
def test_a_server_gives_requests_a_deadline() -> None:
    server = uvicorn.Server(uvicorn.Config(lambda: None))
    signal.signal(signal.SIGTERM, server.handle_exit)
    tune_server()
    assert server.config.http_protocol_class is DeadlineProtocol


@pytest.mark.usefixtures("sigterm")
def test_another_handler_of_the_signal_is_left_alone() -> None:
    other = SimpleNamespace(calls=0)
    signal.signal(signal.SIGTERM, lambda *_: setattr(other, "calls", other.calls + 1))
    tune_server()
    assert other.calls == 0


def test_a_server_may_open_as_many_files_as_the_system_allows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = min(256, before[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, before[1]))
    try:
        tune_server()
        now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert most == before[1]
    assert now == min(most, 65_536)
