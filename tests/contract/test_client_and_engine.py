"""The real client against the real engine's API: what either promises, the other understands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lib.errors import (
    BadKey,
    BadRequest,
    Throttled,
    UnknownTask,
    UnsupportedCharacters,
)
from lib.media import sha256_of
from lib.request import VideoRequest
from lib.template import SHANGHAI_DRONE_SHOW, Template
from lib.video_api import Done, GenerationFailed, Pending, VideoApi
from tests.engine.serving import Served, serving, wait_until

SHOW = SHANGHAI_DRONE_SHOW.name


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, room=2) as engine:
        yield engine


@pytest.fixture
def client(engine: Served) -> VideoApi:
    return VideoApi(lambda: engine.url, engine.key)


def submitted(client: VideoApi, words: str = "Hello") -> str:
    return client.submit(VideoRequest.parse(words), client_request_id="skylit-1").task_id


def finished(client: VideoApi, task_id: str) -> Done | GenerationFailed:
    def final() -> Done | GenerationFailed | None:
        found = client.check(task_id)
        return None if isinstance(found, Pending) else found

    answer = wait_until(final)
    assert isinstance(answer, Done | GenerationFailed)
    return answer


def test_a_caption_becomes_a_file_and_costs_nothing(
    client: VideoApi, engine: Served, tmp_path: Path
) -> None:
    task_id = submitted(client, "wait for it")
    first = client.check(task_id)
    assert isinstance(first, Pending)
    assert first.api_status in {"queued", "generating"}
    engine.let_go()
    done = finished(client, task_id)
    assert isinstance(done, Done)
    assert done.credits_used == 0
    client.download(done.url, tmp_path / "film.mp4")
    assert (tmp_path / "film.mp4").stat().st_size > 0
    assert done.sha256 == sha256_of(tmp_path / "film.mp4")


def test_a_render_that_fails_is_told_with_its_reason(client: VideoApi) -> None:
    failed = finished(client, submitted(client, "fail please"))
    assert isinstance(failed, GenerationFailed)
    assert failed.message


def test_refusals_keep_their_kind(client: VideoApi, engine: Served) -> None:
    unknown = Template.stored("Times Square")
    with pytest.raises(BadRequest, match="no template"):
        client.submit(
            replace(VideoRequest.parse("Hello"), template=unknown), client_request_id="skylit-1"
        )
    with pytest.raises(UnknownTask):
        client.check("A" * 21)
    stranger = VideoApi(lambda: engine.url, "another key")
    with pytest.raises(BadKey):
        stranger.check("A" * 21)


def test_a_full_line_is_a_refusal_for_now(client: VideoApi, engine: Served) -> None:
    engine.has_status(submitted(client, "wait for it"), "generating")
    for _ in range(2):
        submitted(client)
    with pytest.raises(Throttled) as caught:
        submitted(client)
    assert caught.value.retry_after


def test_a_submit_whose_answer_was_lost_is_found_in_the_log(
    client: VideoApi, engine: Served
) -> None:
    task_id = submitted(client)
    now = engine.clock()
    around = (now - timedelta(hours=1), now + timedelta(hours=1))
    assert client.find_in_logs("skylit-1", *around) == task_id
    assert client.find_in_logs("skylit-2", *around) is None


@pytest.mark.parametrize("strange", ["𓀀", "\ue000", "\U0001fae9", "\u0378", "👨\u200d☠"])
def test_what_cannot_be_drawn_is_named_by_the_preview(client: VideoApi, strange: str) -> None:
    """As it was typed, also where Python's tables do not know it: it is taken out by one press."""
    with pytest.raises(UnsupportedCharacters) as caught:
        client.preview(VideoRequest.parse(f"Hello {strange}"))
    assert caught.value.characters == (strange,)


def test_what_is_deleted_is_gone_from_disk_and_line(client: VideoApi, engine: Served) -> None:
    task_id = submitted(client, "Delete me")
    done = finished(client, task_id)
    assert isinstance(done, Done)
    client.forget(task_id)
    with pytest.raises(UnknownTask):
        client.check(task_id)
    left = [path for path in (engine.folder / "data").rglob("*") if task_id in path.name]
    assert not left
    with pytest.raises(UnknownTask):
        client.forget(task_id)


def test_what_is_deleted_while_it_is_drawn_or_waits_comes_to_nothing_and_keeps_nobody_waiting(
    client: VideoApi, engine: Served
) -> None:
    drawn, waiting = submitted(client, "wait for it"), submitted(client, "Never")
    engine.has_status(drawn, "generating")
    client.forget(waiting)
    client.forget(drawn)
    assert isinstance(finished(client, submitted(client, "After it")), Done)
    for task_id in (drawn, waiting):
        with pytest.raises(UnknownTask):
            client.check(task_id)
        left = (engine.folder / "data").rglob("*")
        assert not [path for path in left if task_id in path.name]
    assert "Never" not in (engine.folder / "drawn").read_text()
