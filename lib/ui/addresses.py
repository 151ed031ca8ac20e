"""Where a page finds its pictures and videos. Their bytes never pass through Streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from lib.batch import Batch
from lib.format import PORTRAIT, Format
from lib.generation import Generation
from lib.person import Person, Viewer
from lib.request import VideoRequest
from lib.search import Search
from lib.share import Share
from lib.studio import Studio
from lib.studio.links import LinkTo, preview_thing
from lib.template import Template
from lib.urls import Query, Urls

#: Films that a list in an address holds.
MOST: Final = 200

#: Longer than anybody looks at one page, shorter than a link is worth stealing.
_SIGNED_FOR: Final = timedelta(hours=12)


def film(studio: Studio, viewer: Viewer, generation: Generation, *, download: bool = False) -> str:
    query = {"download": "1"} if download else {}
    return _clip(studio, viewer, generation, "mp4", query)


def poster(studio: Studio, viewer: Viewer, generation: Generation) -> str:
    return _clip(studio, viewer, generation, "webp", {})


def exports(studio: Studio, viewer: Viewer, generation: Generation) -> str:
    """Return where a page finds the other files of a film."""
    query = {} if viewer.has_cookie else {"token": _token(studio, LinkTo.CLIP, [generation.id])}
    return _path(f"/exports/{generation.id}", query)


def share(studio: Studio, share: Share) -> str:
    """Return the public link, whole: with PUBLIC_URL, else with the address of this page."""
    path, public = f"/s/{studio.token(share)}", studio.settings.public_url
    if found := Urls(public=public).absolute(path):
        return found
    page = urlsplit(st.context.url or "")
    return f"{page.scheme}://{page.netloc}{_path(path)}" if page.netloc else _path(path)


def share_file(studio: Studio, share: Share, name: str) -> str:
    """Return where a page finds a file of a public link, such as its `qr.svg`."""
    return _path(f"/s/{studio.token(share)}/{name}")


def still_width(format_: Format) -> int:
    """Pixels of a still that fills the frame: a tall film's is narrow, all others use its whole width."""
    return 304 if format_.is_tall else 608


def preview(studio: Studio, viewer: Viewer, request: VideoRequest, width: int | None = None) -> str:
    """Return the address of a still; without `width`, of one that fills the frame.

    A visitor's cookie opens it; anybody else gets a signed link.
    """
    asked = {
        "words": request.caption.text,
        "template": request.template.name,
        "format": "" if request.format == PORTRAIT else request.format.name,
        "palette": request.palette or "",
        "seed": "" if request.seed is None else str(request.seed),
        "width": str(width or still_width(request.format)),
    }
    query = {name: value for name, value in asked.items() if value}
    if not viewer.has_cookie:
        query["token"] = _token(studio, LinkTo.PREVIEW, [preview_thing(query.items())])
    return _path("/previews", query)


def preview_of(
    studio: Studio, viewer: Viewer, generation: Generation, width: int | None = None
) -> str:
    """Return the address of a still of this film, by our engine; a vendor's film may differ a little."""
    return preview(studio, viewer, generation.request, width)


def root() -> str:
    """Return the path that all of our pages lie below."""
    return _path("/")


def sample(template: Template) -> str:
    return _path(f"/samples/{template.slug}.webp")


def still_sample(template: Template) -> str:
    return _path(f"/samples/{template.slug}.webp", {"still": "1"})


def progress(studio: Studio, viewer: Viewer, ids: Iterable[str]) -> str:
    """Return where a page asks how far these are."""
    asked = list(ids)
    query = {"ids": ",".join(asked)}
    if not viewer.has_cookie:
        query["token"] = _token(studio, LinkTo.PROGRESS, asked)
    return _path("/progress", query)


def stage(studio: Studio, viewer: Viewer, *films: Generation, words: str = "") -> str:
    """Return where these films, or all films of a search for `words`, play full screen.

    The stage searches for whoever holds a visitor's cookie; an account gets a signed list.
    """
    ids = [each.id for each in films]
    if viewer.has_cookie:
        return _path("/stage", {"q": words} if words else {"g": ids})
    query: Query = {"g": ids, "token": _token(studio, LinkTo.STAGE, ids)}
    return _path("/stage", {"q": words, **query} if words else query)


def stage_of(studio: Studio, viewer: Viewer, search: Search, films: Sequence[Generation]) -> str:
    """Return where everything that a search finds is played; an account gets these films of it."""
    if not viewer.has_cookie:
        return stage(studio, viewer, *films, words=search.words)
    zone = {"tz": st.context.timezone} if search.when and st.context.timezone else {}
    return _path("/stage", {**search.query, **zone})


def compare(studio: Studio, viewer: Viewer, one: Generation, other: Generation) -> str:
    """Return where two films play side by side."""
    ids = [one.id, other.id]
    query: Query = {"g": ids}
    if not viewer.has_cookie:
        query = {"g": ids, "token": _token(studio, LinkTo.COMPARE, ids)}
    return _path("/compare", query)


def tables(studio: Studio, viewer: Viewer) -> str:
    """Where a browser sends a table of captions."""
    return _path("/batches/tables", proof(studio, viewer))


def batch(studio: Studio, viewer: Viewer, batch: Batch, name: str) -> str:
    """Where something of a batch is: its `progress`, its `films.zip`, its `results.csv`."""
    return _path(f"/batches/{batch.id}/{name}", proof(studio, viewer))


def batch_in_history(batch: Batch) -> str:
    return _path("/history", {"batch": batch.id})


def film_in_history(generation: Generation) -> str:
    return _path("/history", {"film": generation.id})


def costs_csv(studio: Studio, viewer: Viewer, month: str) -> str:
    """Return where what was spent in a month is had as a table; an account gets a signed link."""
    query = {"month": month}
    if not viewer.has_cookie and viewer.person is not None:
        person = viewer.person.id
        query |= {"as": person, "token": _token(studio, LinkTo.COSTS, [person])}
    return _path("/costs.csv", query)


def everything_of(person: Person) -> str:
    """Return where an admin gets all that is kept of somebody who signs in."""
    return _path(f"/accounts/{person.id.partition(':')[2]}.zip")


def zip_of_films() -> str:
    """Return where a form asks for several films as one ZIP."""
    return _path("/films.zip")


def proof(studio: Studio, viewer: Viewer) -> dict[str, str]:
    """Return the fields of that form that say who asks, where no cookie does."""
    if viewer.has_cookie or viewer.person is None:
        return {}
    return {"as": viewer.person.id, "token": studio.prove(viewer, _expires(studio))}


def _clip(
    studio: Studio, viewer: Viewer, generation: Generation, ending: str, query: dict[str, str]
) -> str:
    """Return the clip's address. A visitor's cookie opens it; an account gets a signed link."""
    if not viewer.has_cookie:
        query = {**query, "token": _token(studio, LinkTo.CLIP, [generation.id])}
    return _path(f"/clips/{generation.id}.{ending}", query)


def _token(studio: Studio, purpose: LinkTo, things: Sequence[str]) -> str:
    """Sign from the full hour on, so that an address stays the same and a playing video plays on."""
    return studio.sign_link(purpose, things, _expires(studio))


def _expires(studio: Studio) -> datetime:
    return studio.clock().replace(minute=0, second=0, microsecond=0) + _SIGNED_FOR


def _path(path: str, query: Query | None = None) -> str:
    return _urls().path(path, query)


@cache
def _urls() -> Urls:
    """Return where our pages lie. Streamlit takes 30 µs to tell, and History asks sixty times a run."""
    return Urls.of(st.get_option("server.baseUrlPath"))
