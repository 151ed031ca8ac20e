"""Route: how an address is reached, directly or through a proxy, with TLS for https."""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Self
from urllib.parse import SplitResult, unquote, urlsplit

import h11
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_environ_proxies, select_proxy
from urllib3.util.ssltransport import SSLTransport

from lib.video_api.http1 import Http1, Unreadable

PORTS: Final = {"http": 80, "https": 443}

Header = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    host: str
    port: int
    is_secure: bool
    #: Proxy-Authorization, where the proxy wants one.
    headers: Sequence[Header] = field(default=(), repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raise ValueError for anything but an http or https proxy."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("only http and https proxies are supported")
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            is_secure=parts.scheme == "https",
            headers=_proxy_login(parts),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`host` is the name that a certificate must have."""

    host: str
    port: int
    is_secure: bool
    proxy: Proxy | None

    @classmethod
    def to(cls, url: str) -> Self:
        """Follow the environment's proxies, but reach this machine directly.

        A proxy cannot reach the built-in engine, and would be told its key and every caption.
        Raise ValueError for what is no http or https address.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("only http and https addresses are supported")
        told = (
            None if is_this_machine(parts.hostname) else select_proxy(url, get_environ_proxies(url))
        )
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            is_secure=parts.scheme == "https",
            proxy=Proxy.parse(told) if told else None,
        )

    def connect(self, seconds: float, *, address: str | None = None) -> socket.socket:
        """Open a connection. Nothing of the request leaves yet.

        With `address` connect to that very address of the host, where no proxy does it. Raise
        OSError, ssl.SSLError, Unreadable or h11.RemoteProtocolError.
        """
        first = (
            (self.proxy.host, self.proxy.port) if self.proxy else (address or self.host, self.port)
        )
        line = socket.create_connection(first, seconds)
        try:
            line.settimeout(seconds)
            if self.proxy and self.proxy.is_secure:
                line = _tls().wrap_socket(line, server_hostname=self.proxy.host)
            if self.proxy and self.is_secure:
                self._tunnel(line, self.proxy, seconds)
            return _encrypted(line, self.host) if self.is_secure else line
        except BaseException:
            line.close()
            raise

    @property
    def is_asked_by_whole_address(self) -> bool:
        """Whether requests name the whole address, as a proxy needs it that passes them on."""
        return self.proxy is not None and not self.is_secure

    def _tunnel(self, line: socket.socket, proxy: Proxy, seconds: float) -> None:
        """Have the proxy open a tunnel (RFC 9110, 9.3.6)."""
        target = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        http = Http1(line, idle=seconds)
        http.send(
            h11.Request(method="CONNECT", target=target, headers=[("Host", target), *proxy.headers])
        )
        answer = http.response(time.monotonic() + seconds)
        if not 200 <= answer.status_code < 300 or http.left_over:
            raise Unreadable(f"the proxy answered {answer.status_code}")


def is_this_machine(host: str) -> bool:
    """True for loopback, by number or by its name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _proxy_login(parts: SplitResult) -> list[Header]:
    if parts.username is None:
        return []
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return [("Proxy-Authorization", f"Basic {b64encode(login.encode()).decode()}")]


def _encrypted(line: socket.socket, host: str) -> socket.socket:
    if isinstance(line, ssl.SSLSocket):  # TLS within the TLS of a proxy
        return SSLTransport(line, _tls(), server_hostname=host)  # type: ignore[return-value]  # acts as a socket
    return _tls().wrap_socket(line, server_hostname=host)


def _tls() -> ssl.SSLContext:
    """Trust whom REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names, else the usual authorities."""
    told = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return _trusting(told or DEFAULT_CA_BUNDLE_PATH)


@cache
def _trusting(bundle: str) -> ssl.SSLContext:
    """Reading a bundle takes some ten milliseconds, so it is read once."""
    if os.path.isdir(bundle):  # noqa: PTH112  # a path of OpenSSL's
        return ssl.create_default_context(capath=bundle)
    return ssl.create_default_context(cafile=bundle)
