"""From a request to its film or its still: all of the engine, in reading order.

`python -m lib.engine.render "Welcome to Shanghai" --out film.mp4` runs cli.render.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from lib.engine import scenery, soundtrack, templates
from lib.engine.flight import Flight
from lib.engine.opening import Opening
from lib.engine.raster import Plane, Renderer, to_rgb
from lib.engine.request import RenderRequest
from lib.engine.show import FPS, Show
from lib.engine.video import encode

_WEBP_QUALITY: Final = 80
_WEBP_EFFORT: Final = 2  # of 6: a preview is waited for, and more saves only a tenth


def render(
    request: RenderRequest,
    path: Path,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    render_slot: AbstractContextManager[object] | None = None,
) -> None:
    """Write the film to `path` atomically; the same request gives the same film.

    `progress` gets a share from 0 to 1 after every frame; when `cancelled` says so, rendering
    stops and Cancelled is raised. What needs all of two cores is done within `render_slot`. Raise
    UnsupportedCharacters for what no font can draw and StorageError where the file cannot be
    written.
    """
    show = templates.compose(request)
    opening = Opening(show, renderer_for(show))
    encode(
        path,
        draw=opening.draw,
        sound=partial(soundtrack.compose, show),
        frames=show.frames,
        title=request.caption.text,
        size=(request.format.width, request.format.height),
        cover=opening.cover(),
        keyframes=(round(show.cues.reveal * FPS),),
        progress=progress,
        cancelled=cancelled,
        render_slot=render_slot,
    )


def still(request: RenderRequest, width: int | None = None) -> bytes:
    """The moment that stands for the film, as WebP, `width` pixels wide and as tall as it must be.

    Raise UnsupportedCharacters for what no font can draw.
    """
    show = templates.compose(request)
    file = io.BytesIO()
    taken = picture(renderer_for(show), show.still_at, width)
    taken.save(file, "WEBP", quality=_WEBP_QUALITY, method=_WEBP_EFFORT)
    return file.getvalue()


def picture(renderer: Renderer, t: float, width: int | None = None) -> Image.Image:
    """The frame of second t for a screen, `width` pixels wide and as tall as it must be."""
    y, u, v = renderer.frame(t)
    high, wide = y.shape
    if (
        width is not None and width != wide
    ):  # luma and chroma by themselves: half the work of doing it in RGB
        size = width, round(width * high / wide)
        y, u, v = (_resized(plane, size) for plane in (y, u, v))
    return Image.fromarray(to_rgb(y, u, v))


def _resized(plane: Plane, size: tuple[int, int]) -> Plane:
    resized = Image.fromarray(plane).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(resized)


def renderer_for(show: Show) -> Renderer:
    """What draws this show: one for each thread that draws."""
    return Renderer(show, scenery.load(show.scenery, show.frame), Flight(show))


if __name__ == "__main__":
    from lib.engine.cli.render import main

    sys.exit(main())
