"""Headers that forbid browsers to guess types, to let strangers frame us, and to tell where one was."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.style import SCRIPT
from lib.urls import Urls
from lib.web.front_end import source
from lib.web.middleware.wall import is_own

_EVERYWHERE: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Our own answers are pictures, videos and fonts: opened as a document, nothing in them may run.
_OWN: Final = (
    "default-src 'none'; media-src 'self'; img-src 'self'; frame-ancestors 'self'; sandbox"
)

#: The policy of a page that other sites may show in a frame.
_ANY_FRAME: Final = "frame-ancestors *"

_INLINE: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """ASGI middleware around everything; a header that the answer has already is left alone."""

    def __init__(self, app: ASGIApp, urls: Urls) -> None:
        self.app = app
        self._urls = urls
        self._pages = policy_of_pages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = self._urls.below(scope["path"])
        policy = _OWN if path is None or is_own(path) else self._pages

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**_EVERYWHERE, "content-security-policy": policy}.items():
                    headers.setdefault(name, value)
                if _ANY_FRAME in headers["content-security-policy"]:
                    del headers["x-frame-options"]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def policy_of_pages() -> str:
    """Streamlit's front end: its own files, and of scripts within a page only those known by hash.

    Words that became markup by some fault could neither run a script nor send anything elsewhere.
    Styles must be allowed within the page: the front end writes all of its own that way.
    """
    known = " ".join(f"'sha256-{_sha256(script)}'" for script in _inline_scripts())
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {known}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _inline_scripts() -> Iterator[bytes]:
    """Return the inline scripts: ours, which plays films in place, and those of Streamlit's page."""
    yield SCRIPT.encode()
    yield from _INLINE.findall(source.index().encode())


def _sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
