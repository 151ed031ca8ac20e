"""/clips/<id>.mp4 and /clips/<id>.webp: films and posters straight from the archive.

Only the owner's cookie or a signed link (?token=…) gets bytes; for everybody else the file does
not exist. ?download=1 makes a browser save it under the caption's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import FileLost, GenerationNotFound, StorageError
from lib.person import Viewer
from lib.studio import Clip, Studio
from lib.studio.links import LinkTo
from lib.web.delivery import deliver
from lib.web.lost_poster import lost_poster
from lib.web.pools import FILMS, POSTERS, Pool
from lib.web.viewing import linked_viewer_of

_Find = Callable[[Studio, Viewer, str], Clip]
_Lost = Callable[[FileLost], Response]


def film(request: Request) -> Response:
    return _serve(request, FILMS, Studio.clip, _say_lost)


def poster(request: Request) -> Response:
    return _serve(request, POSTERS, Studio.poster, lambda _: lost_poster())


ROUTES: Final = [
    Route("/clips/{generation_id}.mp4", FILMS.endpoint(film), methods=["GET", "HEAD"]),
    Route("/clips/{generation_id}.webp", POSTERS.endpoint(poster), methods=["GET", "HEAD"]),
]


def _serve(request: Request, pool: Pool, find: _Find, lost: _Lost) -> Response:
    studio, generation_id = current_studio(), request.path_params["generation_id"]
    viewer = linked_viewer_of(request, studio, LinkTo.CLIP, [generation_id])
    if viewer.is_stranger:
        return _nothing_here()
    try:
        clip = find(studio, viewer, generation_id)
    except FileLost as error:
        return lost(error)
    except GenerationNotFound:
        return _nothing_here()
    except StorageError as error:
        return PlainTextResponse(str(error), 503, {"retry-after": "5"})
    return deliver(request, pool, clip)


def _say_lost(error: FileLost) -> Response:
    return PlainTextResponse(str(error), 410, {"cache-control": "no-store"})


def _nothing_here() -> Response:
    """Give the same answer for what never was, what is gone and what is somebody else's."""
    return PlainTextResponse("There is no such video.", 404, {"cache-control": "no-store"})
