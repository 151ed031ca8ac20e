"""/fonts/ and /assets/: the vendored web fonts, and the scripts and styles of our own pages.

No page ever asks another host for anything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from lib.settings import PROJECT
from lib.web import html

FONTS: Final = PROJECT / "assets" / "fonts"

#: An address either names its content for good (fonts) or changes with it (the version of our pages).
_FOR_EVER: Final = "public, max-age=31536000, immutable"

#: For a page of another version, which a server beside this one may have sent.
_ONCE: Final = "no-store"


def _file(folder: Path, name: str | None = None) -> Callable[[Request], Awaitable[Response]]:
    """Answer with the file `name`, or with the one that the path names."""
    files = StaticFiles(directory=folder)

    async def file(request: Request) -> Response:
        try:
            response = await files.get_response(name or request.path_params["name"], request.scope)
        except HTTPException:
            return PlainTextResponse("There is no such file.", 404)
        is_ours = request.path_params.get("version", html.VERSION) == html.VERSION
        response.headers["cache-control"] = _FOR_EVER if is_ours else _ONCE
        return response

    return file


_METHODS: Final = ["GET", "HEAD"]

ROUTES: Final = [
    Route("/fonts/{name}", _file(FONTS), methods=_METHODS),
    Route("/assets/icon.svg", _file(PROJECT / "assets", "icon.svg"), methods=_METHODS),
    *(
        Route(f"/assets/{{version}}/{name}", _file(html.FOLDER, name), methods=_METHODS)
        for name in html.FILES
    ),
]
