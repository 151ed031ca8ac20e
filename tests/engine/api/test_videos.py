"""The videos themselves: links, ranges, names."""

from __future__ import annotations

import re

import pytest
import requests

from tests.engine.api.answers import assert_envelope, video_url
from tests.engine.fast_backend import film
from tests.engine.serving import GENERATIONS, Served


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
            "attachment; filename=\"' , x.mp4\"; filename*=UTF-8''%E6%96%B0%E5%B9%B4%27%20%2C%20x.mp4"
        )

    def test_a_video_that_is_gone_says_so(self, own_engine: Served) -> None:
        url = video_url(own_engine)
        [video] = (own_engine.folder / "data" / "videos").iterdir()
        video.unlink()
        assert "no longer kept" in assert_envelope(requests.get(url, timeout=30), 404)["message"]
