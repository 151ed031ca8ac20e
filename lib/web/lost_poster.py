"""The picture that stands where a film has lost its own: a calm night, not a broken frame.

Browsers draw it although its status says that the poster is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

#: It fills a frame of any shape. Five drones over the glow of a town, as in the logo.
_NIGHT: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 608 1080" preserveAspectRatio="xMidYMid slice">'
    '<radialGradient id="sky" cx="50%" cy="78%" r="90%"><stop stop-color="#3a1f5c"/>'
    '<stop offset=".45" stop-color="#14122e"/><stop offset="1" stop-color="#070914"/></radialGradient>'
    '<path fill="url(#sky)" d="M-1312-420h3232v1920h-3232z"/><g fill="#f2b24c" opacity=".55">'
    '<circle cx="214" cy="575" r="10"/><circle cx="259" cy="530" r="10"/><circle cx="304" cy="485" r="10"/>'
    '<circle cx="349" cy="530" r="10"/><circle cx="394" cy="575" r="10"/></g></svg>'
)


def lost_poster(more_headers: Mapping[str, str] | None = None) -> Response:
    headers = {"cache-control": "no-store", **(more_headers or {})}
    return Response(_NIGHT, 404, headers, "image/svg+xml")
