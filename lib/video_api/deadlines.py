"""Answers that come in time or not at all, however slowly a host drips.

A socket's own time-out counts from byte to byte, so one byte every now and then holds a reader for
days: in the status line, in a header, in the size of a chunk. Here a clock that no byte resets cuts
the line instead.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from requests import Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

_CHUNK: Final = 128 * 1024


class PunctualAdapter(HTTPAdapter):
    """The read time-out of a request is what all of its headers may take together."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:  # noqa: ANN401  # requests' own
        super().init_poolmanager(*args, **more)
        _make_punctual(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **more: Any) -> PoolManager:  # noqa: ANN401  # requests' own
        manager: PoolManager = super().proxy_manager_for(proxy, **more)
        _make_punctual(manager)
        return manager


def chunks(response: Response, end: float) -> Iterator[bytes]:
    """What the wire brings as it comes. Raise TimeoutError once it is `end` (monotonic).

    `read1` returns what is there; reading a full chunk would wait for hours on a trickle.
    """
    with _cut_off_after(end - time.monotonic(), _Line(response.raw)):
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            yield chunk


class _Line:
    """The line that a body comes over, to be cut by another thread."""

    def __init__(self, raw: HTTPResponse) -> None:
        self._raw = raw

    def shutdown(self, _how: int) -> None:
        # Without a connection the whole body is here already, and there is nothing to wait for.
        with suppress(ValueError, RuntimeError):
            self._raw.shutdown()


@contextmanager
def _cut_off_after(seconds: float, line: Any) -> Iterator[None]:  # noqa: ANN401  # a socket or a _Line
    """Raise TimeoutError if the block took longer, whatever it made of the silence that followed."""
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        with suppress(OSError):  # it was closed in this very moment
            line.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(max(seconds, 0.0), cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    except Exception as error:
        if is_late.is_set():
            raise TimeoutError("The answer came too slowly.") from error
        raise
    finally:
        clock.cancel()
    if is_late.is_set():
        raise TimeoutError("The answer came too slowly.")


def _make_punctual(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Connection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        with _headers_in_time(self):
            return super().getresponse()


class _SecureConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        with _headers_in_time(self):
            return super().getresponse()


@contextmanager
def _headers_in_time(connection: HTTPConnection) -> Iterator[None]:
    seconds, line = connection.timeout, connection.sock
    if not isinstance(seconds, int | float) or line is None:
        yield
        return
    with _cut_off_after(seconds, line):
        yield


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
