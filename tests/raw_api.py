"""A server that says the very bytes it is given: what is wrong with an answer no library puts right."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class RawApi:
    """`answers` are given in turn, one a connection; the last one stays."""

    url: str = ""
    answers: list[bytes] = field(default_factory=list)
    #: Whole requests, as they came.
    requests: list[bytes] = field(default_factory=list)
    #: How many connections brought more than one request.
    reused: int = 0

    @property
    def posts(self) -> list[bytes]:
        return [each for each in self.requests if each.startswith(b"POST")]

    def reset(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.requests.clear()

    def serve(self, line: socket.socket) -> None:
        """Read one request, say the answer, hang up."""
        with line:
            line.settimeout(5)
            request = _request(line)
            if not request:
                return
            self.requests.append(request)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            line.sendall(answer)
            line.shutdown(socket.SHUT_WR)
            self.reused += bool(_request(line))


def _request(line: socket.socket) -> bytes:
    """One request with its body, or nothing if the client has gone."""
    came = b""
    while b"\r\n\r\n" not in came:
        piece = line.recv(65536)
        if not piece:
            return b""
        came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    lengths = [row for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:")]
    missing = int(lengths[0].split(b":")[1]) - len(body) if lengths else 0
    while missing > 0 and (piece := line.recv(missing)):
        came += piece
        missing -= len(piece)
    return came


@contextmanager
def raw_api(*answers: bytes) -> Iterator[RawApi]:
    api = RawApi(answers=list(answers))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        api.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=_listen, args=(listener, api), daemon=True)
        thread.start()
        try:
            yield api
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _listen(listener: socket.socket, api: RawApi) -> None:
    with suppress(OSError):  # the listener was shut down: the block ends
        while True:
            line, _ = listener.accept()
            with suppress(OSError):  # the client has gone, as it may
                api.serve(line)
