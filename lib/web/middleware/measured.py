"""Counts requests by route and status, and how long each took. Routes come from a fixed list."""

from __future__ import annotations

import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.urls import Urls
from lib.web.middleware.wall import OWN, is_own

REQUESTS: Final = CollectorRegistry()
_requests: Final = Counter(
    "skylit_requests", "HTTP requests by route and status.", ["route", "status"], registry=REQUESTS
)
_seconds: Final = Histogram(
    "skylit_request_seconds", "Seconds until an answer begins.", ["route"], registry=REQUESTS
)


class Measured:
    """ASGI middleware around everything: counts each answer when it begins."""

    def __init__(self, app: ASGIApp, urls: Urls) -> None:
        self.app = app
        self._urls = urls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route, begun = _route(self._urls.below(scope["path"]) or ""), time.perf_counter()

        async def send_and_count(message: Message) -> None:
            if message["type"] == "http.response.start":
                _requests.labels(route, str(message["status"])).inc()
                _seconds.labels(route).observe(time.perf_counter() - begun)
            await send(message)

        await self.app(scope, receive, send_and_count)


def _route(path: str) -> str:
    if not is_own(path):
        return "pages"
    return next(own for own in OWN if path == own or path.startswith(f"{own}/"))
