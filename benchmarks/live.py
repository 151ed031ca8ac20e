"""What it costs to be watched: 300 people look at a film in the making, each with a page that is open.

    python -m benchmarks.live [--watchers 300] [--seconds 20] [--postgres]

Starts the app on a free port. Each watcher has a session of its own over a real websocket, at Create or
at History, and asks how far the film is every half second on a connection that stays open, as the
page's script does. Prints how long answers took. The watchers run in a process of their own, so that
what they cost themselves is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.cost import cpu_of
from tests.browser.shelf import shelf_beside
from tests.ledger.postgres import postgres
from tests.web.furnished import cookies
from tests.web.served import free_port, started, wait_until_up

EVERY: Final = 0.5  # seconds between two questions, as in lib/ui/widgets/progress/progress.js
AT_ONCE: Final = 8  # pages that are opened at a time


@dataclass(frozen=True)
class Watcher:
    """Somebody with a cookie who watches a film of theirs."""

    cookie: str
    film: str

    def question(self, port: int) -> bytes:
        return (
            f"GET /progress?ids={self.film} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: {self.cookie}\r\n\r\n"
        ).encode()


async def open_page(stack: AsyncExitStack, port: int, watcher: Watcher, place: int) -> None:
    """Open a session, let its page be drawn to the end, and keep it open."""
    socket = await stack.enter_async_context(
        connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # any text is one
            additional_headers={"Cookie": watcher.cookie, "Origin": f"http://127.0.0.1:{port}"},
            max_size=None,
        )
    )
    asked = BackMsg()
    asked.rerun_script.query_string = f"g={watcher.film}" if place % 2 else ""
    asked.rerun_script.page_name = "" if place % 2 else "history"
    await socket.send(asked.SerializeToString())
    await until_drawn(socket)
    stack.callback(asyncio.create_task(read_on(socket)).cancel)


async def until_drawn(socket: ClientConnection) -> None:
    async for message in socket:
        told = ForwardMsg()
        told.ParseFromString(message if isinstance(message, bytes) else message.encode())
        if told.WhichOneof("type") == "script_finished":
            return


async def read_on(socket: ClientConnection) -> None:
    """Take in what the server still says."""
    async for _ in socket:
        pass


async def watch(port: int, watcher: Watcher, end: float) -> list[float]:
    """Ask until then; return the milliseconds that each answer took."""
    took = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(random.random() * EVERY)  # they do not ask all at once
    while time.perf_counter() < end:
        begun = time.perf_counter()
        writer.write(watcher.question(port))
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(length_of(head))
        if watcher.film.encode() not in body:
            raise SystemExit(f"Nothing is told of a film: {head!r} {body!r}")
        took.append(1000 * (time.perf_counter() - begun))
        await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - begun)))
    writer.close()
    return took


def length_of(head: bytes) -> int:
    lines = (line.split(b":") for line in head.lower().split(b"\r\n"))
    return next((int(line[1]) for line in lines if line[0] == b"content-length"), 0)


async def measure(port: int, watchers: list[Watcher], seconds: float) -> list[float]:
    async with AsyncExitStack() as stack:
        for first in range(0, len(watchers), AT_ONCE):
            some = [*enumerate(watchers)][first : first + AT_ONCE]
            await asyncio.gather(*(open_page(stack, port, each, place) for place, each in some))
        end = time.perf_counter() + seconds
        found = await asyncio.gather(*(watch(port, each, end) for each in watchers))
    return [each for times in found for each in times]


def with_films(data: Path, count: int, database: str | None) -> list[Watcher]:
    """Each a visitor of their own, with a film that is being made for as long as anybody looks."""
    watchers = []
    for number in range(count):
        with shelf_beside(data, database) as shelf:
            film = shelf.moving(f"Watched number {number}")
            ((name, value),) = cookies(shelf.studio, shelf.visitor).items()
            watchers.append(Watcher(f"{name}={value}", film.id))
    return watchers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watchers", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        database = stack.enter_context(postgres()) if asked.postgres else None
        port, more = free_port(), {"DATABASE_URL": database} if database else {}
        with started(Path(folder), port, **more) as process:
            wait_until_up(port, process)
            watchers = with_films(Path(folder, "data"), asked.watchers, database)
            before, begun = cpu_of(process.pid), time.perf_counter()
            times = sorted(asyncio.run(measure(port, watchers, asked.seconds)))
            cores = (cpu_of(process.pid) - before) / (time.perf_counter() - begun)
    middle, late = statistics.median(times), times[int(0.95 * len(times))]
    print(
        f"{asked.watchers} watchers with open pages, {len(times):,} answers: median {middle:.1f} ms, "
        f"p95 {late:.1f} ms, slowest {times[-1]:.0f} ms; {cores:.2f} cores, opening the pages included"
    )


if __name__ == "__main__":
    main()
