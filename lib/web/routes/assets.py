"""/fonts/: the vendored web fonts, so that no page ever asks another host for one."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from lib.settings import PROJECT

FONTS: Final = PROJECT / "assets" / "fonts"


class Fonts(StaticFiles):
    """Files whose content never changes under their name."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


ROUTES: Final = [Mount("/fonts", app=Fonts(directory=FONTS))]
