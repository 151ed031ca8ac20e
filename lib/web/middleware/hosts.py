"""By which names Skylit answers, and to which pages: this keeps strange web pages out.

A page on attacker.example may let its name point at this machine (DNS rebinding). The browser then
takes Skylit for a part of that page and lets it read and press everything. But the browser sends the
name along, in Host, and that gives the page away.

So only names pass that nobody outside can own: addresses, names without a dot, the ends that are
kept for own networks, and this machine's own name; and those in ALLOWED_HOSTS and PUBLIC_URL. A desk
or an office needs no setting, and whoever makes Skylit public sets its name once.

A page that is open elsewhere sends its own address in Origin. It must be the address that it talks
to, port included: another program on this machine is as foreign as another machine. The framework
has a check of its own, but for a foreign Origin it asks an outside host for this machine's public
address, and everybody waits meanwhile. So it never gets to see one.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.bootstrap import current_studio
from lib.settings import Settings
from lib.urls import Urls

#: Kept for own networks: RFC 6761, 6762, 8375, and ICANN's resolution of 2024 on .internal.
_OWN_NETWORKS: Final = (".localhost", ".local", ".home.arpa", ".internal", ".test")

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)

_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}

_STRANGE_NAME: Final = PlainTextResponse(
    "Skylit does not answer by this name. If it should, ask whoever runs it to add the name to "
    "ALLOWED_HOSTS.",
    421,
)
_STRANGE_PAGE: Final = PlainTextResponse(
    "Skylit does not answer to other pages. Behind a proxy that changes the Host header, set PUBLIC_URL.",
    403,
)


class HostCheck:
    """ASGI middleware. A strange Host gets 421, a strange Origin 403, and neither a websocket."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        settings = current_studio().settings
        if not _has_our_host(scope, settings):
            await _refuse(_STRANGE_NAME, scope, receive, send)
        elif not _has_our_origin(scope, settings):
            await _refuse(_STRANGE_PAGE, scope, receive, send)
        else:
            await self.app(_with_plain_origin(scope), receive, send)


async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await answer(scope, receive, send)


def _has_our_host(scope: Scope, settings: Settings) -> bool:
    given = Headers(scope=scope).getlist("host")
    public = Urls(public=settings.public_url).public_origin
    named = {urlsplit(public).hostname or ""} if public else set()
    return len(given) == 1 and answers_to(given[0], {*settings.allowed_hosts, *named})


def _has_our_origin(scope: Scope, settings: Settings) -> bool:
    """Programs send no Origin, browsers always do where it matters."""
    headers = Headers(scope=scope)
    given = [origin.lower() for origin in headers.getlist("origin")]
    if not given:
        return True
    ours = {f"{scheme}://{headers['host'].lower()}" for scheme in _DEFAULT_PORTS}
    public = Urls(public=settings.public_url).public_origin
    known = {_without_default_port(each) for each in (*ours, *([public] if public else []))}
    return len(given) == 1 and _without_default_port(given[0]) in known


def _without_default_port(origin: str) -> str:
    scheme = origin.partition("://")[0]
    return origin.removesuffix(_DEFAULT_PORTS.get(scheme, ""))


def _with_plain_origin(scope: Scope) -> Scope:
    """What passed needs no second look: spelt as Host is, the framework's check passes it too."""
    host = Headers(scope=scope)["host"]
    headers = [
        (name, f"http://{host}".encode() if name == b"origin" else value)
        for name, value in scope["headers"]
    ]
    return {**scope, "headers": headers}


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
