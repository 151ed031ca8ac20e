"""Sessions: how requests go out, to an API's own address and to hosts that are not ours to trust."""

from __future__ import annotations

import ipaddress
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, Session

from lib.video_api.deadlines import PunctualAdapter
from lib.video_api.egress import PublicOnly

USER_AGENT: Final = "Skylit/1.0 (+requests)"


def own_session() -> Session:
    """For an API's own address. Answers as they are: no packing, nothing sent twice by itself."""
    session = _Session()
    adapter = PunctualAdapter(pool_maxsize=16, max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})
    return session


def outside_session() -> Session:
    """For hosts that are not ours to trust: public addresses only, over https."""
    session = _Session()
    session.mount("https://", PublicOnly())
    return session


class _Session(Session):
    """Keeps no cookies. What is on this machine is asked directly, whatever proxy is set.

    A proxy cannot reach the built-in engine, and would be told its key and every caption.
    """

    def __init__(self) -> None:
        super().__init__()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def send(self, request: PreparedRequest, **how: Any) -> Response:  # noqa: ANN401  # requests' own
        if _is_this_machine(urlsplit(request.url or "").hostname or ""):
            how["proxies"] = {}
        return super().send(request, **how)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
