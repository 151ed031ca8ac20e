"""Skylit calls nobody: with no key set, nothing that a visitor does makes it reach for the outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from tests.web.served import free_port, started, wait_until_up

_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")

HANDSHAKE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2t5bGl0c2t5bGl0c2tsaQ==\r\n\r\n"
)


@dataclass
class RecordingProxy:
    """Writes down what it is asked for, and answers nothing."""

    port: int = 0
    asked: list[bytes] = field(default_factory=list)

    @property
    def environ(self) -> dict[str, str]:
        url = f"http://127.0.0.1:{self.port}"
        return dict.fromkeys(_NAMES, url) | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


@contextmanager
def recording_proxy() -> Iterator[RecordingProxy]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = RecordingProxy(listener.getsockname()[1])
        threading.Thread(target=_record, args=(listener, proxy), daemon=True).start()
        yield proxy
        listener.shutdown(socket.SHUT_RDWR)


def _record(listener: socket.socket, proxy: RecordingProxy) -> None:
    with suppress(OSError):  # the listener was shut down
        while True:
            line, _ = listener.accept()
            with line:
                line.settimeout(5)
                proxy.asked.append(line.recv(65536))


def test_the_proxy_records_what_calls_outside() -> None:
    with recording_proxy() as proxy:
        program = "import requests; requests.get('http://checks-an-address.invalid/ip', timeout=5)"
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | proxy.environ, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert proxy.asked
        assert proxy.asked[0].startswith(b"GET http://checks-an-address.invalid/ip")


@pytest.mark.timeout(180)
def test_no_visitor_makes_skylit_call_anybody(tmp_path: Path) -> None:
    """Pages, files, previews by the engine, and websockets of our own page and of strange ones."""
    port = free_port()
    environ = {"AIMLAPI_API_KEY": "", "DATABASE_URL": ""}
    with (
        recording_proxy() as proxy,
        started(tmp_path, port, **environ, **proxy.environ) as process,
    ):
        wait_until_up(port, process)
        visitor = requests.Session()
        visitor.trust_env = False
        visitor.headers["accept"] = "text/html,*/*"
        for path in (
            "/",
            "/history",
            "/previews?words=Hello",
            "/clips/none.mp4",
            "/_stcore/host-config",
        ):
            visitor.get(f"http://127.0.0.1:{port}{path}", timeout=60)
        own = f"127.0.0.1:{port}"
        for host, origin in (
            (own, f"http://{own}"), (own, "https://evil.example"), (own, "http://192.0.2.7:8501"),
            (own, "null"), ("skylit.example", "http://skylit.example"),
        ):  # fmt: skip
            assert _answer_to(port, HANDSHAKE.format(host=host, origin=origin)).startswith(
                "HTTP/1.1 "
            )
        assert proxy.asked == []


def _answer_to(port: int, request: str) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(request.encode())
        return line.recv(4096).decode(errors="replace")
