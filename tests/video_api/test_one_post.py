"""Whatever is wrong with an answer: one POST, one connection, and no word that it was not sent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings

from lib.errors import BadReply, NotSent, Refused, Throttled, Unavailable
from lib.generation import Status
from lib.problem import Code
from lib.request import VideoRequest
from lib.video_api import Accepted, Pending, VideoApi
from tests.broken_answers import BODY, ODD, TASK, UNTRUSTED, answer, chunk, chunked
from tests.hostile_api import KEY
from tests.raw_api import RawApi, raw_api
from tests.workbench import Workbench, close, studio_in


@pytest.fixture(scope="module")
def server() -> Iterator[RawApi]:
    with raw_api(answer()) as api:
        yield api


@pytest.fixture(scope="module")
def client(server: RawApi) -> VideoApi:
    return VideoApi(lambda: server.url, KEY, timeout=(2, 2))


def submit(client: VideoApi) -> Accepted:
    return client.submit(VideoRequest.parse("Hello"), client_request_id="skylit-1")


def test_a_whole_answer_is_read(server: RawApi, client: VideoApi) -> None:
    for whole in (answer(), chunked(chunk(BODY[:7]), chunk(BODY[7:])), answer(b"HTTP/1.0 200 OK")):
        server.reset(whole)
        assert submit(client) == Accepted(TASK, None)


@settings(max_examples=400)
@given(UNTRUSTED)
@example(answer(b"HTTP/1.1 200 OK", b"Content-Length: 5"))
def test_an_answer_that_may_not_be_whole_leaves_it_open(
    server: RawApi, client: VideoApi, broken: bytes
) -> None:
    server.reset(broken)
    with pytest.raises((Unavailable, BadReply)):
        submit(client)
    assert len(server.posts) == 1


@settings(max_examples=400)
@given(ODD)
def test_an_odd_answer_is_read_or_leaves_it_open(
    server: RawApi, client: VideoApi, odd: bytes
) -> None:
    server.reset(odd)
    with suppress(Unavailable, BadReply):
        assert submit(client).task_id
    assert len(server.posts) == 1


def test_every_byte_at_which_an_answer_may_end_leaves_it_open(
    server: RawApi, client: VideoApi
) -> None:
    for line in (b"HTTP/1.1 200 OK", b"HTTP/1.1 429 Slow", b"HTTP/1.1 400 No"):
        whole = answer(line, b"Retry-After: 1")
        for end in range(len(whole)):
            server.reset(whole[:end])
            with pytest.raises((Unavailable, BadReply)):
                submit(client)
            assert len(server.posts) == 1


@pytest.mark.parametrize("status", [100, 102, 103, 150, 199])
def test_an_interim_answer_is_no_answer(server: RawApi, client: VideoApi, status: int) -> None:
    """And the answers behind it reach whom they are meant for."""
    interim = b"HTTP/1.1 %d Wait\r\nLink: </x>\r\n\r\n" % status
    first, second = (answer(body=BODY.replace(TASK.encode(), name)) for name in (b"one", b"two"))
    server.reset(interim + first, interim * 2 + second)
    assert (submit(client).task_id, submit(client).task_id) == ("one", "two")
    server.reset(interim)
    with pytest.raises(Unavailable):
        submit(client)


def test_nobody_gets_the_rest_of_somebody_elses_answer(server: RawApi, client: VideoApi) -> None:
    other = answer(body=BODY.replace(TASK.encode(), b"somebody-elses"))
    server.reset(answer() + other, answer())
    with pytest.raises(Unavailable):
        client.check(TASK)
    assert client.check(TASK) == Pending("queued", None)
    assert server.reused == 0


def test_a_refusal_that_names_a_task_leaves_it_open(server: RawApi, client: VideoApi) -> None:
    """One wrong bit in the status line, and a POST that was taken would be called refused."""
    for line in (b"HTTP/1.1 400 OK", b"HTTP/1.1 429 OK", b"HTTP/1.1 404 OK"):
        server.reset(answer(line))
        with pytest.raises(BadReply):
            submit(client)


@pytest.mark.parametrize("line", [b"200 OK", b"400 Bad", b"401 No", b"429 Slow"])
def test_an_answer_that_echoes_another_request_is_not_ours(
    server: RawApi, client: VideoApi, line: bytes
) -> None:
    """A proxy that mixes two people up would give one the other's film, or the other's refusal."""
    body = BODY if line.startswith(b"200") else b"{}"
    server.reset(answer(b"HTTP/1.1 " + line, b"X-Client-Request-Id: skylit-2", body=body))
    with pytest.raises(BadReply, match="another request"):
        submit(client)
    server.reset(answer(b"HTTP/1.1 200 OK", b"X-Client-Request-Id: skylit-1"))
    assert submit(client).task_id == TASK


@pytest.mark.parametrize(
    "two",
    [
        answer(b"HTTP/1.1 200 OK", b"X-Inference-Id: another"),
        answer(body=BODY[:-1] + b', "id": "another"}'),
    ],
    ids=["in the header", "in the body"],
)
def test_an_answer_with_two_ids_leaves_it_open(
    server: RawApi, client: VideoApi, two: bytes
) -> None:
    server.reset(two)
    with pytest.raises(BadReply):
        submit(client)
    assert len(server.posts) == 1


@pytest.mark.parametrize("status", [300, 302, 303, 304, 305, 306, 350, 408, 425, 499, 500, 599])
def test_a_status_that_does_not_say_no_leaves_it_open(
    server: RawApi, client: VideoApi, status: int
) -> None:
    server.reset(answer(b"HTTP/1.1 %d Oh" % status, body=b"{}"))
    with pytest.raises(Unavailable):
        submit(client)


@pytest.mark.parametrize(
    "error",
    [
        *(kind("Oh") for kind in (ValueError, KeyError, MemoryError, RuntimeError, OSError)),
        NotSent(Code.API_UNREACHABLE),
    ],
)
@pytest.mark.parametrize("place", ["headers_of", "Http1.response", "Http1.data", "Http1.send"])
def test_an_error_of_any_type_after_the_first_byte_leaves_it_open(
    server: RawApi, client: VideoApi, error: Exception, place: str
) -> None:
    """Also one that a later version of some library may raise."""
    server.reset(answer())
    with (
        patch(f"lib.video_api.exchange.{place}", side_effect=error),
        pytest.raises(Unavailable),
    ):
        submit(client)


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError, OSError, TimeoutError])
@pytest.mark.parametrize("place", ["Request.prepare", "Route.to", "serialized", "Route.connect"])
def test_an_error_of_any_type_before_the_first_byte_is_not_sent(
    server: RawApi, client: VideoApi, error: type[Exception], place: str
) -> None:
    server.reset(answer())
    with patch(f"lib.video_api.exchange.{place}", side_effect=error("Oh")), pytest.raises(NotSent):
        submit(client)
    assert server.posts == []


def test_a_tls_handshake_that_fails_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        came: list[bytes] = []
        thread = threading.Thread(target=_hang_up, args=(listener, came))
        thread.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(NotSent):
            submit(VideoApi(lambda: url, KEY, timeout=(2, 2)))
        thread.join()
    assert b"POST" not in came[0]


def _hang_up(listener: socket.socket, came: list[bytes]) -> None:
    line, _ = listener.accept()
    with line:
        came.append(line.recv(65536))


@pytest.fixture(scope="module")
def bench(server: RawApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    made = studio_in(tmp_path_factory.mktemp("bench"), server.url)
    yield made
    close(made)


@settings(max_examples=60)
@given(UNTRUSTED | ODD)
def test_no_generation_is_posted_twice_for_a_broken_answer(
    server: RawApi, bench: Workbench, broken: bytes
) -> None:
    server.reset(broken)
    asked = bench.ask()
    for _ in range(3):
        if bench.see(asked).status is Status.QUEUED:
            bench.steps.take(bench.see(asked))
    assert bench.see(asked).status in {Status.UNCONFIRMED, Status.GENERATING}
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    ("line", "kind"), [(b"HTTP/1.1 429 Slow", Throttled), (b"HTTP/1.1 400 No", Refused)]
)
def test_a_whole_refusal_is_one(
    server: RawApi, client: VideoApi, line: bytes, kind: type[Exception]
) -> None:
    server.reset(answer(line, body=b'{"message": "No"}'))
    with pytest.raises(kind):
        submit(client)
