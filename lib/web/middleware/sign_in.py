"""Who has signed in: found here for every request and every page, and nowhere else.

Streamlit's cookie, or the header of a trusted proxy, names a session; the database knows whether it
still lasts. Our own routes get nothing without one. Pages are drawn over a websocket that stays open
for hours, so each of its messages is looked at. Whoever is signed out or switched off meanwhile has nothing
drawn or done for them any more: whatever they press becomes a plain run of the page, which finds nobody
and shows the way in.

    request   -> scope["skylit.viewer"]               viewing.py reads it
    websocket -> the header X-Skylit-Session          ui/viewer.py reads it; nobody else can set it
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.account import Claims
from lib.bootstrap import current_studio
from lib.errors import SkylitError
from lib.person import Viewer
from lib.sign_in import COOKIE
from lib.studio import Studio
from lib.urls import Urls
from lib.web import html
from lib.web.middleware.wall import is_own, is_public
from lib.web.pools import WHO, Busy

#: Where a websocket's scope says whose it is.
HEADER: Final = "x-skylit-session"
#: Where a request's scope says who asks.
VIEWER: Final = "skylit.viewer"

#: Streamlit's message for a run of the page from its beginning, with no widget pressed and no part of
#: it alone (BackMsg in streamlit/proto; a test compares).
RERUN: Final = b"Z\x00"

#: Streamlit's own paths by which people sign in and out.
_LOGOUT: Final = "/auth/logout"
_CALLBACK: Final = "/oauth2callback"

#: Own paths that show nothing of anybody.
_OPEN: Final = ("/fonts/", "/assets/", "/healthz", "/readyz")

_NO_STORE: Final = {"cache-control": "no-store"}


class SignedIn:
    """ASGI middleware. Does nothing where nobody has to sign in."""

    def __init__(self, app: ASGIApp, urls: Urls) -> None:
        self.app = app
        self._urls = urls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope = _without_our_header(scope)
        studio = current_studio()
        path = self._urls.below(scope["path"]) or ""
        if not studio.settings.signs_in or is_public(path) or path.startswith(_OPEN):
            await self.app(scope, receive, send)
            return
        try:
            if scope["type"] == "websocket":
                await self._page(scope, receive, send, studio)
            elif path == _LOGOUT:
                await self._sign_out(scope, receive, send, studio)
            elif path == _CALLBACK:
                await self.app(scope, receive, _noting_arrival(scope, send, studio))
            elif is_own(path):
                await self._own(scope, receive, send, studio)
            else:
                await self.app(scope, receive, send)
        except (SkylitError, Busy):
            await _refuse(scope, receive, send)

    async def _own(self, scope: Scope, receive: Receive, send: Send, studio: Studio) -> None:
        viewer = await WHO.run(_viewer, scope, studio)
        if viewer is None:
            await _sign_in_first(scope)(scope, receive, send)
        else:
            await self.app({**scope, VIEWER: viewer}, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send, studio: Studio) -> None:
        session = await WHO.run(_session, scope, studio)
        lasts = session is not None and await WHO.run(studio.signed_in, session) is not None

        async def receive_while_it_lasts() -> Message:
            message = await receive()
            asks = lasts and message["type"] == "websocket.receive"
            if asks and await _has_ended(session, studio):
                return {"type": "websocket.receive", "bytes": RERUN}
            return message

        await self.app(_with_session(scope, session), receive_while_it_lasts, send)

    async def _sign_out(self, scope: Scope, receive: Receive, send: Send, studio: Studio) -> None:
        """End the session first: if the provider is away, its cookie is worth nothing all the same."""
        session = await WHO.run(_session, scope, studio)
        if session is not None:
            await WHO.run(studio.sign_out, session)
        if studio.settings.sign_in is not None:
            await self.app(scope, receive, send)
        else:
            goal = studio.settings.sign_out_url or self._urls.path("/")
            await RedirectResponse(goal, 303, _NO_STORE)(scope, receive, send)


def _viewer(scope: Scope, studio: Studio) -> Viewer | None:
    session = _session(scope, studio)
    return studio.signed_in(session) if session else None


def _session(scope: Scope, studio: Studio) -> str | None:
    settings = studio.settings
    if settings.sign_in_header is None:
        return studio.session_in(HTTPConnection(scope).cookies)
    headers = Headers(scope=scope)
    name = headers.get(settings.sign_in_header, "").strip()
    groups = headers.get(settings.sign_in_groups_header or "", "")
    return studio.arrive_by_proxy(Claims.of_header(name, groups)) if name else None


async def _has_ended(session: str | None, studio: Studio) -> bool:
    """Return False where that cannot be known: without a database nothing is shown or done anyway."""
    try:
        return session is None or await WHO.run(studio.signed_in, session) is None
    except (SkylitError, Busy):
        return False


def _noting_arrival(scope: Scope, send: Send, studio: Studio) -> Send:
    """Wrap `send`: the session of a new cookie begins before any browser gets the cookie."""
    earlier = studio.session_in(HTTPConnection(scope).cookies)

    async def send_and_note(message: Message) -> None:
        if message["type"] == "http.response.start":
            cookies = _set_by(message)
            if COOKIE in cookies:
                await WHO.run(studio.arrive, cookies)
                if earlier is not None:
                    await WHO.run(studio.sign_out, earlier)
        await send(message)

    return send_and_note


def _set_by(message: Message) -> Mapping[str, str]:
    """Return the cookies that an answer sets; those that it deletes are left out."""
    found: dict[str, str] = {}
    for line in Headers(raw=message["headers"]).getlist("set-cookie"):
        try:
            cookie: SimpleCookie = SimpleCookie(line)
        except CookieError:
            continue
        found |= {name: morsel.value for name, morsel in cookie.items() if morsel.value}
    return found


def _without_our_header(scope: Scope) -> Scope:
    name = HEADER.encode()
    return {**scope, "headers": [each for each in scope["headers"] if each[0].lower() != name]}


def _with_session(scope: Scope, session: str | None) -> Scope:
    """Say whose websocket it is, and leave Streamlit's cookie out: pages know people by us alone."""
    scope = {**scope, "headers": list(scope["headers"])}
    headers = MutableHeaders(scope=scope)
    kept = [each for each in headers.get("cookie", "").split("; ") if not each.startswith(COOKIE)]
    headers["cookie"] = "; ".join(kept)
    if session is not None:
        headers[HEADER] = session
    return scope


def _sign_in_first(scope: Scope) -> Response:
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return html.page(
            "ended",
            status=401,
            heading="Sign in first",
            sentence="Open Skylit, sign in, and follow this link again.",
        )
    return PlainTextResponse("Sign in first.", 401, _NO_STORE)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013})
    else:
        answer = PlainTextResponse("Not now.", 503, {"retry-after": "2", **_NO_STORE})
        await answer(scope, receive, send)
