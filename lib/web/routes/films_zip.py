"""/films.zip: several films as one ZIP, written while it is sent.

A form posts the ids, `g`, in the order in which they shall stand in it: a thousand fit no address. Whoever
has no visitor's cookie proves who asks by the fields `as` and `token`, which a page of theirs was given.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.content_disposition import content_disposition
from lib.generation import Generation
from lib.person import Viewer
from lib.studio import MOST, Studio
from lib.web import html
from lib.web.pools import FILMS, PAGES
from lib.web.viewing import viewer_of

#: Bytes of a form with that many ids, and some room.
_LONGEST_FORM: Final = 64 * MOST


async def films_zip(request: Request) -> Response:
    studio = current_studio()
    try:
        form = await _form(request)
    except HTTPException:
        return _nothing(413, "That is too much at once. Select fewer films.")
    ids = [each for each in form.getlist("g") if isinstance(each, str)]
    viewer = _viewer(request, studio, form)
    films = await PAGES.run(_chosen, studio, viewer, ids)
    if not films:
        return _nothing(404, "These films are not ready, were deleted, or belong to somebody else.")
    name = f"skylit-{studio.clock():%Y-%m-%d}-{len(films)}-films.zip"
    headers = {"content-disposition": content_disposition(name), "cache-control": "no-store"}
    chunks = FILMS.stream(studio.bundle(viewer, films))
    return StreamingResponse(chunks, headers=headers, media_type="application/zip")


ROUTES: Final = [Route("/films.zip", films_zip, methods=["POST"])]


async def _form(request: Request) -> FormData:
    """Raise HTTPException for one that is longer than any of ours."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LONGEST_FORM:
        raise HTTPException(413)
    return await request.form(max_files=0, max_fields=MOST + 2)


def _viewer(request: Request, studio: Studio, form: FormData) -> Viewer:
    person, token = str(form.get("as", "")), str(form.get("token", ""))
    return studio.proven(viewer_of(request, studio), person, token)


def _chosen(studio: Studio, viewer: Viewer, ids: list[str]) -> list[Generation]:
    return [each for each in studio.chosen(viewer, ids) if each.video is not None]


def _nothing(status: int, sentence: str) -> Response:
    return html.page("ended", status=status, heading="Nothing to pack", sentence=sentence)
