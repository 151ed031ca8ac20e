"""By which names Skylit answers: what keeps strange web pages out by way of a visitor's browser.

A page on attacker.example may let its name point at this machine (DNS rebinding). The browser then
takes Skylit for a part of that page and lets it read and press everything. But it sends the name
along, and that gives it away.

So only names pass that nobody outside can own: addresses, names without a dot, the ends that are
kept for own networks, and this machine's own name; and whatever ALLOWED_HOSTS adds. That needs no
setting on a desk or in an office, and a public name is set once, by whoever makes it public.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.bootstrap import current_studio

#: Kept for own networks: RFC 6761, 6762, 8375, and ICANN's resolution of 2024 on .internal.
_OWN_NETWORKS: Final = (".localhost", ".local", ".home.arpa", ".internal", ".test")

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)

_SENTENCE: Final = (
    "Skylit does not answer by this name. If it should, ask whoever runs it to add the name to "
    "ALLOWED_HOSTS."
)


class HostCheck:
    """ASGI middleware. Answers 421 to requests, and refuses websockets, that come by a strange name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(_SENTENCE, 421)(scope, receive, send)


def _is_ours(scope: Scope) -> bool:
    given = Headers(scope=scope).getlist("host")
    allowed = current_studio().settings.allowed_hosts
    return len(given) == 1 and answers_to(given[0], allowed)


def answers_to(host: str, allowed: Collection[str]) -> bool:
    """Whether a Host header names us. `allowed` is in lower case; `*.` stands for any number of labels."""
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found[1].lower().rstrip(".")
    return _is_of_own_network(name) or any(_matches(name, pattern) for pattern in allowed)


def _is_of_own_network(name: str) -> bool:
    if "." not in name and not name.startswith("["):
        return bool(name)
    known = name.endswith(_OWN_NETWORKS) or name == socket.gethostname().lower()
    return known or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _matches(name: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern
