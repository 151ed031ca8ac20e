"""The studio opens with the server, before the first visitor, and closes with it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.bootstrap import open_studio
from lib.errors import SkylitError
from lib.settings import Settings
from lib.web.log_setup import set_up_logs
from lib.web.server_tuning import tune_server


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the studio; close it on SIGTERM and SIGINT. Raise SkylitError if it cannot open."""
    tune_server()
    settings = Settings.load()
    set_up_logs(as_json=settings.log_json)
    with open_studio(settings):
        yield


class PlainStart:
    """ASGI middleware: a start that fails for a reason we know ends with its sentence alone.

    The server would print the traceback, and whoever mistyped a setting would look for a bug.
    An error that we do not know keeps its traceback.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_plainly(message: Message) -> None:
            error = sys.exception()  # Starlette reports from within its except block
            if message["type"] == "lifespan.startup.failed" and isinstance(error, SkylitError):
                message = {**message, "message": f"Skylit cannot start. {error}"}
            await send(message)

        await self.app(scope, receive, send_plainly)
