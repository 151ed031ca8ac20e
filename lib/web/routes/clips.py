"""/clips/<id>.mp4 and /clips/<id>.webp: films and posters straight from the archive.

Only the owner's cookie or a signed link (?token=…) gets bytes; for everybody else the file does
not exist. ?download=1 makes a browser save it under the caption's name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.content_disposition import content_disposition
from lib.errors import FileLost, GenerationNotFound, StorageError
from lib.person import Viewer
from lib.studio import Clip, Studio
from lib.studio.links import LinkTo
from lib.web.byte_range import ByteRange, Unsatisfiable
from lib.web.pools import FILMS, POSTERS, Pool
from lib.web.viewing import linked_viewer_of

# A film never changes under its id, but its owner may delete it: browsers keep it and ask again.
_KEEP: Final = "private, no-cache"

_Find = Callable[[Studio, Viewer, str], Clip]


def film(request: Request) -> Response:
    return _serve(request, FILMS, Studio.clip)


def poster(request: Request) -> Response:
    return _serve(request, POSTERS, Studio.poster)


ROUTES: Final = [
    Route("/clips/{generation_id}.mp4", FILMS.endpoint(film), methods=["GET", "HEAD"]),
    Route("/clips/{generation_id}.webp", POSTERS.endpoint(poster), methods=["GET", "HEAD"]),
]


def _serve(request: Request, pool: Pool, find: _Find) -> Response:
    studio, generation_id = current_studio(), request.path_params["generation_id"]
    viewer = linked_viewer_of(request, studio, LinkTo.CLIP, [generation_id])
    if viewer.is_stranger:
        return _nothing_here()
    try:
        clip = find(studio, viewer, generation_id)
    except FileLost as error:
        return PlainTextResponse(str(error), 410, {"cache-control": "no-store"})
    except GenerationNotFound:
        return _nothing_here()
    except StorageError as error:
        return PlainTextResponse(str(error), 503, {"retry-after": "5"})
    return _answer(request, pool, clip)


def _nothing_here() -> Response:
    """The same for what never was, what is gone and what is somebody else's."""
    return PlainTextResponse("There is no such video.", 404, {"cache-control": "no-store"})


def _answer(request: Request, pool: Pool, clip: Clip) -> Response:
    headers = {
        "etag": f'"{clip.etag}"',
        "last-modified": format_datetime(clip.modified.astimezone(UTC), usegmt=True),
        "cache-control": _KEEP,
        "accept-ranges": "bytes",
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
    """A range counts only for the file that the browser holds a part of (If-Range)."""
    condition = request.headers.get("if-range")
    if condition is not None and condition.strip() != f'"{clip.etag}"':
        return None
    return request.headers.get("range")
