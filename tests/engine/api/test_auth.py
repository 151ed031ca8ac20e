"""Who may ask, and what no request can break."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import requests

from tests.engine.api.answers import assert_envelope
from tests.engine.serving import GENERATIONS, KEY, Served

PREVIEWS = "/v2/video/previews"


class TestTheGate:
    @pytest.mark.parametrize(
        "authorization",
        [
            None,
            "",
            "Bearer",
            "Bearer ",
            f"Bearer {KEY[:-1]}",
            f"Bearer {KEY}x",
            f"Basic {KEY}",
            KEY,
            "Bearer ké",
        ],
    )
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", GENERATIONS),
            ("GET", f"{GENERATIONS}?generation_id=x"),
            ("GET", PREVIEWS),
            ("GET", "/v2/logs"),
            ("GET", "/v2/billing"),
            ("GET", "/v2/no-such-path"),
        ],
    )
    def test_nothing_under_v2_opens_without_the_key(
        self, engine: Served, method: str, path: str, authorization: str | None
    ) -> None:
        headers = {} if authorization is None else {"Authorization": authorization.encode()}
        reply = requests.request(method, engine.url + path, headers=headers, timeout=30)
        assert_envelope(reply, 401)
        assert reply.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("host", ["127.0.0.1", "attacker.example"])
    def test_no_strange_page_may_speak_to_it_by_way_of_a_browser(
        self, engine: Served, host: str
    ) -> None:
        """Neither from where it stands, nor as a page whose own name was turned to point at us."""
        page = {"Origin": "https://attacker.example", "Host": host, "Cookie": "key=anything"}
        asks = {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
            "Access-Control-Request-Private-Network": "true",
        }
        for path in (GENERATIONS, PREVIEWS, "/v2/logs", "/files/x.mp4", "/v1/models", "/health"):
            asked_first = requests.options(engine.url + path, headers={**page, **asks}, timeout=30)
            reply = requests.get(engine.url + path, headers=page, timeout=30)
            assert not asked_first.ok
            for answer in (asked_first, reply):
                assert not [name for name in answer.headers if name.startswith("access-control")]
            assert reply.ok is (path in {"/v1/models", "/health"})

    def test_the_scheme_may_be_written_in_any_case(self, engine: Served) -> None:
        reply = engine.call("GET", "/v2/billing", headers={"Authorization": f"bearer {KEY}"})
        assert reply.json() == {"current_balance": 0, "currency": "USD"}

    @pytest.mark.parametrize("given", ["a", "order-7:retry.2_b", "x" * 128])
    def test_a_clients_request_id_is_echoed(self, engine: Served, given: str) -> None:
        for path in (GENERATIONS, "/v2/billing", "/nowhere"):
            reply = engine.call("GET", path, headers={"X-Client-Request-Id": given})
            assert reply.headers["x-client-request-id"] == given

    @pytest.mark.parametrize("given", ["", "a b", "é".encode(), "x" * 129, "a/b"])
    def test_a_request_id_that_breaks_the_form_counts_as_none(
        self, engine: Served, given: str | bytes
    ) -> None:
        reply = engine.call("GET", "/v2/billing", headers={"X-Client-Request-Id": given})
        assert "x-client-request-id" not in reply.headers

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/", 404),
            ("GET", "/v2/video", 404),
            ("GET", "/v2/video/generations/", 404),
            ("GET", "/v1/video/generations", 404),
            ("PUT", GENERATIONS, 405),
            ("TRACE", GENERATIONS, 405),
            ("POST", PREVIEWS, 405),
            ("POST", "/v2/logs", 405),
            ("POST", "/health", 405),
        ],
    )
    def test_what_is_not_there_is_refused_in_the_envelope(
        self, engine: Served, method: str, path: str, status: int
    ) -> None:
        reply = engine.call(method, path)
        assert_envelope(reply, status)
        assert ("allow" in reply.headers) == (status == 405)

    def test_health_and_models_need_no_key(self, engine: Served) -> None:
        assert requests.get(f"{engine.url}/health", timeout=30).json() == {"status": "ok"}
        [model] = requests.get(
            f"{engine.url}/v1/models", params={"id": "magic/text-to-video"}, timeout=30
        ).json()["data"]
        assert model["templates"][0]["name"] == "Shanghai Drone Show"
        other = requests.get(f"{engine.url}/v1/models?id=other", timeout=30)
        assert other.json()["data"] == []


def test_a_host_that_is_no_host_breaks_nothing(engine: Served) -> None:
    task_id = engine.accepted()
    engine.finished(task_id)
    target = urlsplit(engine.url)
    request = (
        f'GET {GENERATIONS}?generation_id={task_id} HTTP/1.1\r\nHost: a b"<\r\n'
        f"Authorization: Bearer {KEY}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((str(target.hostname), target.port or 0), timeout=30) as wire:
        wire.sendall(request.encode())
        assert b" 200 " in wire.makefile("rb").readline()


def test_times_are_utc(engine: Served) -> None:
    engine.accepted()
    created = engine.call("GET", "/v2/logs").json()["data"][0]["created"]
    assert datetime.fromisoformat(created).tzinfo == UTC
