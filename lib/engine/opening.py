"""Opening: a film begins with its words, for an instant, and carries them as its cover.

Messengers, mail and file managers show a film's first frame; one of an empty city says nothing. So
the first frame is the last one, where the caption stands, and fades within half a second: a loop has
no seam.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

from lib.engine.raster import Plane, Renderer, dissolve, to_rgb
from lib.engine.show import FPS, Show

_FADE: Final = 14 / FPS  # seconds
_JPEG_QUALITY: Final = 82


class Opening:
    """Draws a show like its renderer, but the first frames fade from the words. For one thread."""

    def __init__(self, show: Show, renderer: Renderer) -> None:
        self._renderer = renderer
        self._words = tuple(plane.copy() for plane in renderer.frame(show.last))

    def draw(self, t: float, y: Plane, u: Plane, v: Plane) -> None:
        self._renderer.draw(t, y, u, v)
        share = max(0.0, 1.0 - t / _FADE) ** 2
        if share > 0.0:
            for plane, words in zip((y, u, v), self._words, strict=True):
                dissolve(plane, words, share)

    def cover(self) -> bytes:
        """Return the first frame as JPEG."""
        file = io.BytesIO()
        Image.fromarray(to_rgb(*self._words)).save(file, "JPEG", quality=_JPEG_QUALITY)
        return file.getvalue()
