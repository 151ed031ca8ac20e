"""The line between a page and its server, slowed down at will: what the server says waits."""

from __future__ import annotations

import re
import time
from typing import Final

from playwright.sync_api import Page, WebSocketRoute

from tests.browser.screen import LONGEST

_LINE: Final = re.compile(r"/_stcore/stream")


class SlowLine:
    """Lets through what the server says until the first message that holds `last`, that one too."""

    def __init__(self, page: Page, *, last: bytes) -> None:
        self._page = page
        self._last: bytes | None = last
        self._is_held = False
        self._held: list[bytes] = []
        self._browser: WebSocketRoute | None = None
        #: What the page has said since it was loaded.
        self.said: list[bytes] = []
        page.route_web_socket(_LINE, self._connect)

    def wait_for(self, message: bytes) -> int:
        """Until the server has said this, too; how many messages are held."""
        deadline = time.monotonic() + LONGEST / 1000
        while not any(message in each for each in self._held):
            assert time.monotonic() < deadline, f"The server does not say {message!r}."
            self._page.wait_for_timeout(20)
        return len(self._held)

    def release(self, count: int) -> None:
        """Let through that many of what was held."""
        assert self._browser
        for message in self._held[:count]:
            self._browser.send(message)
        del self._held[:count]

    def open(self) -> None:
        """Let through everything from now on."""
        self._is_held, self._last = False, None
        self.release(len(self._held))

    def _connect(self, browser: WebSocketRoute) -> None:
        self._browser, server = browser, browser.connect_to_server()

        def say(message: str | bytes) -> None:
            self.said.append(_raw(message))
            server.send(message)

        browser.on_message(say)
        server.on_message(lambda message: self._hear(_raw(message)))

    def _hear(self, message: bytes) -> None:
        assert self._browser
        if self._is_held:
            self._held.append(message)
        else:
            self._browser.send(message)
            self._is_held = self._last is not None and self._last in message


def _raw(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message
