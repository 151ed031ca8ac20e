"""Which paths are open at all. What is not known to be needed is 404, or 403 for a websocket.

Of the framework's routes Skylit needs its files, its websocket and three small answers. The rest is
closed: it takes uploads from strangers into memory, tells figures to everybody, and answers any
unknown path with the front page and 200.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.bootstrap import current_studio
from lib.settings import PROJECT
from lib.urls import Urls

#: Paths that we answer ourselves, and what lies below them.
OWN: Final = (
    "/clips",
    "/previews",
    "/samples",
    "/fonts",
    "/assets",
    "/stage",
    "/s",
    "/oembed",
    "/robots.txt",
    "/exports",
    "/compare",
    "/films.zip",
    "/batches",
    "/costs.csv",
    "/accounts",
    "/approve",
    "/progress",
    "/healthz",
    "/readyz",
)

#: Streamlit's own paths by which people sign in and out.
_SIGN_IN: Final = ("/auth/login", "/auth/logout", "/oauth2callback")

#: Paths of public links. Whoever follows one is nobody to us: no cookie is read there or set.
_PUBLIC: Final = ("/s", "/oembed", "/robots.txt")

_FRAMEWORK: Final = re.compile(
    r"/_stcore/(health|host-config)|/(static|media)/[\w./-]+|/favicon\.png", re.ASCII
)
_WEBSOCKET: Final = "/_stcore/stream"
_METRICS: Final = ("/metrics", "/_stcore/metrics")


class Wall:
    """ASGI middleware. `pages` are the paths of pages: the front end answers these alone."""

    def __init__(self, app: ASGIApp, urls: Urls, pages: Collection[str]) -> None:
        self.app = app
        self._urls = urls
        self._pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_open(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("There is nothing here.", 404)(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        path = self._urls.below(scope["path"])
        if path is None:
            return False
        if scope["type"] == "websocket":
            return path == _WEBSOCKET
        if is_own(path):
            return True
        if path in _METRICS:
            return current_studio().settings.metrics
        known = path in self._pages or bool(_FRAMEWORK.fullmatch(path))
        if path in _SIGN_IN:
            known = current_studio().settings.signs_in
        return known and scope["method"] in {"GET", "HEAD"}


def is_own(path: str) -> bool:
    """Return whether we answer it ourselves; `path` is below the sub-path."""
    return _is_below(path, OWN)


def is_public(path: str) -> bool:
    """Return whether it belongs to public links; `path` is below the sub-path."""
    return _is_below(path, _PUBLIC)


def _is_below(path: str, prefixes: tuple[str, ...]) -> bool:
    return path.startswith(tuple(f"{each}/" for each in prefixes)) or path in prefixes


def paths_of_pages() -> frozenset[str]:
    """The front page, and a path for each script in pages/ that is a page."""
    scripts = (PROJECT / "pages").glob("[!_]*.py")
    return frozenset({"/", *(f"/{script.stem}" for script in scripts)})
