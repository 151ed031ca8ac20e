"""/stage: films full screen, one after another, for a meeting.

`?g=<id>`, once for each film, plays these in this order; `?q=<words>` plays what the search finds.
Films that the viewer may not see, or that are not ready, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import GenerationNotFound
from lib.generation import Generation
from lib.studio import Studio
from lib.web import html
from lib.web.pools import PAGES
from lib.web.viewing import owner_of

#: A list that nobody watches to its end, and that still fits an address.
LONGEST_LIST: Final = 200


def stage(request: Request) -> Response:
    studio = current_studio()
    films = [_film(each) for each in _asked_for(studio, request) if each.is_playable]
    if not films:
        return html.page(
            "ended",
            status=404,
            heading="Nothing to play",
            sentence="These films are not ready, were deleted, or belong to somebody else.",
        )
    words = request.query_params.get("q", "").strip()
    return html.page(
        "stage",
        title=words or films[0]["title"],
        back=f"./history?{urlencode({'q': words})}" if words else "./history",
        playlist={"title": words, "films": films, "start": 0},
    )


ROUTES: Final = [Route("/stage", PAGES.endpoint(stage), methods=["GET", "HEAD"])]


def _asked_for(studio: Studio, request: Request) -> Iterator[Generation]:
    owner = owner_of(request, studio) or ""
    ids = request.query_params.getlist("g")[:LONGEST_LIST]
    if not ids:
        words = request.query_params.get("q", "")
        yield from studio.history(owner, words=words, per_page=LONGEST_LIST).generations
    for generation_id in ids:
        try:
            yield studio.get(owner, generation_id)
        except GenerationNotFound:
            continue


def _film(generation: Generation) -> dict[str, str]:
    """Return what the stage's script knows of a film."""
    return {
        "title": generation.request.caption.text,
        "film": f"./clips/{generation.id}.mp4",
        "poster": f"./clips/{generation.id}.webp",
    }
