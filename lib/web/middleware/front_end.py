"""Serves Streamlit's front end in its place: compressed, cached by name, with a page of our own."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.urls import Urls
from lib.web.front_end import icons, source
from lib.web.front_end.compressed import accepted, compressed, is_worth_it
from lib.web.front_end.shell import shell
from lib.web.pools import FRONT_END, Busy

_FOR_EVER: Final = "public, max-age=31536000, immutable"  # their names change with their content
_ASK_AGAIN: Final = "no-cache"
#: The front end begins with a font of its own, 170 kB, and drops it when it has heard of our theme.
_UNUSED_FONT: Final = re.compile(r"/static/media/SourceSansVF-Upright\.")
_OUR_FONT: Final = "/fonts/inter-latin-wght-normal.woff2"
_VARY: Final = {"vary": "accept-encoding"}


class FrontEnd:
    """ASGI middleware. `pages` are the paths at which the one HTML page stands."""

    def __init__(self, app: ASGIApp, urls: Urls, pages: Collection[str]) -> None:
        self.app = app
        self._urls = urls
        self._pages = frozenset(pages)
        self._shell = shell(urls).encode()
        self._files = source.files()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._urls.below(scope["path"]) if scope["type"] == "http" else None
        if path is None or not (path in self._pages or path in self._files):
            await self.app(scope, receive, send)
            return
        try:
            response = await FRONT_END.run(self._answer, path, Headers(scope=scope))
        except Busy:
            response = Response("Too much at once. Try again.", 503, {"retry-after": "2"})
        await response(scope, receive, send)

    def _answer(self, path: str, asked: Headers) -> Response:
        encoding = accepted(asked.get("accept-encoding", ""))
        if path in self._pages:
            return _page(self._shell, encoding, asked)
        if _UNUSED_FONT.match(path):
            return RedirectResponse(self._urls.path(_OUR_FONT), 301, {"cache-control": _FOR_EVER})
        if icons.is_icon_font(path):
            return _revalidated(self._icons.read_bytes(), "font/woff2", asked)
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = {"cache-control": _FOR_EVER, **_VARY}
        if encoding is None or not is_worth_it(path):
            return FileResponse(self._files[path], headers=headers, media_type=media_type)
        content = compressed(self._files[path].read_bytes(), encoding)
        return Response(content, 200, {**headers, "content-encoding": encoding}, media_type)

    @cached_property
    def _icons(self) -> Path:
        """Return the icon font: the part that is used, or all of it where that part was not made."""
        font = next(file for path, file in self._files.items() if icons.is_icon_font(path))
        part = icons.kept_subset(font)
        return part if part.exists() else font


def _page(shell: bytes, encoding: str | None, asked: Headers) -> Response:
    if encoding is None:
        return _revalidated(shell, "text/html", asked, _VARY)
    content = compressed(shell, encoding)
    return _revalidated(content, "text/html", asked, {**_VARY, "content-encoding": encoding})


def _revalidated(
    content: bytes, media_type: str, asked: Headers, more: dict[str, str] | None = None
) -> Response:
    """Answer with a file that the browser keeps, and asks about each time."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": _ASK_AGAIN, **(more or {})}
    if asked.get("if-none-match") == etag:
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type)
