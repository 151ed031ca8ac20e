"""HTTP/1.1 over one socket, with a deadline.

h11 reads answers strictly: it refuses conflicting lengths, bad chunks and headers without end where
more lenient readers guess. It does no I/O itself, so this module alone decides when a byte leaves.
"""

from __future__ import annotations

import socket
import time
from typing import Final

import h11

_CHUNK: Final = 128 * 1024

#: The largest status line and headers together, bytes.
_LARGEST_HEAD: Final = 64 * 1024

#: Seconds to wait, after a whole answer, for bytes that do not belong to it. Servers that close the
#: connection, as they are asked to, cost none of them.
_SETTLING: Final = 0.1


class Unreadable(Exception):
    """The answer breaks off, breaks HTTP's rules, or has bytes left over."""


class Http1:
    """A client's end of one connection. Not safe for threads."""

    def __init__(self, line: socket.socket, *, idle: float) -> None:
        """`idle` is the longest silence in seconds."""
        self._line = line
        self._idle = idle
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST_HEAD)

    def send(self, request: h11.Request, body: bytes = b"") -> None:
        self._line.settimeout(self._idle)
        self._line.sendall(serialized(request, body, self._state))

    def response(self, end: float) -> h11.Response:
        """Status and headers; interim answers (1xx) are skipped.

        Raise TimeoutError at `end` (monotonic), Unreadable, OSError or h11.RemoteProtocolError.
        """
        while isinstance(event := self._next(end), h11.InformationalResponse):
            pass
        if not isinstance(event, h11.Response):
            raise Unreadable(f"{type(event).__name__} in place of a response")
        if event.http_version not in {b"1.0", b"1.1"}:
            raise Unreadable("another version of HTTP than was asked for")
        names = {name for name, _ in event.headers}
        if {b"content-length", b"transfer-encoding"} <= names:
            raise Unreadable("two lengths")  # RFC 9112, 6.3: likely an attempt to smuggle an answer
        return event

    def data(self, end: float) -> bytes | None:
        """The next piece of the body, None after its end. Raise as `response` does."""
        event = self._next(end)
        if isinstance(event, h11.Data):
            return bytes(event.data)
        if not isinstance(event, h11.EndOfMessage):
            raise Unreadable(f"{type(event).__name__} in place of a body")
        if self.left_over or self._says_more(end):
            raise Unreadable("bytes after the end of the answer")
        return None

    @property
    def left_over(self) -> bytes:
        """The bytes that came after the answer."""
        return self._state.trailing_data[0]

    def _next(self, end: float) -> h11.Event | type[h11.PAUSED]:
        while (event := self._state.next_event()) is h11.NEED_DATA:
            self._state.receive_data(self._receive(end, self._idle))
        return event  # type: ignore[return-value]  # h11's sentinels are types of their own

    def _receive(self, end: float, patience: float) -> bytes:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError("The answer came too slowly.")
        self._line.settimeout(min(left, patience))
        return self._line.recv(_CHUNK)

    def _says_more(self, end: float) -> bool:
        try:
            return bool(self._receive(end, _SETTLING))
        except OSError:  # silence, or the connection is gone: nothing more either way
            return False


def serialized(request: h11.Request, body: bytes, state: h11.Connection | None = None) -> bytes:
    """A request as it goes out. Raise h11.LocalProtocolError for one that HTTP does not allow."""
    state = state or h11.Connection(h11.CLIENT)
    events = [request, h11.Data(data=body), h11.EndOfMessage()]
    return b"".join(state.send(event) or b"" for event in events)
