"""However slowly a host drips, no byte resets the clock: an answer comes in time or not at all."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib.errors import Unavailable
from lib.request import VideoRequest
from lib.video_api import VideoApi

#: Seconds that the client gives one answer, and at most as many more for a busy machine.
PATIENCE, SLACK = 0.3, 3.0

STATUS_LINE = b"HTTP/1.1 200 "
HEADERS = b"HTTP/1.1 200 OK\r\nX-Padding: "
BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n"
CHUNK_SIZE = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"


@contextmanager
def dripping(prelude: bytes) -> Iterator[str]:
    """The address of a host that says this at once and then a letter now and then, for ever."""
    ends = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_drip, args=(listener, prelude, ends))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ends.set()
            thread.join()


def _drip(listener: socket.socket, prelude: bytes, ends: threading.Event) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        try:
            connection.sendall(prelude)
            for _ in itertools.takewhile(lambda _: not ends.wait(0.02), itertools.count()):
                connection.sendall(b"a")
        except OSError:
            pass  # the client has gone, as it should


def _download(api: VideoApi, url: str, folder: Path) -> None:
    api.download(f"{url}/film.mp4", folder / "film.mp4")


def _check(api: VideoApi, _url: str, _folder: Path) -> object:
    return api.check("task")


def _submit(api: VideoApi, _url: str, _folder: Path) -> object:
    return api.submit(VideoRequest.parse("Hello"), client_request_id="skylit-1")


@pytest.mark.parametrize("ask", [_download, _check, _submit])
@pytest.mark.parametrize("prelude", [b"", STATUS_LINE, HEADERS, BODY, CHUNK_SIZE])
def test_a_host_that_drips_is_left_in_time(
    ask: Callable[[VideoApi, str, Path], object], prelude: bytes, tmp_path: Path
) -> None:
    with dripping(prelude) as url:
        api = VideoApi(lambda: url, "key", timeout=(PATIENCE, PATIENCE), longest_download=PATIENCE)
        begun = time.monotonic()
        with pytest.raises(Unavailable):
            ask(api, url, tmp_path)
    assert time.monotonic() - begun < 2 * PATIENCE + SLACK
