"""/oembed?url=…: how other sites show a public link (oembed.com, version 1.0), and /robots.txt."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import ShareEnded, ShareNotFound, SkylitError
from lib.format import Format
from lib.studio import SharedFilms
from lib.web.pools import PAGES
from lib.web.public_link import PublicLink, home_of, title_of

_HEADERS: Final = {"cache-control": "no-store", "referrer-policy": "no-referrer"}

#: Seconds for which another site may keep the answer: a stopped link is soon gone there, too.
_KEPT: Final = 3600

_PIXELS: Final = re.compile(r"[0-9]{1,5}")

#: Search engines list none of Skylit's own pages. Each public link says for itself.
_ROBOTS: Final = "User-agent: *\nAllow: /s/\nAllow: /assets/\nDisallow: /\n"


def oembed(request: Request) -> Response:
    asked = request.query_params
    if asked.get("format", "json") != "json":
        return PlainTextResponse("There is JSON alone.", 501, _HEADERS)
    token = _token_in(asked.get("url", ""))
    try:
        found = current_studio().shared(token)
    except ShareEnded as error:
        return PlainTextResponse(str(error), 410, _HEADERS)
    except ShareNotFound as error:
        return PlainTextResponse(str(error), 404, _HEADERS)
    except SkylitError as error:
        return PlainTextResponse(str(error), 503, _HEADERS)
    link = PublicLink(home_of(request, request.url.path.removesuffix("/oembed")), token)
    size = _within(found.films[0].format, asked.get("maxwidth"), asked.get("maxheight"))
    return JSONResponse(_told(link, found, size), headers=_HEADERS)


def robots(_: Request) -> Response:
    return PlainTextResponse(_ROBOTS)


def _told(link: PublicLink, found: SharedFilms, size: Format) -> dict[str, str | int]:
    title = title_of(found)
    return {
        "version": "1.0",
        "type": "video",
        "provider_name": "Skylit",
        "provider_url": link.home,
        "title": title,
        "width": size.width,
        "height": size.height,
        "html": frame(link, title, size),
        "thumbnail_url": link.card,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "cache_age": _KEPT,
    }


def frame(link: PublicLink, title: str, size: Format) -> str:
    """Return the markup with which another site shows the film."""
    return (
        f'<iframe src="{escape(link.embed)}" width="{size.width}" height="{size.height}"'
        f' title="{escape(title)}" style="border:0" loading="lazy" allowfullscreen'
        ' allow="fullscreen; picture-in-picture"></iframe>'
    )


def _token_in(address: str) -> str:
    """Return what stands behind /s/ in the address, whatever host it names: the token decides."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return path.rpartition("/s/")[2].partition("/")[0]


def _within(size: Format, *longest: str | None) -> Format:
    """Shrink to the largest width and height that were asked for, in shape."""
    bounds = [int(each) if each and _PIXELS.fullmatch(each) else 0 for each in longest]
    shares = [
        bound / side for bound, side in zip(bounds, (size.width, size.height), strict=True) if bound
    ]
    share = min([1.0, *shares])
    return Format(max(1, round(share * size.width)), max(1, round(share * size.height)))


ROUTES: Final = [
    Route("/oembed", PAGES.endpoint(oembed), methods=["GET", "HEAD"]),
    Route("/robots.txt", PAGES.endpoint(robots), methods=["GET", "HEAD"]),
]
