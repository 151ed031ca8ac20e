from __future__ import annotations

import json
import re
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
import requests

from lib.engine.request import RenderRequest
from lib.palette import PALETTE_NAMES
from tests.engine.fast_backend import film
from tests.engine.serving import GENERATIONS, KEY, Served, serving, wait_until

PREVIEWS = "/v2/video/previews"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests that leave no trace for the next."""
    with serving(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, room=2) as engine:
        yield engine


def assert_envelope(reply: requests.Response, status: int) -> dict[str, Any]:
    """An error as the API documents it; return its members."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    error = reply.json()
    assert set(error) >= {"message", "path", "requestId", "statusCode", "timestamp"}
    assert error["statusCode"] == str(status)
    assert error["path"] == urlsplit(reply.url).path
    assert error["message"].endswith((".", "!"))
    assert KEY not in reply.text
    uuid.UUID(error["requestId"])
    assert datetime.fromisoformat(error["timestamp"]).tzinfo
    return dict(error)


def video_url(engine: Served, prompt: str = "Hello") -> str:
    return str(engine.finished(engine.accepted(prompt))["video"]["url"])


class TestGenerations:
    def test_a_submit_is_answered_with_an_id_in_the_line(self, engine: Served) -> None:
        reply = engine.submit("Hello", template="Shanghai Drone Show")
        assert reply.status_code == 200
        task_id = reply.json()["id"]
        assert re.fullmatch(r"[A-Za-z0-9_-]{21}", task_id)
        assert reply.json() == {
            "id": task_id,
            "status": "queued",
            "meta": {"usage": {"credits_used": 0}},
        }
        assert reply.headers["x-inference-id"] == task_id
        assert reply.headers["x-aimlapi-credits-used"] == "0"
        assert reply.headers["cache-control"] == "no-store"

    def test_a_generation_goes_from_queued_over_generating_to_completed(
        self, own_engine: Served
    ) -> None:
        first, second = own_engine.accepted("wait"), own_engine.accepted("Hello")
        own_engine.has_status(first, "generating")
        assert own_engine.check(second) == {
            "id": second,
            "status": "queued",
            "video": None,
            "error": None,
            "meta": {"usage": {"credits_used": 0}},
            "progress": 0.0,
        }
        own_engine.let_go()
        done = own_engine.finished(second)
        assert (done["status"], done["progress"], done["error"]) == ("completed", 1.0, None)
        assert set(done["video"]) == {"url"}

    def test_progress_is_told_while_it_is_drawn(self, own_engine: Served) -> None:
        task_id = own_engine.accepted("wait")
        own_engine.has_status(task_id, "generating")
        while (found := own_engine.check(task_id))["progress"] == 0.0:
            assert found["status"] == "generating"
        assert found["progress"] == 0.5

    def test_a_generation_that_failed_says_why(self, engine: Served) -> None:
        done = engine.finished(engine.accepted("fail"))
        assert done["status"] == "error"
        assert done["video"] is None
        assert done["error"]["name"] == "Stubborn"
        assert "Ask again" in done["error"]["message"]

    def test_the_same_order_twice_is_two_generations(self, engine: Served) -> None:
        assert engine.accepted("twice") != engine.accepted("twice")

    def test_an_order_may_name_seed_and_palette_and_more_than_we_know(
        self, own_engine: Served
    ) -> None:
        """And what it names arrives where the video is drawn; the same words name the same seed."""
        words = "Drawn as it was asked for"
        for members in (
            {"seed": 7, "palette": "#0055A4", "duration": 5, "extra": {"a": [1]}},
            {"seed": 2**32 - 1, "palette": "Jade"},
            {"seed": None, "palette": None},
            {},
        ):
            own_engine.finished(own_engine.accepted(words, **members))
        drawn = (own_engine.folder / "looks").read_text().splitlines()  # by a neighbour, too
        named, largest, unnamed, absent = (
            line.removesuffix(f" {words}") for line in drawn if line.endswith(words)
        )
        assert (named, largest) == ("#0055a4 7", f"jade {2**32 - 1}")
        assert unnamed == absent
        assert unnamed.split()[0] in PALETTE_NAMES

    def test_an_id_that_nobody_got_is_unknown(self, engine: Served) -> None:
        reply = engine.call("GET", GENERATIONS, params={"generation_id": "x" * 21})
        assert "no generation" in assert_envelope(reply, 404)["message"]

    @pytest.mark.parametrize("query", [{}, {"generation_id": ""}])
    def test_a_check_without_an_id_says_what_is_missing(
        self, engine: Served, query: dict[str, str]
    ) -> None:
        error = assert_envelope(engine.call("GET", GENERATIONS, params=query), 400)
        assert error["errors"][0]["field"] == "generation_id"


class TestRefusedOrders:
    @pytest.mark.parametrize(
        ("members", "field", "received"),
        [
            ({"prompt": 5}, "prompt", "number 5"),
            ({"prompt": None}, "prompt", "null"),
            ({"prompt": ["a"]}, "prompt", 'array ["a"]'),
            ({"prompt": "  "}, "prompt", "no text"),
            ({"prompt": "x" * 81}, "prompt", "81 characters: " + "x" * 40 + "…"),
            ({"prompt": "skull ☠"}, "prompt", "☠"),
            ({"model": "magic/other"}, "model", "'magic/other'"),
            ({"model": 1}, "model", "number 1"),
            ({"template": "Times Square"}, "template", "'Times Square'"),
            ({"template": None}, "template", "null"),
            ({"template": ""}, "template", "''"),
            ({"palette": "beige"}, "palette", "'beige'"),
            ({"palette": 3}, "palette", "number 3"),
            ({"seed": -1}, "seed", "-1"),
            ({"seed": 2**32}, "seed", str(2**32)),
            ({"seed": "7"}, "seed", 'string "7"'),
            ({"seed": True}, "seed", "boolean true"),
            ({"seed": 1.5}, "seed", "number 1.5"),
        ],
    )
    def test_a_refusal_names_the_field_and_what_was_wrong_with_it(
        self, engine: Served, members: dict[str, Any], field: str, received: str
    ) -> None:
        body = {"model": "magic/text-to-video", "prompt": "Hello", **members}
        error = assert_envelope(engine.call("POST", GENERATIONS, data=json.dumps(body)), 400)
        assert error["message"].startswith("Body validation error!")
        [detail] = error["errors"]
        assert (detail["field"], detail["received"]) == (field, received)
        assert detail["expected"]
        assert detail["message"] in error["message"]

    @pytest.mark.parametrize("field", ["model", "prompt"])
    def test_a_member_that_is_missing_is_named(self, engine: Served, field: str) -> None:
        body = {"model": "magic/text-to-video", "prompt": "Hello"}
        del body[field]
        error = assert_envelope(engine.call("POST", GENERATIONS, json=body), 400)
        assert error["errors"][0]["field"] == field
        assert error["errors"][0]["received"] == "nothing"

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'"text"',
            b"\xff\xfe\xfd",
            b'{"model": NaN}',
            b'{"prompt": Infinity}',
            b"[" * 30_000,
            b'{"seed": ' + b"9" * 5000 + b"}",
            b"model=magic&prompt=Hello",
        ],
        ids=lambda body: body[:16].decode(errors="replace") or "nothing",
    )
    def test_a_body_that_is_no_json_object_is_refused(self, engine: Served, body: bytes) -> None:
        error = assert_envelope(engine.call("POST", GENERATIONS, data=body), 400)
        assert error["errors"][0]["field"] == "body"

    def test_a_body_beyond_64_kilobytes_is_refused(self, engine: Served) -> None:
        reply = engine.submit("Hello", filler="x" * 70_000)
        assert "65536 bytes" in assert_envelope(reply, 413)["message"]

    def test_nothing_that_was_refused_is_in_the_log(self, own_engine: Served) -> None:
        own_engine.submit("")
        own_engine.submit("☠")
        assert own_engine.call("GET", "/v2/logs").json()["data"] == []

    def test_a_full_line_says_when_to_come_back(self, own_engine: Served) -> None:
        drawn = own_engine.accepted("wait")
        own_engine.has_status(drawn, "generating")
        own_engine.accepted("second")
        own_engine.accepted("third")
        reply = own_engine.submit("fourth")
        assert_envelope(reply, 429)
        assert int(reply.headers["retry-after"]) > 0

    def test_a_disk_that_takes_nothing_accepts_nothing(self, own_engine: Served) -> None:
        (own_engine.folder / "data" / "tasks").rmdir()
        error = assert_envelope(own_engine.submit("Hello"), 503)
        assert "nothing was accepted" in error["message"]
        assert own_engine.call("GET", "/v2/logs").json()["data"] == []


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


class TestVideos:
    def test_a_video_needs_its_link_and_no_key(self, engine: Served) -> None:
        url = video_url(engine, "Hello")
        assert url.startswith(f"{engine.url}/files/")
        reply = requests.get(url, timeout=30)
        assert reply.content == film("Hello")
        assert reply.headers["content-type"] == "video/mp4"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-disposition"].startswith("attachment;")

    def test_a_link_is_on_the_host_that_the_client_called(self, engine: Served) -> None:
        task_id = engine.accepted()
        engine.finished(task_id)
        reply = engine.call(
            "GET",
            GENERATIONS,
            params={"generation_id": task_id},
            headers={"Host": "engine.example:8600"},
        )
        assert reply.json()["video"]["url"].startswith("http://engine.example:8600/files/")

    def test_a_part_of_it_can_be_asked_for(self, engine: Served) -> None:
        url = video_url(engine, "Hello")
        reply = requests.get(url, headers={"Range": "bytes=100-199"}, timeout=30)
        assert reply.status_code == 206
        assert reply.content == film("Hello")[100:200]
        assert reply.headers["content-range"] == f"bytes 100-199/{len(film('Hello'))}"
        tail = requests.get(url, headers={"Range": "bytes=-10"}, timeout=30)
        assert tail.content == film("Hello")[-10:]
        beyond = requests.get(url, headers={"Range": "bytes=99999999-"}, timeout=30)
        assert beyond.status_code == 416

    def test_a_download_can_be_taken_up_again_while_the_file_is_the_same(
        self, engine: Served
    ) -> None:
        url = video_url(engine, "Hello")
        etag = requests.head(url, timeout=30).headers["etag"]
        range_ = {"Range": "bytes=5-"}
        same = requests.get(url, headers={**range_, "If-Range": etag}, timeout=30)
        changed = requests.get(url, headers={**range_, "If-Range": '"other"'}, timeout=30)
        assert (same.status_code, changed.status_code) == (206, 200)

    def test_head_tells_the_length_and_sends_nothing(self, engine: Served) -> None:
        reply = requests.head(video_url(engine, "Hello"), timeout=30)
        assert reply.headers["content-length"] == str(len(film("Hello")))
        assert reply.headers["accept-ranges"] == "bytes"
        assert reply.content == b""

    def test_a_link_dies_after_ten_minutes_and_a_check_gives_a_fresh_one(
        self, own_engine: Served
    ) -> None:
        task_id = own_engine.accepted()
        url = own_engine.finished(task_id)["video"]["url"]
        own_engine.clock.advance(seconds=599)
        assert requests.get(url, timeout=30).status_code == 200
        own_engine.clock.advance(seconds=1)
        assert "expired" in assert_envelope(requests.get(url, timeout=30), 403)["message"]
        fresh = own_engine.check(task_id)["video"]["url"]
        assert requests.get(fresh, timeout=30).status_code == 200

    @pytest.mark.parametrize(
        ("pattern", "replacement"),
        [
            (r"signature=...", "signature=AB~"),  # no signature has a tilde
            (r"&signature=.*", ""),
            (r"\?.*", ""),
            (r"expires=\d", "expires=9"),
            (r"/files/....", "/files/AAAA"),
        ],
    )
    def test_a_link_that_was_changed_opens_nothing(
        self, engine: Served, pattern: str, replacement: str
    ) -> None:
        changed = re.sub(pattern, replacement, video_url(engine))
        assert_envelope(requests.get(changed, timeout=30), 403)

    def test_a_download_bears_its_caption_and_nothing_that_harms(self, engine: Served) -> None:
        reply = requests.head(video_url(engine, '../"新年"\\; x'), timeout=30)
        assert reply.headers["content-disposition"] == (
            "attachment; filename=\"; x.mp4\"; filename*=UTF-8''%E6%96%B0%E5%B9%B4%20%3B%20x.mp4"
        )

    def test_a_video_that_is_gone_says_so(self, own_engine: Served) -> None:
        url = video_url(own_engine)
        [video] = (own_engine.folder / "data" / "videos").iterdir()
        video.unlink()
        assert "no longer kept" in assert_envelope(requests.get(url, timeout=30), 404)["message"]


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Four generations, an hour apart; the second failed."""
    with serving(tmp_path_factory.mktemp("logged")) as engine:
        for number, words in enumerate(("first", "fail", "third", "fourth")):
            reply = engine.call(
                "POST",
                GENERATIONS,
                json={"model": "magic/text-to-video", "prompt": words},
                headers={"X-Client-Request-Id": f"order-{number}"},
            )
            engine.finished(reply.json()["id"])
            engine.clock.advance(hours=1)
        yield engine


def found(engine: Served, **query: Any) -> list[str]:
    reply = engine.call("GET", "/v2/logs", params=query)
    assert reply.status_code == 200, reply.text
    return [str(entry["client_request_id"]) for entry in reply.json()["data"]]


class TestLogs:
    def test_a_submit_is_found_by_its_clients_id(self, logged: Served) -> None:
        newest = logged.call("GET", "/v2/logs").json()["data"][0]
        assert newest["client_request_id"] == "order-3"
        assert logged.check(newest["inference_id"])["status"] == "completed"
        assert newest["model"] == "magic/text-to-video"
        assert newest["cost"] == {"usd": 0, "credits": 0}
        assert datetime.fromisoformat(newest["created"]) == logged.clock() - timedelta(hours=1)

    def test_one_that_is_still_waiting_is_found_too(self, own_engine: Served) -> None:
        task_id = own_engine.accepted("wait")
        [entry] = own_engine.call("GET", "/v2/logs").json()["data"]
        assert (entry["inference_id"], entry["status"]) == (task_id, "succeeded")

    def test_the_newest_come_first(self, logged: Served) -> None:
        assert found(logged) == ["order-3", "order-2", "order-1", "order-0"]

    def test_pages_have_a_size_and_a_start(self, logged: Served) -> None:
        reply = logged.call("GET", "/v2/logs", params={"limit": 2, "offset": 1}).json()
        assert [entry["client_request_id"] for entry in reply["data"]] == ["order-2", "order-1"]
        assert reply["pagination"] == {"limit": 2, "offset": 1, "total": 4, "has_more": True}
        assert found(logged, offset=4) == []

    def test_they_can_be_chosen_by_status_model_and_time(self, logged: Served) -> None:
        now = logged.clock()
        assert found(logged, status="failed") == ["order-1"]
        assert found(logged, model="other") == []
        assert len(found(logged, model=["other", "magic/text-to-video"])) == 4
        assert found(logged, period="90m") == ["order-3"]
        assert found(logged, start=(now - timedelta(hours=3)).isoformat()) == [
            "order-3", "order-2", "order-1",
        ]  # fmt: skip
        assert found(
            logged,
            start=(now - timedelta(hours=4)).isoformat(),
            end=(now - timedelta(hours=2)).replace(tzinfo=None).isoformat() + "Z",
        ) == ["order-1", "order-0"]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"limit": "0"}, "limit"),
            ({"limit": "101"}, "limit"),
            ({"limit": "ten"}, "limit"),
            ({"limit": "١"}, "limit"),
            ({"offset": "-1"}, "offset"),
            ({"offset": "9" * 50}, "offset"),
            ({"status": "dancing"}, "status"),
            ({"start": "yesterday"}, "start"),
            ({"end": "2026-13-01"}, "end"),
            ({"start": "2026-01-01", "end": "2026-06-01"}, "start"),
            ({"start": "2026-06-01", "end": "2026-05-01"}, "start"),
            ({"end": "0001-01-01T00:00:00Z"}, "end"),
            ({"period": "long"}, "period"),
            ({"period": "93d"}, "period"),
            ({"period": "999999d"}, "period"),
        ],
    )
    def test_a_question_that_makes_no_sense_is_refused(
        self, logged: Served, query: dict[str, str], field: str
    ) -> None:
        error = assert_envelope(logged.call("GET", "/v2/logs", params=query), 400)
        assert error["errors"][0]["field"] == field
        assert error["message"].startswith("Query validation error!")


class TestPreviews:
    JSON: ClassVar = {"Accept": "application/json"}

    def test_a_caption_can_be_seen_before_it_is_rendered(self, engine: Served) -> None:
        reply = engine.call("GET", PREVIEWS, params={"prompt": "Hello", "seed": "7"})
        assert reply.headers["content-type"] == "image/webp"
        assert reply.content == b"RIFF 304 Hello 7"

    def test_a_still_has_the_width_that_was_asked_for(self, engine: Served) -> None:
        reply = engine.call("GET", PREVIEWS, params={"prompt": "Hello", "width": "608"})
        assert reply.content.startswith(b"RIFF 608")

    def test_a_still_is_drawn_once_and_not_sent_twice(self, own_engine: Served) -> None:
        query = {"prompt": "Hello"}
        first = own_engine.call("GET", PREVIEWS, params=query)
        assert "private" in first.headers["cache-control"]
        again = own_engine.call(
            "GET", PREVIEWS, params=query, headers={"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert (own_engine.folder / "stills").read_text() == "Hello\n"

    def test_a_preview_waits_behind_no_render(self, own_engine: Served) -> None:
        drawn = own_engine.accepted("wait")
        own_engine.has_status(drawn, "generating")
        assert own_engine.call("GET", PREVIEWS, params={"prompt": "Hello"}).status_code == 200
        assert own_engine.check(drawn)["status"] == "generating"

    def test_a_page_that_types_faster_than_we_draw_is_told_to_ask_again(
        self, own_engine: Served
    ) -> None:
        with ThreadPoolExecutor(40) as typing:
            replies = [
                typing.submit(own_engine.call, "GET", PREVIEWS, params={"prompt": f"wait {n}"})
                for n in range(40)
            ]
            refused = wait_until(lambda: [reply for reply in replies if reply.done()])[0].result()
            assert_envelope(refused, 429)
            assert own_engine.submit("Hello").status_code == 200  # the rest goes on meanwhile
            own_engine.let_go()
        statuses = [reply.result().status_code for reply in replies]
        assert statuses.count(200) == 32
        assert statuses.count(429) == 8

    def test_how_a_caption_will_read_is_told_in_json(self, engine: Served) -> None:
        reply = engine.call("GET", PREVIEWS, params={"prompt": "Hello"}, headers=self.JSON)
        assert reply.json() == {
            "lines": ["Hello"],
            "drones": 500,
            "drones_per_character": 100.0,
            "letter_height": 120.0,
            "unsupported": [],
            "unsupported_characters": [],
            "verdict": "good",
            "advice": "Reads at a glance.",
            "palette": RenderRequest.parse("Hello").palette.name,
        }

    @pytest.mark.parametrize(
        ("asked", "palette"),
        [
            ({"prompt": "我爱你"}, "red"),
            ({"prompt": "Go green"}, "jade"),
            ({"prompt": "Go green", "palette": "ice"}, "ice"),
            ({"prompt": "Winter Sale", "template": "Lantern Festival"}, "red"),
        ],
    )
    def test_the_palette_that_auto_picks_is_told_by_name(
        self, engine: Served, asked: dict[str, str], palette: str
    ) -> None:
        reply = engine.call("GET", PREVIEWS, params=asked, headers=self.JSON)
        assert reply.json()["palette"] == palette

    def test_what_cannot_be_drawn_is_named(self, engine: Served) -> None:
        reply = engine.call("GET", PREVIEWS, params={"prompt": "a ☠"}, headers=self.JSON)
        reading = reply.json()
        assert reading["unsupported"] == ["skull and crossbones"]
        assert reading["unsupported_characters"] == ["☠"]
        assert reading["verdict"] == "poor"
        assert reading["advice"].endswith(".")
        assert_envelope(engine.call("GET", PREVIEWS, params={"prompt": "a ☠"}), 400)

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({}, "prompt"),
            ({"prompt": ""}, "prompt"),
            ({"prompt": "x" * 81}, "prompt"),
            ({"prompt": "a", "template": "Paris"}, "template"),
            ({"prompt": "a", "palette": "beige"}, "palette"),
            ({"prompt": "a", "seed": "x"}, "seed"),
            ({"prompt": "a", "seed": str(2**32)}, "seed"),
            ({"prompt": "a", "width": "9"}, "width"),
            ({"prompt": "a", "width": "5000"}, "width"),
        ],
    )
    def test_a_preview_of_nothing_that_can_be_ordered_is_refused(
        self, engine: Served, query: dict[str, str], field: str
    ) -> None:
        error = assert_envelope(engine.call("GET", PREVIEWS, params=query), 400)
        assert error["errors"][0]["field"] == field


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
