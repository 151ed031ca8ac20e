"""/fonts/: the vendored web fonts, so that no page ever asks another host for one."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from lib.settings import PROJECT

FONTS: Final = PROJECT / "assets" / "fonts"

_files: Final = StaticFiles(directory=FONTS)


async def font(request: Request) -> Response:
    """A file whose content never changes under its name."""
    try:
        response = await _files.get_response(request.path_params["name"], request.scope)
    except HTTPException:
        return PlainTextResponse("There is no such font.", 404)
    response.headers["cache-control"] = "public, max-age=31536000, immutable"
    return response


ROUTES: Final = [Route("/fonts/{name}", font, methods=["GET", "HEAD"])]
