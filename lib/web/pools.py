"""Pools: each kind of work has threads of its own, so a slow kind cannot take another's.

Everything that may wait for a disk, a database, a bucket or the engine runs here. Starlette's own
pool serves the framework's files. It is shared by all: sixty previews in it would keep every film
waiting.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from anyio import CapacityLimiter, move_on_after, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

T = TypeVar("T")

_RETRY_AFTER: Final = {"retry-after": "2", "cache-control": "no-store"}


class Busy(Exception):
    """All threads of a pool are taken, and so are the places in its queue."""


@dataclass(frozen=True, slots=True)
class Pool:
    """At most `threads` pieces of work at a time; `queue` more wait, each for `patience` seconds."""

    name: str
    threads: int
    queue: int
    patience: float
    _limiters: RunVar[CapacityLimiter] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_limiters", RunVar(self.name))

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Run the work on a thread. Raise Busy if none is free in time."""
        limiter = self._limiter
        if limiter.statistics().tasks_waiting >= self.queue:
            raise Busy(self.name)
        with move_on_after(self.patience):  # what has begun is waited for
            return await to_thread.run_sync(work, *args, limiter=limiter)
        raise Busy(self.name)

    async def stream(self, chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
        """Read each chunk on a thread, which is free while the browser takes its time."""
        while chunk := await to_thread.run_sync(next, chunks, b"", limiter=self._limiter):
            yield chunk

    def endpoint(
        self, handler: Callable[[Request], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Wrap a route's handler: run it on a thread of this pool, or answer 503 if none is free in time."""

        async def answer(request: Request) -> Response:
            try:
                return await self.run(handler, request)
            except Busy:
                return PlainTextResponse("Too much at once. Try again.", 503, _RETRY_AFTER)

        return answer

    @property
    def _limiter(self) -> CapacityLimiter:
        """Return the limiter of this event loop. The app has one."""
        try:
            return self._limiters.get()
        except LookupError:
            limiter = CapacityLimiter(self.threads)
            self._limiters.set(limiter)
            return limiter


FILMS: Final = Pool("films", threads=12, queue=200, patience=20.0)
POSTERS: Final = Pool("posters", threads=8, queue=200, patience=20.0)
WHO: Final = Pool("who", threads=4, queue=2000, patience=10.0)
PAGES: Final = Pool("pages", threads=4, queue=100, patience=10.0)
PREVIEWS: Final = Pool("previews", threads=4, queue=16, patience=4.0)
FRONT_END: Final = Pool("front end", threads=6, queue=2000, patience=30.0)
PROGRESS: Final = Pool("progress", threads=1, queue=4, patience=5.0)
EXPORTS: Final = Pool("exports", threads=4, queue=100, patience=10.0)
HEALTH: Final = Pool("health", threads=2, queue=4, patience=3.0)
TABLES: Final = Pool("tables", threads=2, queue=10, patience=20.0)
