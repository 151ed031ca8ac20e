"""Gives every browser its signed visitor cookie, together with the first page.

The page opens its websocket after it has arrived, so the handshake brings the new cookie along and
the very first run of a page knows its owner.
"""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.bootstrap import current_studio
from lib.errors import SkylitError
from lib.studio import Studio
from lib.urls import Urls
from lib.web.middleware.wall import is_public
from lib.web.pools import PAGES, Busy

_MAX_AGE: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer

#: A shared cache must not keep a page with an id in it and give it to somebody else.
_FOR_ONE: Final = "private, no-cache"

_COOKIE: Final = frozenset({b"cookie"})
#: A browser that kept the page but lost the cookie must not be told "not modified".
_CONDITIONS: Final = frozenset({b"if-none-match", b"if-modified-since"})


class VisitorCookie:
    """ASGI middleware. Sets the cookie on pages only, and only where no valid one came along.

    A browser that came by plain http before gets the same id for https. One with a cookie of the
    first release keeps what it has: the exchange happens here, once. Public links get no cookie, and
    what answers them sees none.
    """

    def __init__(self, app: ASGIApp, urls: Urls) -> None:
        self.app = app
        self._urls = urls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_public(self._urls.below(scope["path"]) or ""):
            await self.app(_without(scope, _COOKIE), receive, send)
            return
        if scope["type"] != "http" or not _wants_page(scope) or not _needs_cookie(scope):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                headers = MutableHeaders(scope=message)
                headers["cache-control"] = _FOR_ONE
                if cookie := await _cookie_for(scope):
                    headers.append("set-cookie", cookie)
            await send(message)

        await self.app(_without(scope, _CONDITIONS), receive, send_with_cookie)


def _wants_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _needs_cookie(scope: Scope) -> bool:
    """Return False also over plain http where only a proxy was told of https: the cookie proves it.

    Where people sign in nobody gets one.
    """
    studio, cookies = current_studio(), HTTPConnection(scope).cookies
    known = studio.visitors.id_from(cookies, secure=True if _is_secure(scope) else None)
    return known is None and not studio.settings.signs_in


def _without(scope: Scope, names: frozenset[bytes]) -> Scope:
    """Return the request without these headers, named in lower case."""
    return {**scope, "headers": [each for each in scope["headers"] if each[0] not in names]}


def _is_page(message: Message) -> bool:
    return Headers(scope=message).get("content-type", "").startswith("text/html")


def _is_secure(scope: Scope) -> bool:
    """True behind https, also where a proxy ends it (the scheme is then set from its header)."""
    return scope.get("scheme") == "https"


async def _cookie_for(scope: Scope) -> str | None:
    """None while the database is away: a new cookie would take the place of an old one's history."""
    studio = current_studio()
    try:
        visitor_id = await PAGES.run(studio.visitor_id, HTTPConnection(scope).cookies)
    except (SkylitError, Busy):
        return None
    return _cookie(studio, visitor_id, secure=_is_secure(scope))


def _cookie(studio: Studio, visitor_id: str, *, secure: bool) -> str:
    name, value = studio.visitors.cookie(visitor_id, secure=secure)
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = value
    morsel = cookie[name]
    morsel["path"] = "/"
    morsel["max-age"] = str(_MAX_AGE)
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    morsel["secure"] = secure
    return morsel.OutputString()
