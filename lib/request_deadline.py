"""A deadline for requests. Whoever sends half of one and waits holds a connection, which nothing else ends.

uvicorn closes connections that are idle between two requests, but waits without end for the rest of
one that has begun. This protocol gives a request, head and body together, so many seconds from its
first byte, or from the connection when none comes. A byte now and then does not extend it.
"""

from __future__ import annotations

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds. A caption is a few hundred bytes; nothing larger is ever sent to us.
LONGEST: Final = 10.0


class DeadlineProtocol(H11Protocol):
    """For uvicorn's `http`. Websockets leave it with their upgrade, and so does its deadline."""

    longest: float = LONGEST
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._expect()
        super().data_received(data)
        self._settle()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._settle()

    def _settle(self) -> None:
        """Between two requests uvicorn's own timer runs, and websockets have their own protocol."""
        begun = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if self.transport.get_protocol() is self and (
            begun or self.conn.their_state is h11.SEND_BODY
        ):
            self._expect()
        else:
            self._rest()

    def _expect(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.longest, self.transport.close)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
