"""What browsers are told about our answers: no guessing, no framing by strangers, no telling on."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Paths that we answer ourselves; everything else is Streamlit's front end.
OWN_PATHS: Final = ("/clips/", "/previews", "/samples/", "/fonts/")

_EVERYWHERE: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
# Streamlit's front end needs inline styles and evaluates expressions: only framing is forbidden.
_PAGES: Final = "frame-ancestors 'self'"
# Our own answers are pictures, videos and fonts: opened as a document, nothing in them may run.
_OWN: Final = (
    "default-src 'none'; media-src 'self'; img-src 'self'; frame-ancestors 'self'; sandbox"
)


class SecurityHeaders:
    """ASGI middleware around everything; a header that the answer has already is left alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = _OWN if scope["path"].startswith(OWN_PATHS) else _PAGES

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**_EVERYWHERE, "content-security-policy": policy}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
