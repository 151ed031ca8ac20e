"""/stage: films full screen, one after another, for a meeting.

`?g=<id>`, once for each film, plays these in this order, under the name `?q=` if there is one; without
any it plays what the search in the address finds. `?token=` lets whoever has no visitor's cookie see
the films of its list. Films that the viewer may not see, or that are not ready, are left out.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.clock import named_zone
from lib.errors import InvalidInput
from lib.generation import Generation
from lib.person import Viewer
from lib.search import Search
from lib.studio import Studio
from lib.studio.links import LinkTo
from lib.web import html
from lib.web.pools import PAGES
from lib.web.viewing import linked_viewer_of

#: A list that nobody watches to its end, and that still fits an address.
LONGEST_LIST: Final = 200

#: The export that fills a wide screen.
_WIDE: Final = "1920x1080"

#: Signed addresses of films hold for the longest meeting.
_SIGNED_FOR: Final = timedelta(hours=12)


def stage(request: Request) -> Response:
    studio = current_studio()
    ids = request.query_params.getlist("g")[:LONGEST_LIST]
    viewer = linked_viewer_of(request, studio, LinkTo.STAGE, ids)
    try:
        search = search_of(request, studio)
    except InvalidInput as error:
        return nothing_to_play(str(error), status=400)
    found = chosen(studio, viewer, ids) if ids else _found(studio, viewer, search)
    films = [shown_film(each, token_of(studio, each) if viewer.linked else "") for each in found]
    if not films:
        return nothing_to_play()
    query = urlencode(search.query)
    return html.page(
        "stage",
        title=search.words or films[0]["title"],
        back=f"./history?{query}" if query else "./history",
        playlist={"title": search.words, "films": films, "start": 0},
    )


ROUTES: Final = [Route("/stage", PAGES.endpoint(stage), methods=["GET", "HEAD"])]


def nothing_to_play(sentence: str = "", *, status: int = 404) -> Response:
    return html.page(
        "ended",
        status=status,
        heading="Nothing to play",
        sentence=sentence or "These films are not ready, were deleted, or belong to somebody else.",
    )


def search_of(request: Request, studio: Studio) -> Search:
    """Return the search in the address. Raise InvalidInput for what History does not know."""
    zone = named_zone(request.query_params.get("tz")) or UTC
    return Search.parse(request.query_params, studio.clock(), zone)


def chosen(studio: Studio, viewer: Viewer, ids: list[str]) -> list[Generation]:
    return [each for each in studio.chosen(viewer, ids) if each.is_playable]


def _found(studio: Studio, viewer: Viewer, search: Search) -> list[Generation]:
    found = studio.found(viewer, search, most=LONGEST_LIST)
    return [each for each in found if each.is_playable]


def token_of(studio: Studio, generation: Generation) -> str:
    query = {"token": studio.sign_link(LinkTo.CLIP, [generation.id], studio.clock() + _SIGNED_FOR)}
    return f"?{urlencode(query)}"


def shown_film(generation: Generation, token: str) -> dict[str, str]:
    """Return what the stage's script knows of a film.

    `wide` is where it learns of the film for a wide screen, and asks for it (routes/exports.py).
    """
    film = {
        "title": generation.request.caption.text,
        "film": f"./clips/{generation.id}.mp4{token}",
        "poster": f"./clips/{generation.id}.webp{token}",
    }
    if _is_wide(generation):
        return film
    return {**film, "wide": f"./exports/{generation.id}/{_WIDE}{token}"}


def _is_wide(generation: Generation) -> bool:
    video = generation.video
    return video is not None and video.width > video.height
