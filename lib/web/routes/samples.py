"""/samples/<slug>.webp: a moving sample of each template, or with ?still a picture of it.

Where no sample was made yet, the engine is asked for a still.
"""

from __future__ import annotations

import io
import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.bootstrap import current_studio
from lib.caption import Caption
from lib.errors import SkylitError
from lib.request import VideoRequest
from lib.settings import PROJECT
from lib.template import CATALOGUE, Template
from lib.web.pools import PREVIEWS
from lib.web.routes.previews import picture

#: `make setup` puts one animated WebP a template here (lib.engine.sample, which knows the variable).
FOLDER: Final = Path(os.environ.get("ENGINE_CACHE_DIR") or PROJECT / ".cache") / "samples"

_A_DAY: Final = "public, max-age=86400"
_CAPTION: Final = Caption.parse("Hello")
_WIDTH: Final = 304  # pixels
_WORDS_STAND: Final = 0.65  # of a sample's frames
_QUALITY: Final = 80


def sample(request: Request) -> Response:
    template = _template(request.path_params["slug"])
    if template is None:
        return PlainTextResponse("There is no such template.", 404)
    moving = _moving(template)
    if moving is not None and "still" in request.query_params:
        return picture(request, _still(moving, moving.stat().st_mtime_ns), "image/webp", _A_DAY)
    if moving is not None:
        return FileResponse(moving, headers={"cache-control": _A_DAY}, media_type="image/webp")
    try:
        still = current_studio().preview(
            VideoRequest(caption=_CAPTION, template=template), width=_WIDTH
        )
    except SkylitError as error:
        return PlainTextResponse(str(error), 503, {"retry-after": "2"})
    return picture(request, still.image, "image/webp", "private, max-age=60")


def _template(slug: str) -> Template | None:
    return next((template for template in CATALOGUE if template.slug == slug), None)


@lru_cache(maxsize=32)
def _still(moving: Path, _changed: int) -> bytes:
    """Return the sample's picture in which the words stand, so that no page waits for the engine."""
    with Image.open(moving) as sample:
        sample.seek(int(_WORDS_STAND * getattr(sample, "n_frames", 1)))
        still = io.BytesIO()
        sample.convert("RGB").save(still, "WEBP", quality=_QUALITY)
    return still.getvalue()


def _moving(template: Template) -> Path | None:
    file = FOLDER / f"{template.slug}.webp"
    return file if file.is_file() else None


ROUTES: Final = [Route("/samples/{slug}.webp", PREVIEWS.endpoint(sample), methods=["GET"])]
