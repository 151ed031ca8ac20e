"""/compare?g=<id>&g=<id>: two films side by side, in step.

`?token=` lets whoever has no visitor's cookie see these two.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.generation import Generation
from lib.studio.links import LinkTo
from lib.web import html
from lib.web.pools import PAGES
from lib.web.routes.stage import chosen, nothing_to_play, shown_film, token_of
from lib.web.viewing import linked_viewer_of

#: Films side by side.
_TWO: Final = 2


def compare(request: Request) -> Response:
    studio = current_studio()
    ids = request.query_params.getlist("g")[:_TWO]
    viewer = linked_viewer_of(request, studio, LinkTo.COMPARE, ids)
    films = chosen(studio, viewer, ids)
    if len(films) < _TWO:
        return nothing_to_play()
    return html.page(
        "compare",
        title=" · ".join(each.caption.on_one_line for each in films),
        back="./history",
        films=[
            {
                **shown_film(each, token_of(studio, each) if viewer.linked else ""),
                "facts": _facts(each),
            }
            for each in films
        ],
    )


def _facts(generation: Generation) -> str:
    """Return what may tell two films of the same words apart."""
    request = generation.request
    colours = request.palette.capitalize() if request.palette else ""
    return " · ".join(filter(None, (request.template.name, request.format.name, colours)))


ROUTES: Final = [Route("/compare", PAGES.endpoint(compare), methods=["GET", "HEAD"])]
