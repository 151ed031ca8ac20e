"""PublicLink: the addresses of a share, and what its page and other sites are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from starlette.requests import Request

from lib.bootstrap import current_studio
from lib.generation import Generation
from lib.studio import SharedFilms
from lib.urls import Urls


@dataclass(frozen=True, slots=True)
class PublicLink:
    """`home` is Skylit's own address, such as https://skylit.example.com/studio."""

    home: str
    token: str

    @classmethod
    def of(cls, request: Request) -> Self:
        """Take the token from a path below /s/; the address as others type it, else as asked for."""
        token = request.path_params["token"]
        return cls(home_of(request, request.url.path.rpartition("/s/")[0]), token)

    @property
    def page(self) -> str:
        return f"{self.home}/s/{self.token}"

    @property
    def embed(self) -> str:
        return f"{self.page}/embed"

    @property
    def card(self) -> str:
        return f"{self.page}/card.jpg"

    @property
    def oembed(self) -> str:
        found = Urls(public=self.home).absolute("/oembed", {"url": self.page, "format": "json"})
        return found or ""

    def facts(self, found: SharedFilms, here: str) -> dict[str, Any]:
        """Return what the templates show; `here` leads from the page to what lies below the link."""
        return {
            "here": here,
            "share": {"indexed": found.share.is_indexed},
            "title": title_of(found),
            "description": _description(found),
            "address": self.page,
            "card": self.card,
            "embed": self.embed,
            "oembed": self.oembed,
            "films": [self._film(each, download=found.share.may_download) for each in found.films],
        }

    def _film(self, generation: Generation, *, download: bool) -> dict[str, Any]:
        name = f"{generation.id}.mp4"
        format_ = generation.format
        return {
            "title": generation.caption.text,
            "film": name,
            "poster": f"{generation.id}.webp",
            "download": f"{name}?download=1" if download else "",
            "absolute": f"{self.page}/{name}",
            "width": format_.width,
            "height": format_.height,
            "shape": _shape(format_.ratio),
        }


def home_of(request: Request, base: str) -> str:
    """Return PUBLIC_URL, or the address by which this request came if that is not set."""
    public = current_studio().settings.public_url
    return public or f"{request.url.scheme}://{request.url.netloc}{base}"


def title_of(found: SharedFilms) -> str:
    first = found.films[0].caption.on_one_line
    more = len(found.films) - 1
    return f"{first} and {more} more" if more else first


def _shape(ratio: float) -> str:
    """Return how the page lays out a film of this width to height."""
    if ratio > 1.2:
        return "wide"
    if ratio > 0.9:
        return "square"
    return "portrait" if ratio > 0.7 else "tall"


def _description(found: SharedFilms) -> str:
    count = len(found.films)
    return "A film written in the sky." if count == 1 else f"{count} films written in the sky."
