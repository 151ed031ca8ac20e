"""The built-in engine: renders the templates on a CPU and speaks the video API's own HTTP.

In reading order: order, palette (what was asked) -> lettering (caption to dots) -> show, templates
(the video as data) -> flight, scenery, light (a frame) -> soundtrack -> video, render (the file)
-> tasks (who is drawn next, by which worker), reading (how well a caption reads) -> server (the API)
-> command. What can be made again is kept beside: cache (where), mapped (arrays in files).
"""

from __future__ import annotations

import os

from lib.engine.cache import CACHE_DIR

# Read by numba when it is first imported, so it has to stand before any module that does.
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE_DIR / "kernels"))
