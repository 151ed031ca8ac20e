"""Stills of a caption, and what is said of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from lib.engine.request import RenderRequest
from tests.engine.api.answers import assert_envelope
from tests.engine.serving import Served, wait_until

PREVIEWS = "/v2/video/previews"


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
