"""/healthz: whether this process answers at all. It asks nobody, so it never waits."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok", headers={"cache-control": "no-store"})


ROUTES: Final = [Route("/healthz", healthz, methods=["GET", "HEAD"])]
