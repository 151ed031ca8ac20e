"""How the app starts and how it ends."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from lib.visitor import new_id
from tests.web.furnished import cookies, furnished, ready, viewer_of
from tests.web.served import LONGEST, free_port, said, started, wait_until_up


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"POLL_SECONDS": "soon"}, "POLL_SECONDS must be a number, not 'soon'."),
        ({"DATA_DIR": "/proc/nowhere"}, "The data folder /proc/nowhere cannot be written"),
    ],
)
def test_a_start_that_cannot_be_ends_with_one_sentence(
    tmp_path: Path, port: int, environ: dict[str, str], sentence: str
) -> None:
    with started(tmp_path, port, **environ) as process:
        assert process.wait(LONGEST) != 0
    assert f"Skylit cannot start. {sentence}" in said(tmp_path)
    assert "Traceback" not in said(tmp_path)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        with started(tmp_path, taken) as process:
            assert process.wait(LONGEST) != 0
    assert f"Port {taken} is not available" in said(tmp_path)
    assert "Traceback" not in said(tmp_path)


def test_the_server_ends_soon_even_while_a_film_is_paused(tmp_path: Path, port: int) -> None:
    visitor = new_id()
    with furnished(tmp_path / "data", engine=False) as studio:
        # More than all the buffers on the way hold.
        film = ready(studio, viewer_of(studio, visitor), film=bytes(60_000_000))
        cookie = "; ".join(f"{name}={value}" for name, value in cookies(studio, visitor).items())
    request = f"GET /clips/{film.id}.mp4 HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n"
    with started(tmp_path, port) as process:
        wait_until_up(port, process)
        with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as paused:
            paused.sendall(request.encode())
            assert paused.recv(20).startswith(b"HTTP/1.1 200")
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.wait(LONGEST)
        assert time.monotonic() - begun < 15
