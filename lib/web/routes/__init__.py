"""Everything that Skylit answers itself; Streamlit answers the rest.

clips      films and posters, by byte range
previews   stills of a caption, drawn by the built-in engine
samples    the moving samples of the templates
assets     fonts
"""

from __future__ import annotations

from typing import Final

from starlette.routing import BaseRoute

from lib.web.routes import assets, clips, previews, samples

routes: Final[list[BaseRoute]] = [
    *clips.ROUTES,
    *previews.ROUTES,
    *samples.ROUTES,
    *assets.ROUTES,
]
