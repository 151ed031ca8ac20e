"""/previews?words=…: a still of a caption that is no video yet, as an ordinary picture.

What the engine says of its legibility comes along as `X-Legibility: verdict|lines|advice`, escaped.
A still costs the engine some work, so only our visitors' cookies and signed links (&token=…) get one.
"""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.errors import BadRequest, InvalidInput, SkylitError
from lib.format import PORTRAIT
from lib.request import VideoRequest
from lib.template import SHANGHAI_DRONE_SHOW
from lib.web.pools import PREVIEWS
from lib.web.viewing import may_preview

#: Pixels, as pages ask for them: a fixed list, so that nobody can order ever new sizes.
WIDTHS: Final = (152, 304, 608)

_AN_HOUR: Final = "private, max-age=3600"


def preview(request: Request) -> Response:
    """Answer 403 to strangers, 400 with a sentence for words that cannot be drawn, 503 without an engine."""
    studio, asked = current_studio(), request.query_params
    if not may_preview(request, studio):
        return PlainTextResponse("Open Skylit first.", 403, {"cache-control": "no-store"})
    try:
        still = studio.preview(
            VideoRequest.parse(
                asked.get("words", ""),
                template=asked.get("template", SHANGHAI_DRONE_SHOW.name),
                format=asked.get("format", PORTRAIT.name),
                palette=asked.get("palette"),
                seed=_seed(asked.get("seed")),
            ),
            width=_width(asked.get("width", "304")),
        )
    except (InvalidInput, BadRequest) as error:  # refused here, or by the engine
        return PlainTextResponse(str(error), 400)
    except SkylitError as error:
        return PlainTextResponse(str(error), 503, {"retry-after": "2"})
    answer = picture(request, still.image, "image/webp", _AN_HOUR)
    answer.headers["x-legibility"] = quote(f"{still.verdict}|{still.lines}|{still.advice}")
    return answer


def picture(request: Request, image: bytes, media_type: str, keep: str) -> Response:
    """Answer with the picture, or 304 to a browser that has it."""
    etag = f'"{hashlib.sha256(image).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": keep}
    if request.headers.get("if-none-match") == etag:
        return Response(None, 304, headers)
    return Response(image, 200, headers, media_type)


def _seed(asked: str | None) -> int | None:
    """Return the seed; -1, which is out of range, for what is no number."""
    if not asked:
        return None
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 20 else -1


def _width(asked: str) -> int:
    return int(asked) if asked in map(str, WIDTHS) else 304


ROUTES: Final = [Route("/previews", PREVIEWS.endpoint(preview), methods=["GET"])]
