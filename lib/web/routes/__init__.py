"""Everything that Skylit answers itself; Streamlit answers the rest.

clips      films and posters, by byte range
progress   how far films are, for all who watch
previews   stills of a caption, drawn by the built-in engine
samples    the moving samples of the templates
stage      films full screen, for a meeting
shared     public links: a page for people without an account, and its films
oembed     how other sites show a public link
exports    what else can be had of a film, made when it is asked for
compare    two films side by side
films_zip  several films as one ZIP
batches    a table on its way in; how far a batch is; its films, its results
approve    a link for people who say yes or no to paid videos
accounts   all that is kept of somebody
costs      what paid videos cost, as a table
health     whether this process and its parts answer; figures to watch
assets     fonts, and the scripts and styles of our own pages
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lib.urls import Urls
from lib.web.middleware.wall import OWN
from lib.web.routes import (
    accounts,
    approve,
    assets,
    batches,
    clips,
    compare,
    costs,
    exports,
    films_zip,
    health,
    oembed,
    previews,
    progress,
    samples,
    shared,
    stage,
)

_ROUTES: Final = (
    *clips.ROUTES,
    *progress.ROUTES,
    *previews.ROUTES,
    *samples.ROUTES,
    *stage.ROUTES,
    *shared.ROUTES,
    *oembed.ROUTES,
    *exports.ROUTES,
    *compare.ROUTES,
    *films_zip.ROUTES,
    *batches.ROUTES,
    *accounts.ROUTES,
    *costs.ROUTES,
    *approve.ROUTES,
    *assets.ROUTES,
    *health.ROUTES,
)


def routes(urls: Urls) -> list[BaseRoute]:
    """Return all routes below the sub-path, and 404 for any other path below their prefixes."""
    found = [Route(urls.base + each.path, each.endpoint, methods=each.methods) for each in _ROUTES]
    nothing = [
        Route(f"{urls.base}{own}{rest}", _nothing_here)
        for own in OWN
        for rest in ("", "/{rest:path}")
    ]
    return [*found, *nothing]


def _nothing_here(_request: Request) -> Response:
    return PlainTextResponse("There is nothing here.", 404)
