"""A proxy that lets through one path and what lies below it, as a company's front door does."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

_REFUSED: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_CONNECTION: Final = re.compile(rb"\r\nConnection:[^\r]*", re.IGNORECASE)
_UPGRADE: Final = re.compile(rb"\r\nUpgrade:", re.IGNORECASE)


@dataclass
class NarrowProxy:
    """`refused` are the paths that somebody asked for in vain."""

    base: str
    upstream: int
    port: int = 0
    refused: list[str] = field(default_factory=list)

    async def serve(self, is_up: threading.Event, is_over: asyncio.Event) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        is_up.set()
        await is_over.wait()
        server.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection, so that each of them is looked at."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode()
            if path.split("?")[0] != self.base and not path.startswith(f"{self.base}/"):
                self.refused.append(path)
                writer.write(_REFUSED)
                return
            there, to_there = await asyncio.open_connection("127.0.0.1", self.upstream)
            to_there.write(head if _UPGRADE.search(head) else _closing(head))
            await asyncio.gather(_copy(reader, to_there), _copy(there, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass  # either side went away
        finally:
            writer.close()


def _closing(head: bytes) -> bytes:
    return _CONNECTION.sub(b"", head).removesuffix(b"\r\n") + b"Connection: close\r\n\r\n"


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(65_536):
            target.write(chunk)
            await target.drain()
    finally:
        target.close()


@contextmanager
def narrow_proxy(base: str, upstream: int) -> Iterator[NarrowProxy]:
    """Run it on a thread; `base` is such as "/studio/sky", `upstream` the port of the app."""
    proxy, loop = NarrowProxy(base, upstream), asyncio.new_event_loop()
    is_up, is_over = threading.Event(), asyncio.Event()

    def run() -> None:
        loop.run_until_complete(proxy.serve(is_up, is_over))
        for task in asyncio.all_tasks(loop):  # connections that are still open
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    is_up.wait(10)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join(10)
        loop.close()
