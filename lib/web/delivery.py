"""Delivery: a file of the archive as an answer, whole or by byte range."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from lib.content_disposition import content_disposition
from lib.studio import Clip
from lib.web.byte_range import ByteRange, Unsatisfiable
from lib.web.pools import Pool

#: A file never changes under its name, but its owner may delete it: browsers keep it and ask again.
_KEEP: Final = "private, no-cache"


def deliver(
    request: Request, pool: Pool, clip: Clip, more_headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with the file, or the range of it that was asked for; `?download` saves it by its name."""
    headers = {
        "etag": f'"{clip.etag}"',
        "last-modified": format_datetime(clip.modified.astimezone(UTC), usegmt=True),
        "cache-control": _KEEP,
        "accept-ranges": "bytes",
        **(more_headers or {}),
    }
    if _has_it_already(request, clip):
        return Response(None, 304, headers)
    if request.query_params.get("download"):
        headers["content-disposition"] = content_disposition(clip.file_name)
    try:
        part = ByteRange.parse(_range_header(request, clip), clip.size)
    except Unsatisfiable:
        return Response(None, 416, {**headers, "content-range": f"bytes */{clip.size}"})
    return _body(request, pool, clip, part, headers)


def _body(
    request: Request, pool: Pool, clip: Clip, part: ByteRange | None, headers: dict[str, str]
) -> Response:
    status = 200
    if part is not None:
        status, headers["content-range"] = 206, str(part)
    headers["content-length"] = str(clip.size if part is None else len(part))
    if request.method == "HEAD":
        return Response(None, status, headers, clip.media_type)
    chunks = clip.open() if part is None else clip.open(part.start, part.end)
    return StreamingResponse(pool.stream(chunks), status, headers, clip.media_type)


def _has_it_already(request: Request, clip: Clip) -> bool:
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or any(
        tag.strip().removeprefix("W/") == f'"{clip.etag}"' for tag in known.split(",")
    )


def _range_header(request: Request, clip: Clip) -> str | None:
    """Return the range, unless the browser holds a part of another file (If-Range)."""
    condition = request.headers.get("if-range")
    if condition is not None and condition.strip() != f'"{clip.etag}"':
        return None
    return request.headers.get("range")
