"""/healthz: whether this process answers at all. /readyz: a word for each part. /metrics: figures.

/healthz asks nobody, so it never waits; a supervisor that starts Skylit again asks there. A load balancer
asks /readyz. /metrics is 404 unless METRICS says yes.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import SkylitError
from lib.web.pools import HEALTH, Busy
from lib.web.prometheus import exposition

_NO_STORE: Final = {"cache-control": "no-store"}


async def healthz(_request: Request) -> Response:
    return PlainTextResponse("ok", headers=_NO_STORE)


async def readyz(_request: Request) -> Response:
    """Answer 503 while database or archive are away, or do not answer in time."""
    try:
        found = await HEALTH.run(current_studio().readiness)
    except (SkylitError, Busy):
        return JSONResponse({"database": "busy"}, 503, _NO_STORE)
    return JSONResponse(found.words, 200 if found.is_ready else 503, _NO_STORE)


async def metrics(_request: Request) -> Response:
    try:
        text = await HEALTH.run(exposition, current_studio())
    except (SkylitError, Busy):
        return PlainTextResponse("Not now.", 503, {"retry-after": "5", **_NO_STORE})
    return Response(text, 200, _NO_STORE, "text/plain; version=0.0.4; charset=utf-8")


ROUTES: Final = [
    Route("/healthz", healthz, methods=["GET", "HEAD"]),
    Route("/readyz", readyz, methods=["GET", "HEAD"]),
    Route("/metrics", metrics, methods=["GET"]),
]
