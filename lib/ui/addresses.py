"""Where a page finds its pictures and videos. Their bytes never pass through Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from lib.generation import Generation
from lib.provider import Provider
from lib.studio import Studio
from lib.template import Template
from lib.urls import Urls

#: Longer than anybody looks at one page, shorter than a link is worth stealing.
_SIGNED_FOR: Final = timedelta(hours=12)


def film(studio: Studio, owner: str, generation: Generation, *, download: bool = False) -> str:
    query = {"download": "1"} if download else {}
    return _clip(studio, owner, generation, "mp4", query)


def poster(studio: Studio, owner: str, generation: Generation) -> str:
    return _clip(studio, owner, generation, "webp", {})


def preview(words: str, template: str, palette: str | None, width: int = 304) -> str:
    query = {"words": words, "template": template, "palette": palette or "", "width": str(width)}
    return _path("/previews", {name: value for name, value in query.items() if value})


def preview_of(generation: Generation, width: int = 304) -> str:
    """What is being made, as the built-in engine draws it; the vendor's film may differ a little."""
    palette = generation.palette if generation.provider is Provider.BUILTIN else None
    return preview(generation.caption.text, generation.template, palette, width)


def sample(template: Template) -> str:
    return _path(f"/samples/{template.slug}.webp")


def still_sample(template: Template) -> str:
    return _path(f"/samples/{template.slug}.webp", {"still": "1"})


def _clip(
    studio: Studio, owner: str, generation: Generation, ending: str, query: dict[str, str]
) -> str:
    """A visitor's cookie opens the clip; an account has no such cookie and gets a signed link."""
    if not owner.startswith("visitor:"):
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        # Rounded to the hour, so that the address stays the same and a playing video plays on.
        query = {**query, "token": studio.sign_clip(generation.id, hour + _SIGNED_FOR)}
    return _path(f"/clips/{generation.id}.{ending}", query)


def _path(path: str, query: Mapping[str, str] | None = None) -> str:
    return Urls.of(st.get_option("server.baseUrlPath")).path(path, query)
