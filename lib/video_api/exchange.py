"""Exchange: one request and its answer, on a connection of its own that is closed afterwards.

Nothing that an earlier answer left behind can pass for this one, and nothing that is left of this one
can pass for the next. Whether a request may have arrived is known, not guessed from the kind of an
error: before its first byte is handed to the socket every failure is NotSent, from then on every
failure, of whatever type and layer, is Unavailable.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from typing import Final, Self
from urllib.parse import urlsplit

import h11
from requests import PreparedRequest, Request

from lib.errors import NotSent, Unavailable
from lib.problem import Code
from lib.video_api.http1 import Http1, serialized
from lib.video_api.network import Route

#: Seconds to connect, and seconds for the head of an answer and between any two bytes.
TIMEOUT: Final = (5.0, 30.0)

USER_AGENT: Final = "Skylit/1.0"


class Exchange:
    """An answer whose head is read. `headers` are in lower case."""

    def __init__(self, line: socket.socket, *, idle: float) -> None:
        self._line = line
        self._http = Http1(line, idle=idle)
        self.status = 0
        self.headers: Mapping[str, str] = {}

    @classmethod
    def begin(
        cls, request: Request, timeout: tuple[float, float] = TIMEOUT, *, address: str | None = None
    ) -> Self:
        """Send a request and read the head of its answer. Close what is returned.

        `address` is where the host was found, if that was looked up and checked before. Raise
        NotSent if not a byte of it left, else Unavailable.
        """
        to_connect, idle = timeout
        try:
            head, body, route = _prepared(request)
            serialized(head, body)  # what HTTP cannot express fails here, before anything is sent
            line = route.connect(to_connect, address=address)
        except Exception as error:
            raise NotSent(Code.API_UNREACHABLE) from error
        try:
            exchange = cls(line, idle=idle)
            exchange._begin(head, body, time.monotonic() + idle)
        except Exception as error:
            line.close()
            raise Unavailable(Code.API_SILENT) from error
        return exchange

    def chunks(self, end: float) -> Iterator[bytes]:
        """The body as it comes. Raise Unavailable if it breaks off, has bytes left over, or is not
        whole at `end` (monotonic).
        """
        while (chunk := self._chunk(end)) is not None:
            yield chunk

    def close(self) -> None:
        self._line.close()

    def _begin(self, head: h11.Request, body: bytes, end: float) -> None:
        self._http.send(head, body)
        response = self._http.response(end)
        self.status, self.headers = response.status_code, headers_of(response)

    def _chunk(self, end: float) -> bytes | None:
        try:
            return self._http.data(end)
        except TimeoutError as error:
            raise Unavailable(Code.ANSWER_SLOW) from error
        except Exception as error:
            raise Unavailable(Code.ANSWER_CUT_OFF) from error


def _prepared(request: Request) -> tuple[h11.Request, bytes, Route]:
    """The request in the words of HTTP. Raise ValueError or h11.LocalProtocolError."""
    prepared = request.prepare()
    url = prepared.url or ""
    route, parts = Route.to(url), urlsplit(url)
    own: dict[str, str] = {
        "Host": parts.netloc.rpartition("@")[2],
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if route.proxy and route.is_asked_by_whole_address:
        own |= dict(route.proxy.headers)
    head = h11.Request(
        method=prepared.method or "GET",
        target=_target(prepared, route),
        headers=[
            (name.encode(), _encoded(value)) for name, value in _merged(own, prepared).items()
        ],
    )
    return head, _body_of(prepared), route


def _target(prepared: PreparedRequest, route: Route) -> str:
    if not route.is_asked_by_whole_address:
        return str(prepared.path_url)
    parts = urlsplit(prepared.url or "")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{prepared.path_url}"


def _merged(own: Mapping[str, str], prepared: PreparedRequest) -> dict[str, str | bytes]:
    """By name, whatever their case: what the caller says goes first."""
    merged: dict[str, str | bytes] = {name.lower(): value for name, value in own.items()}
    return merged | {name.lower(): value for name, value in prepared.headers.items()}


def _body_of(prepared: PreparedRequest) -> bytes:
    body = prepared.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def _encoded(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8")


def headers_of(response: h11.Response) -> Mapping[str, str]:
    """One value a name; of a name that came twice, both values, as HTTP joins them."""
    found: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
