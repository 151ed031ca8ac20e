"""Whose word counts for where a request comes from, and whether it came by https."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from lib.errors import SettingsError
from lib.settings import Settings
from lib.studio import Studio
from lib.web.middleware.proxies import TrustedProxies, client_of
from tests.web.served import free_port, started, wait_until_up

PROXY, VISITOR, LIAR = "10.0.0.7", "203.0.113.5", "198.51.100.9"
NETWORKS = Settings.load({"TRUSTED_PROXIES": "10.0.0.0/24, fd00::/8"}, None).trusted_proxies
ADDRESSES = st.ip_addresses().map(str)


def who(request: Request) -> Response:
    assert request.client is not None
    return JSONResponse([request.client.host, request.scope["scheme"]])


async def who_by_websocket(websocket: WebSocket) -> None:
    await websocket.accept()
    assert websocket.client is not None
    await websocket.send_json([websocket.client.host, websocket.scope["scheme"]])
    await websocket.close()


def seen(studio: Studio, peer: str, trusted: str = "", **told: str) -> list[str]:
    """Address and scheme as our routes see them, by http and by websocket."""
    networks = Settings.load({"TRUSTED_PROXIES": trusted}, None).trusted_proxies
    object.__setattr__(studio, "settings", replace(studio.settings, trusted_proxies=networks))
    app = Starlette(
        routes=[Route("/", who), WebSocketRoute("/stream", who_by_websocket)],
        middleware=[Middleware(TrustedProxies)],
    )
    headers = {f"x-forwarded-{name}": value for name, value in told.items()}
    client = TestClient(app, client=(peer, 5000))
    plain: list[str] = client.get("/", headers=headers).json()
    with client.websocket_connect("/stream", headers=headers) as websocket:
        host, scheme = json.loads(websocket.receive_text())
    assert [host, scheme.replace("ws", "http")] == plain
    return plain


def said(*addresses: str) -> dict[str, str]:
    return {"for": ", ".join(addresses), "proto": "https"}


def test_a_trusted_proxy_names_the_address_and_says_https(studio: Studio) -> None:
    assert seen(studio, PROXY, PROXY, **said(VISITOR)) == [VISITOR, "https"]
    assert seen(studio, PROXY, "10.0.0.0/24", **said(VISITOR)) == [VISITOR, "https"]


def test_nobody_else_is_believed(studio: Studio) -> None:
    assert seen(studio, LIAR, PROXY, **said(VISITOR)) == [LIAR, "http"]
    assert seen(studio, LIAR, **said(VISITOR)) == [LIAR, "http"]


def test_a_proxy_on_this_machine_may_say_https_and_names_addresses_only_where_told(
    studio: Studio,
) -> None:
    assert seen(studio, "127.0.0.1", **said(VISITOR)) == ["127.0.0.1", "https"]
    assert seen(studio, "::1", **said(VISITOR)) == ["::1", "https"]
    assert seen(studio, "127.0.0.1", "127.0.0.1", **said(VISITOR)) == [VISITOR, "https"]


def test_what_stands_left_of_the_first_stranger_is_not_believed(studio: Studio) -> None:
    assert seen(studio, PROXY, PROXY, **said(LIAR, VISITOR))[0] == VISITOR
    assert seen(studio, PROXY, "10.0.0.0/24", **said(LIAR, VISITOR, "10.0.0.8"))[0] == VISITOR


@pytest.mark.parametrize("proto", ["", "https, http", "ftp", "https\t;", "javascript"])
def test_a_scheme_that_is_no_plain_word_changes_nothing(studio: Studio, proto: str) -> None:
    assert seen(studio, PROXY, PROXY, proto=proto) == [PROXY, "http"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (f"{VISITOR}:5060", VISITOR),
        ("[2001:db8::7]:5060", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        (f"::ffff:{VISITOR}", VISITOR),
        ("unknown", PROXY),
        ("", PROXY),
        ("<script>", PROXY),
    ],
)
def test_addresses_are_read_as_proxies_write_them(written: str, address: str) -> None:
    assert told([written]) == address


@given(st.lists(ADDRESSES | st.text(max_size=20)), ADDRESSES)
def test_whatever_a_visitor_sends_along_the_proxy_has_the_last_word(
    invented: list[str], visitor: str
) -> None:
    """Only a visitor with an address of the proxies' own network could invent more."""
    mapped = getattr(ipaddress.ip_address(visitor), "ipv4_mapped", None)
    real = mapped or ipaddress.ip_address(visitor)
    if not any(real in network for network in NETWORKS):
        assert told([*invented, visitor]) == str(real)


def told(forwarded: Iterable[str]) -> str:
    return str(client_of(forwarded, ipaddress.ip_address(PROXY), NETWORKS))


@pytest.mark.parametrize("value", ["*", "example.com", "10.0.0.7/8", "10.0.0.256"])
def test_a_setting_that_names_no_address_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        Settings.load({"TRUSTED_PROXIES": value}, None)


@pytest.mark.timeout(120)
def test_the_server_itself_believes_nobody_before_us(tmp_path: Path) -> None:
    """Of two words its own check takes the last, even against our setting; we take neither."""
    port = free_port()
    with started(tmp_path, port, FORWARDED_ALLOW_IPS="*") as process:
        wait_until_up(port, process)
        assert not cookie_of(port, "http", "https").startswith("__Host-")
        assert cookie_of(port, "https").startswith("__Host-")


def cookie_of(port: int, *told: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("GET", "/")
    connection.putheader("Accept", "text/html")
    for each in told:
        connection.putheader("X-Forwarded-Proto", each)
    connection.endheaders()
    cookie = connection.getresponse().headers["set-cookie"]
    connection.close()
    return cookie
