"""Where a video link may lead: to the API's own host, or to a public https address.

A link comes from outside, and so does every redirect behind it. Without this a link could make
Skylit fetch what only this machine can reach: its own services, the network behind it, the
metadata of a cloud.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from requests import PreparedRequest
from requests.utils import select_proxy
from urllib3.connectionpool import ConnectionPool

from lib.errors import BadVideo, Unavailable
from lib.video_api.deadlines import PunctualAdapter

_PORTS: Final = {"http": 80, "https": 443}

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
        raise BadVideo("The video API gave a link that is no address.") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise BadVideo("The video API gave a link that Skylit does not follow.")
    return parts


def as_sent(url: str) -> str:
    r"""The address as it goes out: names as IDNA, escapes undone. What is judged must be this one.

    Two parsers read `https://home%2eevil` and `https://home\.evil` as different hosts, and only
    one of them connects. Raise BadVideo for what is no address.
    """
    prepared = PreparedRequest()
    try:
        prepared.prepare_url(url, None)
    except ValueError as error:  # InvalidURL and its like are such
        raise BadVideo("The video's link leads to something that is no address.") from error
    return prepared.url or ""


def is_same_host(url: str, other: str) -> bool:
    """Same scheme, host and port."""
    return _origin(split(url)) == _origin(split(other))


def is_public(address: str) -> bool:
    """False for anything that means something else here than out there, in any disguise.

    Addresses of IPv6 that carry one of IPv4 (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) are
    refused as a whole: a public video host needs none of them.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        return _is_public_6(found)
    not_out_there = any(found in network for network in _NOT_OUT_THERE)
    return found.is_global and not (found.is_multicast or found.is_reserved or not_out_there)


def _is_public_6(found: ipaddress.IPv6Address) -> bool:
    """Only what is handed out to networks (RFC 4291, 2.4): that leaves out what is yet to be named."""
    carries_ipv4 = found.sixtofour or found.teredo or found.packed[8:12] in _ISATAP
    return found in _UNICAST and found.is_global and found not in _EXAMPLES and not carries_ipv4


def public_address(host: str, port: int) -> str:
    """An address of that host to connect to, IPv4 first. Raise BadVideo if any is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable("The host of the video cannot be found just now.") from error
    addresses = sorted({str(entry[4][0]) for entry in found}, key=lambda text: ":" in text)
    if not all(map(is_public, addresses)):
        raise BadVideo("The video's link leads into a private network; Skylit does not go there.")
    return addresses[0]


class PublicOnly(PunctualAdapter):
    """Connects to the very address that was checked: a name cannot change its mind in between."""

    def get_connection_with_tls_context(
        self,
        request: PreparedRequest,
        verify: bool | str | None,  # noqa: FBT001  # requests' own signature
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> ConnectionPool:
        proxies = dict(proxies or {})
        if select_proxy(request.url or "", proxies):
            # The proxy finds the host. What is known to be private here is refused all the same.
            _refuse_what_is_known_to_be_private(request.url or "")
            return super().get_connection_with_tls_context(request, verify, proxies, cert)
        where, how = self.build_connection_pool_key_attributes(request, verify or True, cert)
        host, port = where["host"], where["port"] or _PORTS["https"]
        pool: ConnectionPool = self.poolmanager.connection_from_host(
            host=public_address(host, port),
            port=port,
            scheme="https",
            pool_kwargs={**how, "server_hostname": host, "assert_hostname": host},
        )
        return pool


def _refuse_what_is_known_to_be_private(url: str) -> None:
    """Behind a proxy, names of the outside are often not found: then the proxy's rules count."""
    parts = split(url)
    with suppress(Unavailable):
        public_address(parts.hostname or "", parts.port or _PORTS[parts.scheme])


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return (parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])
