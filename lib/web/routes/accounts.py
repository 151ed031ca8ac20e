"""/accounts/<id>.zip: all that is kept of somebody, for admins."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.content_disposition import content_disposition
from lib.errors import NotNow, SkylitError
from lib.person import Person
from lib.web.pools import FILMS, PAGES, Busy
from lib.web.viewing import viewer_of

_NO_STORE: Final = {"cache-control": "no-store"}


async def everything(request: Request) -> Response:
    studio, id_ = current_studio(), request.path_params["id"]
    try:
        viewer = viewer_of(request, studio)
        chunks = await PAGES.run(studio.export_person, viewer, Person(f"account:{id_}"))
    except NotNow:
        return PlainTextResponse("There is nothing here.", 404, _NO_STORE)
    except (SkylitError, Busy):
        return PlainTextResponse("Not now.", 503, {"retry-after": "2", **_NO_STORE})
    headers = {"content-disposition": content_disposition("skylit-person.zip"), **_NO_STORE}
    return StreamingResponse(FILMS.stream(chunks), headers=headers, media_type="application/zip")


ROUTES: Final = [Route("/accounts/{id}.zip", everything, methods=["GET"])]
