"""Responses: JSON, and errors in the envelope that the API documents."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lib.clock import utc_now
from lib.errors import (
    BadKey,
    DeadLink,
    InvalidInput,
    NotNow,
    SkylitError,
    StorageError,
    Throttled,
    UnknownTask,
)

_log = logging.getLogger(__name__)

_STATUS: Final[dict[type[SkylitError], int]] = {
    InvalidInput: 400,
    BadKey: 401,
    DeadLink: 403,
    UnknownTask: 404,
    NotNow: 409,
    Throttled: 429,
    StorageError: 503,
}


class JsonAnswer(JSONResponse):
    """JSON in ASCII: what a client sent may hold lone surrogates, and comes back in errors.

    Never cached: a status is old the moment it is told.
    """

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        super().init_headers({"cache-control": "no-store", **(headers or {})})

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - JSON is anything; so says Starlette
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def envelope(
    request: Request,
    status: int,
    message: str,
    *,
    headers: dict[str, str] | None = None,
    **members: object,
) -> JsonAnswer:
    """An error as the API documents it (`statusCode` is text there), and more members of ours."""
    content = {
        "message": message,
        "path": request.url.path,
        "requestId": request.state.request_id,
        "statusCode": str(status),
        "timestamp": utc_now().isoformat(timespec="milliseconds"),
        **members,
    }
    return JsonAnswer(content, status, headers)


async def on_our_error(request: Request, error: Exception) -> Response:
    if isinstance(error, InvalidInput):
        return _invalid(request, error)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    if status >= 500:
        _log.error("%s %s failed: %s", request.method, request.url.path, error)
    return envelope(request, status, str(error), headers=_headers(error))


async def on_http_error(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: no such path, no such method, a body too large."""
    if not isinstance(error, HTTPException):
        return await on_any_error(request, error)
    message = {
        404: f"There is nothing at {request.url.path}.",
        405: f"{request.method} is not possible here.",
    }.get(error.status_code, error.detail)
    return envelope(request, error.status_code, message, headers=dict(error.headers or {}))


async def on_any_error(request: Request, error: Exception) -> Response:
    """Ours to mend. Starlette raises it again after this, so that the log has it with its stack."""
    _log.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    return envelope(
        request, 500, "The engine made a mistake. Ask again; its log says what happened."
    )


def _invalid(request: Request, error: InvalidInput) -> JsonAnswer:
    where = "Body" if request.method == "POST" else "Query"
    detail = {
        "field": error.field,
        "expected": error.expected,
        "received": error.received,
        "message": str(error),
    }
    return envelope(request, 400, f"{where} validation error! {error}", errors=[detail])


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, BadKey):
        return {"www-authenticate": "Bearer"}
    if isinstance(error, Throttled) and error.retry_after is not None:
        return {"retry-after": str(round(error.retry_after))}
    return {}
