"""Gives every browser its visitor id, together with the first page.

The page opens its websocket after it has arrived, so the handshake brings the new cookie along and
the very first run of a page knows its owner.
"""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.visitor import COOKIE, new_id, owner_from

_MAX_AGE: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer

#: A cache that serves many must not keep a page with an id in it, and give that to the next.
_FOR_ONE: Final = "private, no-cache"


class VisitorCookie:
    """ASGI middleware. Sets the cookie on pages only, and only where it is missing or malformed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _wants_page(scope) or _has_id(scope):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", _cookie(_is_secure(scope)))
                headers["cache-control"] = _FOR_ONE
            await send(message)

        await self.app(_in_full(scope), receive, send_with_cookie)


def _wants_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _has_id(scope: Scope) -> bool:
    return owner_from(HTTPConnection(scope).cookies) is not None


def _in_full(scope: Scope) -> Scope:
    """A browser that kept the page but lost the cookie must not be told "not modified"."""
    conditions = {b"if-none-match", b"if-modified-since"}
    headers = [(name, value) for name, value in scope["headers"] if name not in conditions]
    return {**scope, "headers": headers}


def _is_page(message: Message) -> bool:
    return Headers(scope=message).get("content-type", "").startswith("text/html")


def _is_secure(scope: Scope) -> bool:
    """True behind https, also where a proxy on this machine ends it (uvicorn then sets the scheme)."""
    return scope.get("scheme") == "https"


def _cookie(secure: bool) -> str:  # noqa: FBT001  one flag, named at its only call
    cookie: SimpleCookie = SimpleCookie()
    cookie[COOKIE] = new_id()
    morsel = cookie[COOKIE]
    morsel["path"] = "/"
    morsel["max-age"] = str(_MAX_AGE)
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    morsel["secure"] = secure
    return morsel.OutputString()
