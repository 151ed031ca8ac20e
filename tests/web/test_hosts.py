"""Skylit answers to names that nobody outside can own, and to those that it was given."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.settings import Settings
from lib.studio import Studio
from lib.urls import Urls
from lib.web.middleware import middleware
from lib.web.middleware.hosts import answers_to
from tests.web.served import free_port, started, wait_until_up


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "localhost:8501", "LOCALHOST.", "127.0.0.1", "10.1.2.3:80", "[::1]:8501",
        "[2606:4700::1]", "studio", "studio:8501", "studio.local", "skylit.internal",
        "skylit.home.arpa", "app.localhost", socket.gethostname(),
    ],
)  # fmt: skip
def test_names_that_nobody_outside_can_own_are_ours(host: str) -> None:
    assert answers_to(host, ())


@pytest.mark.parametrize(
    "host",
    [
        "", ".", "attacker.example", "127.0.0.1.attacker.example", "localhost.attacker.example",
        "attacker.example:8501", "user@localhost", "localhost/x", "localhost#x", "localhost:x",
        "localhost:8501:1", "[::1", "::1", "[not an address]", "[1.2.3.4.example]", "a b", "xlocal.example",
        "localhost\\@attacker.example", "localhost,attacker.example", "skylit.example.com",
    ],
)  # fmt: skip
def test_any_other_name_is_a_strangers(host: str) -> None:
    assert not answers_to(host, ())


def test_names_that_were_given_are_ours_and_their_lookalikes_are_not() -> None:
    allowed = Settings.load(
        {"ALLOWED_HOSTS": "Skylit.Example.com, *.films.example"}, None
    ).allowed_hosts
    for host in (
        "skylit.example.com",
        "SKYLIT.example.com:443",
        "a.films.example",
        "a.b.films.example",
    ):
        assert answers_to(host, allowed)
    for host in ("example.com", "x.skylit.example.com", "films.example", "evilfilms.example"):
        assert not answers_to(host, allowed)
    assert answers_to("anything.example", Settings.load({"ALLOWED_HOSTS": "*"}, None).allowed_hosts)


STREAM = "/_stcore/stream"


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def test_a_strange_name_gets_a_sentence_and_no_websocket(
    studio: Studio, client: TestClient
) -> None:
    strange = {"host": "attacker.example"}
    answer = client.get("/previews", headers=strange)
    assert (answer.status_code, "ALLOWED_HOSTS" in answer.text) == (421, True)
    assert "attacker" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    app = Starlette(routes=[WebSocketRoute(STREAM, talk)], middleware=middleware(Urls()))
    with TestClient(app) as browser:
        with browser.websocket_connect(STREAM) as ours:
            assert ours.receive_text() == "hello"
        with (
            pytest.raises(WebSocketDisconnect),
            browser.websocket_connect(STREAM, headers=strange),
        ):
            pass


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8501", "http://localhost:8501"),
        ("LOCALHOST:8501", "http://localhost:8501"),
        ("skylit.example.com", "https://skylit.example.com"),
        ("skylit.example.com", "https://SKYLIT.example.com:443"),
        ("studio.local:80", "http://studio.local"),
        ("[::1]:8501", "http://[::1]:8501"),
        ("internal:8000", "https://films.example.com"),  # a proxy that changes the Host header
    ],
)
def test_a_page_of_ours_may_ask(client: TestClient, public: Studio, host: str, origin: str) -> None:
    assert client.get("/fonts/none", headers={"host": host, "origin": origin}).status_code == 404


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8501", "http://localhost:8502"),  # another program on this machine
        ("localhost:8501", "http://localhost"),
        ("localhost:8501", "http://127.0.0.1:8501"),
        ("localhost:8501", "null"),
        ("localhost:8501", ""),
        ("localhost:8501", "https://attacker.example"),
        ("localhost:8501", "http://localhost:8501.attacker.example"),
        ("localhost:8501", "http://localhost:8501@attacker.example"),
        ("localhost:8501", "file://localhost:8501"),
        ("skylit.example.com", "https://other.example.com"),
        ("skylit.example.com", "https://films.example.com:444"),
    ],
)
def test_no_other_page_may_ask(client: TestClient, public: Studio, host: str, origin: str) -> None:
    headers = {"host": host, "origin": origin}
    assert client.get("/fonts/none", headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=headers):
        pass


def test_two_origins_are_no_origin(client: TestClient) -> None:
    own = ("origin", "http://testserver")
    assert client.get("/fonts/none", headers=[own]).status_code == 404
    assert client.get("/fonts/none", headers=[own, own]).status_code == 403


def test_the_name_in_public_url_need_not_be_allowed_again(
    client: TestClient, public: Studio
) -> None:
    assert client.get("/fonts/none", headers={"host": "films.example.com"}).status_code == 404
    assert client.get("/fonts/none", headers={"host": "example.com"}).status_code == 421


@pytest.fixture
def public(studio: Studio) -> Studio:
    given = replace(
        studio.settings,
        allowed_hosts=("skylit.example.com",),
        public_url="https://films.example.com/studio",
    )
    object.__setattr__(studio, "settings", given)
    return studio


def test_the_setting_counts_while_skylit_runs(studio: Studio, client: TestClient) -> None:
    given = replace(studio.settings, allowed_hosts=("attacker.example",))
    object.__setattr__(studio, "settings", given)
    assert client.get("/fonts/none", headers={"host": "attacker.example"}).status_code == 404


@pytest.mark.parametrize(
    ("host", "origin", "answer"),
    [
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", b"101"),
        ("127.0.0.1:{port}", "https://attacker.example", b"403"),
        ("127.0.0.1:{port}", "null", b"403"),
        ("attacker.example", "http://attacker.example", b"403"),
    ],
)
def test_no_strange_page_opens_the_apps_own_websocket(
    app_port: int, host: str, origin: str, answer: bytes
) -> None:
    request = (
        "GET /_stcore/stream HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"Host: {host}\r\nOrigin: {origin}\r\n\r\n"
    ).format(port=app_port)
    with socket.create_connection(("127.0.0.1", app_port), timeout=30) as connection:
        connection.sendall(request.encode())
        assert connection.recv(12).split()[1] == answer


CLOSED = [
    ("PUT", "/_stcore/upload_file/session/file"),
    ("DELETE", "/_stcore/upload_file/session/file"),
    ("GET", "/_stcore/metrics"),
    ("POST", "/_stcore/agent/interact"),
    ("GET", "/_stcore/agent/openapi.json"),
    ("POST", "/_stcore/agent/mcp"),
    ("GET", "/_stcore/script-health-check"),
    ("GET", "/component/anything/index.html"),
    ("GET", "/app/static/secret.txt"),
    ("GET", "/manifest.json"),
    ("GET", "/index.html"),
    ("GET", "/auth/login"),
    ("POST", "/"),
    ("GET", "/no-such-page"),
    ("GET", "/history/deeper"),
    ("GET", "/clips/x.gif"),
    ("GET", "/samples"),
    ("GET", "/fonts/../app.py"),
]


def test_no_other_way_in_is_open(app_port: int) -> None:
    """What Skylit does not use of the framework is not there, and our own routes take nothing."""
    url = f"http://127.0.0.1:{app_port}"
    for path in ("/clips/x.mp4", "/previews", "/samples/x.webp", "/fonts/x"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert requests.request(method, url + path, timeout=30).status_code == 405
    for method, path in CLOSED:
        answer = requests.request(method, url + path, data=b"x", timeout=30)
        assert (path, answer.status_code) == (path, 404)
    assert requests.get(f"{url}/_stcore/health", timeout=30).text == "ok"
    page = requests.get(url, headers={"accept": "text/html"}, timeout=30)
    cookie = page.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "object-src 'none'" in page.headers["content-security-policy"]


@pytest.fixture(scope="module")
def app_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder: Path = tmp_path_factory.mktemp("app")
    port = free_port()
    with started(folder, port) as process:
        wait_until_up(port, process)
        yield port
