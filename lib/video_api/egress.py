"""Where a video link may lead: to the API's own host, or to a public https address.

A link comes from outside, and so does every redirect behind it. Without this a link could make
Skylit fetch what only this machine can reach: its own services, the network behind it, the
metadata of a cloud.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from requests import PreparedRequest

from lib.errors import BadVideo, Unavailable
from lib.problem import Code
from lib.video_api.network import PORTS, Route

#: Public by their number alone: protocol assignments (RFC 6890), relays of 6to4 (RFC 7526), and the
#: address by which every machine at Azure reaches its host, which hands out its secrets.
_NOT_OUT_THERE: Final = tuple(
    map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
)
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_EXAMPLES: Final = ipaddress.IPv6Network("3fff::/20")  # RFC 9637; Python 3.11 does not know it
_ISATAP: Final = frozenset({bytes.fromhex("00005efe"), bytes.fromhex("02005efe")})  # RFC 5214


def split(url: str) -> SplitResult:
    """Raise BadVideo for what is no web address."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises ValueError for a port that is none
    except ValueError as error:
        raise BadVideo(Code.LINK_INVALID) from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise BadVideo(Code.LINK_NOT_FOLLOWED)
    return parts


def as_sent(url: str) -> str:
    r"""Return the address as it goes out: names as IDNA, escapes undone. Judge this one only.

    Two parsers read `https://home%2eevil` and `https://home\.evil` as different hosts, and only
    one of them connects. Raise BadVideo for what is no address.
    """
    prepared = PreparedRequest()
    try:
        prepared.prepare_url(url, None)
    except ValueError as error:  # InvalidURL and its like are such
        raise BadVideo(Code.LINK_ASTRAY) from error
    return prepared.url or ""


def is_same_host(url: str, other: str) -> bool:
    """Same scheme, host and port."""
    return _origin(split(url)) == _origin(split(other))


def is_public(address: str) -> bool:
    """Return False for an address that only this machine or its network reaches, in any disguise.

    IPv6 addresses that carry an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) are
    all refused: a public video host needs none of them.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        return _is_public_6(found)
    not_out_there = any(found in network for network in _NOT_OUT_THERE)
    return found.is_global and not (found.is_multicast or found.is_reserved or not_out_there)


def _is_public_6(found: ipaddress.IPv6Address) -> bool:
    """Accept global unicast alone (RFC 4291, 2.4): ranges that are not assigned yet stay out."""
    carries_ipv4 = found.sixtofour or found.teredo or found.packed[8:12] in _ISATAP
    return found in _UNICAST and found.is_global and found not in _EXAMPLES and not carries_ipv4


def public_address(host: str, port: int) -> str:
    """Return an address of the host to connect to, IPv4 first. Raise BadVideo if any is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(Code.HOST_UNKNOWN) from error
    addresses = sorted({str(entry[4][0]) for entry in found}, key=lambda text: ":" in text)
    if not all(map(is_public, addresses)):
        raise BadVideo(Code.LINK_PRIVATE)
    return addresses[0]


def checked_address(url: str) -> str | None:
    """The public address to connect to for this link; None where a proxy finds the host.

    A name cannot change its mind between the check and the connection. Behind a proxy, names of the
    outside are often not found: then the proxy's rules count, but what is known to be private here
    is refused all the same. Raise BadVideo or Unavailable.
    """
    route = Route.to(url)
    if route.proxy is None:
        return public_address(route.host, route.port)
    with suppress(Unavailable):
        public_address(route.host, route.port)
    return None


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return (parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme])
