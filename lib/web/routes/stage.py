"""/stage: films full screen, one after another, for a meeting.

`?g=<id>`, once for each film, plays these in this order, under the name `?q=` if there is one;
`?q=<words>` alone plays what the search finds. `?token=` lets whoever has no visitor's cookie see the
films of its list. Films that the viewer may not see, or that are not ready, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import GenerationNotFound
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

#: The longest meeting: as long do the signed addresses of films hold.
_SIGNED_FOR: Final = timedelta(hours=12)


def stage(request: Request) -> Response:
    studio = current_studio()
    ids = request.query_params.getlist("g")[:LONGEST_LIST]
    viewer = linked_viewer_of(request, studio, LinkTo.STAGE, ids)
    words = request.query_params.get("q", "")
    found = _chosen(studio, viewer, ids) if ids else _search(studio, viewer, words)
    films = [_film(each, _token(studio, each) if viewer.linked else "") for each in found]
    if not films:
        return html.page(
            "ended",
            status=404,
            heading="Nothing to play",
            sentence="These films are not ready, were deleted, or belong to somebody else.",
        )
    words = words.strip()
    return html.page(
        "stage",
        title=words or films[0]["title"],
        back=f"./history?{urlencode({'q': words})}" if words else "./history",
        playlist={"title": words, "films": films, "start": 0},
    )


ROUTES: Final = [Route("/stage", PAGES.endpoint(stage), methods=["GET", "HEAD"])]


def _chosen(studio: Studio, viewer: Viewer, ids: list[str]) -> Iterator[Generation]:
    for generation_id in ids:
        with suppress(GenerationNotFound):
            found = studio.get(viewer, generation_id)
            if found.is_playable:
                yield found


def _search(studio: Studio, viewer: Viewer, words: str) -> Iterator[Generation]:
    found = studio.history(viewer, Search(words=words), per_page=LONGEST_LIST).generations
    return (each for each in found if each.is_playable)


def _token(studio: Studio, generation: Generation) -> str:
    query = {"token": studio.sign_link(LinkTo.CLIP, [generation.id], studio.clock() + _SIGNED_FOR)}
    return f"?{urlencode(query)}"


def _film(generation: Generation, token: str) -> dict[str, str]:
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
