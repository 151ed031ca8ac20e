"""A moving sample of every template, for pages to choose by: small, silent, endless.

Made at installation into .cache/samples, one animated WebP for each template's slug.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image

from lib import files
from lib.engine import templates
from lib.engine.cache import CACHE_DIR
from lib.engine.render import picture, renderer_for
from lib.engine.request import RenderRequest
from lib.template import CATALOGUE

FOLDER: Final = CACHE_DIR / "samples"

_WORDS: Final = "Hello"
RATE: Final = 8  # pictures a second
_WIDTH: Final = 152  # pixels: twice what a page shows it at
_QUALITY: Final = 55


def make_samples() -> None:
    """One file for each template that the engine renders, unless it is newer than the engine."""
    changed = max(source.stat().st_mtime for source in Path(__file__).parent.rglob("*.py"))
    for template in CATALOGUE:
        path = FOLDER / f"{template.slug}.webp"
        if not path.exists() or path.stat().st_mtime < changed:
            write_sample(RenderRequest.parse(_WORDS, template.name), path)


def write_sample(request: RenderRequest, path: Path) -> None:
    """Write the whole show as a small, looping animated WebP, atomically."""
    first, *others = _pictures(request)
    content = io.BytesIO()
    first.save(
        content,
        "WEBP",
        save_all=True,
        append_images=others,
        duration=round(1000 / RATE),
        loop=0,
        quality=_QUALITY,
        method=3,
    )
    files.write(path, content.getvalue(), durable=False)


def _pictures(request: RenderRequest) -> Iterator[Image.Image]:
    show = templates.compose(request)
    renderer = renderer_for(show)
    for number in range(int(show.duration * RATE)):
        yield picture(renderer, number / RATE, _WIDTH)
