"""Where a page finds its pictures and videos. Their bytes never pass through Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from lib.format import PORTRAIT
from lib.generation import Generation
from lib.request import VideoRequest
from lib.studio import Studio
from lib.template import Template
from lib.urls import Query, Urls

#: Longer than anybody looks at one page, shorter than a link is worth stealing.
_SIGNED_FOR: Final = timedelta(hours=12)


def film(studio: Studio, owner: str, generation: Generation, *, download: bool = False) -> str:
    query = {"download": "1"} if download else {}
    return _clip(studio, owner, generation, "mp4", query)


def poster(studio: Studio, owner: str, generation: Generation) -> str:
    return _clip(studio, owner, generation, "webp", {})


def preview(studio: Studio, owner: str, request: VideoRequest, width: int = 304) -> str:
    """A visitor's cookie opens it; everybody else gets a signed link."""
    asked = {
        "words": request.caption.text,
        "template": request.template.name,
        "format": "" if request.format == PORTRAIT else request.format.name,
        "palette": request.palette or "",
        "seed": "" if request.seed is None else str(request.seed),
        "width": str(width),
    }
    query = {name: value for name, value in asked.items() if value}
    if not owner.startswith("visitor:"):
        query["token"] = studio.sign_preview(query.items(), _this_hour() + _SIGNED_FOR)
    return _path("/previews", query)


def preview_of(studio: Studio, owner: str, generation: Generation, width: int = 304) -> str:
    """What is being made, as the built-in engine draws it; the vendor's film may differ a little."""
    return preview(studio, owner, generation.request, width)


def root() -> str:
    """The path that all of our pages lie below."""
    return _path("/")


def sample(template: Template) -> str:
    return _path(f"/samples/{template.slug}.webp")


def still_sample(template: Template) -> str:
    return _path(f"/samples/{template.slug}.webp", {"still": "1"})


def progress(studio: Studio, owner: str, ids: Iterable[str]) -> str:
    """Where a page asks how far these are."""
    asked = ",".join(ids)
    query = {"ids": asked}
    if not owner.startswith("visitor:"):
        query["token"] = studio.signer.sign_until("progress", asked, _this_hour() + _SIGNED_FOR)
    return _path("/progress", query)


def stage(studio: Studio, owner: str, *films: Generation, words: str = "") -> str:
    """Where these films are played full screen, or all films of a search for `words`.

    The stage searches for whoever holds a visitor's cookie; an account gets a signed list.
    """
    ids = [each.id for each in films]
    if owner.startswith("visitor:"):
        return _path("/stage", {"q": words} if words else {"g": ids})
    token = studio.signer.sign_until("stage", ",".join(ids), _this_hour() + _SIGNED_FOR)
    query: Query = {"g": ids, "token": token}
    return _path("/stage", {"q": words, **query} if words else query)


def _clip(
    studio: Studio, owner: str, generation: Generation, ending: str, query: dict[str, str]
) -> str:
    """A visitor's cookie opens the clip; an account has no such cookie and gets a signed link."""
    if not owner.startswith("visitor:"):
        query = {**query, "token": studio.sign_clip(generation.id, _this_hour() + _SIGNED_FOR)}
    return _path(f"/clips/{generation.id}.{ending}", query)


def _this_hour() -> datetime:
    """Rounded, so that an address stays the same and a playing video plays on."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def _path(path: str, query: Query | None = None) -> str:
    return Urls.of(st.get_option("server.baseUrlPath")).path(path, query)
