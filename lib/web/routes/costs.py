"""/costs.csv?month=2026-11: what the paid requests of a month cost, for spreadsheets.

Each person gets their own, everybody's where history is shared. Whoever has no visitor's cookie proves
who asks by `as` and `token`, which a page of theirs has signed.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.content_disposition import content_disposition
from lib.errors import SkylitError
from lib.person import Person, Viewer
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.web.pools import PAGES
from lib.web.viewing import linked_viewer_of

_MONTH: Final = re.compile(r"2\d{3}-(0[1-9]|1[0-2])", re.ASCII)


def costs_csv(request: Request) -> Response:
    studio, month = current_studio(), request.query_params.get("month", "")
    if not _MONTH.fullmatch(month):
        return PlainTextResponse("Ask for a month, such as 2026-11.", 400)
    viewer = _viewer(request, studio)
    if viewer.is_stranger:
        return PlainTextResponse("There is nothing here.", 404)
    try:
        table = studio.costs(viewer, month).as_csv()
    except SkylitError as error:
        return PlainTextResponse(str(error), 503, {"retry-after": "5"})
    headers = {
        "content-disposition": content_disposition(f"skylit-costs-{month}.csv"),
        "cache-control": "no-store",
    }
    return Response(table, headers=headers, media_type="text/csv; charset=utf-8")


def _viewer(request: Request, studio: Studio) -> Viewer:
    """Return whom the signed link names, else the visitor whom the cookie proves."""
    person = request.query_params.get("as", "")
    viewer = linked_viewer_of(request, studio, LinkTo.COSTS, [person])
    return studio.viewer(Person(person)) if viewer.linked else viewer


ROUTES: Final = [Route("/costs.csv", PAGES.endpoint(costs_csv), methods=["GET", "HEAD"])]
