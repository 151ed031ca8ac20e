"""The built-in engine: renders the templates on a CPU and speaks the video API's own HTTP.

In reading order:
request, palette, moods     what shall be made          lettering      a caption as dots
frame, show, templates      the film as data            flight         where each light is at a moment
scenery, raster             one frame                   soundtrack     the samples
video, render               the file                    legibility     how well a caption reads
queue                       who is rendered next        api            the HTTP
cli                         the two commands            cache          what is kept on disk

soundtrack.fireworks is heard and templates.fireworks seen; flight.kernels and lettering.kernels are
the compiled loops of their packages: such namesakes mean one thing in two crafts.
"""

from __future__ import annotations

import os

from lib.engine.cache import CACHE_DIR

# Read by numba when it is first imported, so it has to stand before any module that does.
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE_DIR / "kernels"))
