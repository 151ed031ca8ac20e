"""/s/<token>: films for people without an account, as long as their owner shares them.

    /s/<token>              the page: film, words, Play, Download
    /s/<token>/embed        the film alone, for other sites' frames
    /s/<token>/<id>.mp4     a film of the link; ?download=1 saves it, where that is allowed
    /s/<token>/<id>.webp    its picture
    /s/<token>/card.jpg     the picture that messengers show for the link
    /s/<token>/qr.svg       the link for a phone's camera; also qr.png

The token is all that is asked for. It opens these films and nothing else; no cookie is read or set.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import FileLost, GenerationNotFound, ShareEnded, ShareNotFound, SkylitError
from lib.problem import Code
from lib.studio import Clip, SharedFilms, Studio
from lib.web import html
from lib.web.delivery import deliver
from lib.web.lost_poster import lost_poster
from lib.web.pools import FILMS, PAGES, POSTERS, Pool
from lib.web.public_link import PublicLink
from lib.web.qr import qr_png, qr_svg

#: A browser that follows a link elsewhere does not send the token along.
_NO_REFERRER: Final = {"referrer-policy": "no-referrer"}

#: Other sites may show pictures and films of a link: whoever has the link may see them.
_FOR_ALL: Final = {**_NO_REFERRER, "cross-origin-resource-policy": "cross-origin"}
_NO_INDEX: Final = {"x-robots-tag": "noindex, nofollow"}
_NO_STORE: Final = {**_NO_REFERRER, **_NO_INDEX, "cache-control": "no-store"}

#: Programs that fetch a page to show or list it, by what they call themselves: they watch nothing.
_PROGRAMS: Final = re.compile(
    r"bot\b|crawl|spider|preview|facebookexternalhit|whatsapp|embedly|curl|wget|python",
    re.IGNORECASE,
)

_Find = Callable[[Studio, SharedFilms, Request], Clip]


def shared_page(request: Request) -> Response:
    here = f"./{quote(request.path_params['token'], safe='')}/"
    return _show(request, "shared", root="..", here=here, framed_by="'self'")


def embed(request: Request) -> Response:
    return _show(request, "embed", root="../..", here="./", framed_by="*")


def film(request: Request) -> Response:
    return _serve(request, FILMS, _film)


def poster(request: Request) -> Response:
    return _serve(request, POSTERS, lambda studio, found, asked: studio.poster(
        found.viewer, asked.path_params["generation_id"]
    ))  # fmt: skip


def card(request: Request) -> Response:
    return _serve(request, POSTERS, lambda studio, found, _: studio.card(found.films[0]))


def svg_code(request: Request) -> Response:
    return _code(request, qr_svg, "image/svg+xml")


def png_code(request: Request) -> Response:
    return _code(request, qr_png, "image/png")


def _code(request: Request, draw: Callable[[str], bytes], media_type: str) -> Response:
    """Draw the link for a camera; of tokens that open nothing, none is drawn."""
    try:
        current_studio().shared(request.path_params["token"])
    except SkylitError as error:
        return _refuse(error)
    return Response(draw(PublicLink.of(request).page), 200, _NO_STORE, media_type)


def _show(request: Request, name: str, *, root: str, here: str, framed_by: str) -> Response:
    studio = current_studio()
    try:
        found = studio.shared(request.path_params["token"])
    except SkylitError as error:
        return _apologize(error, root)
    if request.method == "GET" and not _PROGRAMS.search(request.headers.get("user-agent", "")):
        studio.count_view(found.share)
    indexing = {} if found.share.is_indexed else _NO_INDEX
    return html.page(
        name,
        root=root,
        framed_by=framed_by,
        more_headers={**_FOR_ALL, **indexing},
        **PublicLink.of(request).facts(found, here),
    )


def _film(studio: Studio, found: SharedFilms, request: Request) -> Clip:
    if request.query_params.get("download") and not found.share.may_download:
        raise GenerationNotFound(Code.DOWNLOAD_NOT_SHARED)
    return studio.clip(found.viewer, request.path_params["generation_id"])


def _serve(request: Request, pool: Pool, find: _Find) -> Response:
    studio = current_studio()
    try:
        found = studio.shared(request.path_params["token"])
        clip = find(studio, found, request)
    except SkylitError as error:
        is_lost = isinstance(error, FileLost) and pool is POSTERS
        return lost_poster({**_FOR_ALL, **_NO_INDEX}) if is_lost else _refuse(error)
    indexing = {} if found.share.is_indexed else _NO_INDEX
    return deliver(request, pool, clip, {**_FOR_ALL, **indexing})


def _apologize(error: SkylitError, root: str) -> Response:
    """Answer with a page that says kindly why there is no film."""
    status, heading = _what_it_means(error)
    sentence = str(error) if status != 404 else "Look at the address again, or ask for a new link."
    headers = {**_NO_REFERRER, **_NO_INDEX}
    return html.page(
        "ended", root=root, status=status, more_headers=headers, heading=heading, sentence=sentence
    )


def _refuse(error: SkylitError) -> Response:
    status, heading = _what_it_means(error)
    return PlainTextResponse(heading, status, _NO_STORE)


def _what_it_means(error: SkylitError) -> tuple[int, str]:
    match error:
        case ShareEnded():
            return 410, "This link has ended"
        case ShareNotFound() | GenerationNotFound():
            return 404, "There is nothing here"
        case _:
            return 503, "Not just now"


_METHODS: Final = ["GET", "HEAD"]
_AT: Final = "/s/{token}"

ROUTES: Final = [
    Route(_AT, PAGES.endpoint(shared_page), methods=_METHODS),
    Route(f"{_AT}/embed", PAGES.endpoint(embed), methods=_METHODS),
    Route(f"{_AT}/card.jpg", POSTERS.endpoint(card), methods=_METHODS),
    Route(f"{_AT}/qr.svg", POSTERS.endpoint(svg_code), methods=_METHODS),
    Route(f"{_AT}/qr.png", POSTERS.endpoint(png_code), methods=_METHODS),
    Route(f"{_AT}/{{generation_id}}.mp4", FILMS.endpoint(film), methods=_METHODS),
    Route(f"{_AT}/{{generation_id}}.webp", POSTERS.endpoint(poster), methods=_METHODS),
]
