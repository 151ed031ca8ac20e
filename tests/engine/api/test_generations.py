"""Asking for videos, and what is refused."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lib.palette import PALETTE_NAMES
from tests.engine.api.answers import assert_envelope
from tests.engine.serving import GENERATIONS, Served

PREVIEWS = "/v2/video/previews"


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
        assert set(done["video"]) == {"url", "sha256"}

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
