"""Skylit believes what proxies in TRUSTED_PROXIES say of who asks, and nobody else.

Behind a proxy every request comes from the proxy's address and by plain http. The proxy tells the
rest in X-Forwarded-For and X-Forwarded-Proto, but so can anybody else. A stranger who is believed
names a new address each time, and no limit by address holds.

A proxy on this very machine may say https without being named: that decides about the cookie alone,
and a desk with a tunnel or a local proxy needs no setting.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.bootstrap import current_studio
from lib.settings import Network

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_SECURE: Final = {"http": False, "ws": False, "https": True, "wss": True}


class TrustedProxies:
    """ASGI middleware. Sets the scope's client and scheme to what a trusted proxy says.

    The header in which a proxy says who has signed in passes from a trusted one alone. Headers are in
    lower case here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            settings = current_studio().settings
            if not _is_in_front(scope, settings.trusted_proxies):
                scope = _without(scope, settings.sign_in_header, settings.sign_in_groups_header)
            scope = _as_told(scope, settings.trusted_proxies)
        await self.app(scope, receive, send)


def _is_in_front(scope: Scope, trusted: Sequence[Network]) -> bool:
    peer = _address((scope.get("client") or ("",))[0])
    return peer is not None and _is_in(peer, trusted)


def _without(scope: Scope, *names: str | None) -> Scope:
    """Return the request without these headers: anybody could say who they are."""
    dropped = {name.encode() for name in names if name}
    return {**scope, "headers": [each for each in scope["headers"] if each[0] not in dropped]}


def _as_told(scope: Scope, trusted: Sequence[Network]) -> Scope:
    peer = _address((scope.get("client") or ("",))[0])
    if peer is None:
        return scope
    headers = Headers(scope=scope)
    told: dict[str, object] = {}
    if _is_in(peer, trusted):
        told["client"] = (str(client_of(headers.getlist("x-forwarded-for"), peer, trusted)), 0)
    if _is_in(peer, trusted) or peer.is_loopback:
        told["scheme"] = _scheme(scope, headers.getlist("x-forwarded-proto"))
    return {**scope, **told}


def client_of(forwarded: Iterable[str], peer: _Address, trusted: Sequence[Network]) -> _Address:
    """Return the nearest address in X-Forwarded-For that no trusted proxy has; `peer` if there is none.

    Each proxy adds the address that it saw to the right, so what stands further left may be anybody's
    invention. Behind something that is no address, nothing is known.
    """
    nearest = peer
    for hop in reversed(",".join(forwarded).split(",")):
        address = _address(hop)
        if address is None:
            break
        nearest = address
        if not _is_in(address, trusted):
            break
    return nearest


def _scheme(scope: Scope, told: Sequence[str]) -> str:
    """Return the scheme. A list is not believed: somebody else has added to it."""
    is_secure = _SECURE.get(told[0].strip().lower()) if len(told) == 1 else None
    if is_secure is None:
        return str(scope["scheme"])
    plain = "ws" if scope["type"] == "websocket" else "http"
    return f"{plain}s" if is_secure else plain


def _is_in(address: _Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _address(text: str) -> _Address | None:
    """Read 192.0.2.7, 192.0.2.7:5060, 2001:db8::7 or [2001:db8::7]:5060; None for anything else."""
    text = text.strip()
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
