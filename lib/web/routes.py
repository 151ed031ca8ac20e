"""All that the app answers itself, and all that wraps its answers. Streamlit answers the rest."""

from __future__ import annotations

from typing import Final

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from lib.web import assets, clips, previews, samples
from lib.web.host_check import HostCheck
from lib.web.lifespan import PlainStart
from lib.web.security_headers import SecurityHeaders
from lib.web.visitor_cookie import VisitorCookie

routes: Final[list[BaseRoute]] = [
    *clips.ROUTES,
    *previews.ROUTES,
    *samples.ROUTES,
    *assets.ROUTES,
]

middleware: Final = [
    Middleware(PlainStart),
    Middleware(SecurityHeaders),
    Middleware(HostCheck),
    Middleware(VisitorCookie),
]
