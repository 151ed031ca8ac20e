"""Auth: every request gets an id; every call under /v2 must carry the key."""

from __future__ import annotations

import hmac
import re
import uuid
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.errors import BadKey
from lib.problem import Problem

_CLIENT_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class RequestIds:
    """Puts `request_id` and `client_request_id` into the request's state, and echoes the latter.

    A client's id that breaks the documented form counts as none, as at the vendor.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-client-request-id", "")
        client_request_id = given if _CLIENT_REQUEST_ID.fullmatch(given) else None
        state = scope.setdefault("state", {})
        state["request_id"] = str(uuid.uuid4())
        state["client_request_id"] = client_request_id

        async def send_with_echo(message: Message) -> None:
            if message["type"] == "http.response.start" and client_request_id:
                MutableHeaders(scope=message)["x-client-request-id"] = client_request_id
            await send(message)

        await self._app(scope, receive, send_with_echo)


class KeyRequired:
    """Raises BadKey unless the request carries `Authorization: Bearer` and the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scheme, _, key = Headers(scope=scope).get("authorization", "").partition(" ")
        ours = hmac.compare_digest(key.strip().encode(), self._key)  # takes as long for any key
        if not (ours and scheme.lower() == "bearer"):
            raise BadKey(
                Problem.told("The key is missing or wrong. Send it as: Authorization: Bearer KEY.")
            )
        await self._app(scope, receive, send)
