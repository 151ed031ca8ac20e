"""The client: what can have arrived, where the key goes, what a preview says."""

from __future__ import annotations

import socket
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lib.errors import (
    BadReply,
    BadVideo,
    DeadLink,
    NotSent,
    StorageError,
    Unavailable,
)
from lib.request import VideoRequest
from lib.template import SHANGHAI_DRONE_SHOW
from lib.video_api import Done, VideoApi
from tests.films import film
from tests.hostile_api import (
    KEY,
    TASK,
    HostileApi,
    completes,
    delivers,
    drops,
    hangs,
    hostile_api,
    knows,
    redirects,
    says,
)
from tests.hostile_lines import never_ends

NAME = SHANGHAI_DRONE_SHOW.name
NOW = datetime.now(UTC)


@pytest.fixture
def hostile(hostile_server: HostileApi) -> HostileApi:
    hostile_server.reset()
    return hostile_server


@pytest.fixture
def api(hostile: HostileApi) -> VideoApi:
    return VideoApi(lambda: hostile.url, KEY, timeout=(0.5, 0.5))


def at(address: str | None) -> VideoApi:
    return VideoApi(lambda: address, KEY, timeout=(0.3, 0.3))


def submit(api: VideoApi) -> object:
    return api.submit(VideoRequest.parse("Hello"), client_request_id="skylit-1")


@pytest.mark.parametrize(
    "address",
    [
        None,
        "http://127.0.0.1:9",
        "http://no-such-host.invalid",
        "https://no-such-host.invalid",
        "http://" + "a" * 300,
    ],
)
def test_what_surely_never_left_is_not_sent(address: str | None) -> None:
    with pytest.raises(NotSent):
        submit(at(address))


def test_a_host_that_takes_no_connection_is_not_sent() -> None:
    """A listener whose waiting room is full: the connection itself times out."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(listener.getsockname())
            with pytest.raises(NotSent):
                submit(at(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        finally:
            for each in waiting:
                each.close()


def test_tls_that_cannot_be_agreed_on_is_not_sent(hostile: HostileApi) -> None:
    with pytest.raises(NotSent):
        submit(at(hostile.url.replace("http:", "https:")))
    assert hostile.posts == []


@pytest.mark.parametrize("behaviour", [hangs, drops])
def test_what_left_and_got_no_answer_is_unknown(
    hostile: HostileApi, api: VideoApi, behaviour: object
) -> None:
    hostile.submit = [behaviour]  # type: ignore[list-item]  # both are behaviours
    with pytest.raises(Unavailable):
        submit(api)
    assert len(hostile.posts) == 1


def test_a_link_to_another_host_gets_no_key_and_no_plain_connection(
    hostile: HostileApi, api: VideoApi, tmp_path: Path
) -> None:
    with hostile_api() as other:
        hostile.file = [redirects(302, f"{other.url}/file.mp4")]
        with pytest.raises(BadVideo, match="not encrypted"):
            api.download(f"{hostile.url}/file.mp4", tmp_path / "film.mp4")
        assert other.requests == []
    assert all("authorization" not in headers for _, headers in hostile.requests)


def test_a_netrc_does_not_take_the_place_of_the_key(
    hostile: HostileApi, api: VideoApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    submit(api)
    hostile.check = [completes]
    found = api.check(TASK)
    assert isinstance(found, Done)
    api.download(found.url, tmp_path / "film.mp4")
    assert [headers.get("authorization") for _, headers in hostile.requests] == [
        f"Bearer {KEY}", f"Bearer {KEY}", None,
    ]  # fmt: skip


def test_a_download_is_the_file(hostile: HostileApi, api: VideoApi, tmp_path: Path) -> None:
    api.download(f"{hostile.url}/file.mp4", tmp_path / "film.mp4")
    assert (tmp_path / "film.mp4").read_bytes() == film()


def test_a_dead_link_is_told_from_a_host_in_trouble(
    hostile: HostileApi, api: VideoApi, tmp_path: Path
) -> None:
    hostile.file = [says(403, ""), says(503, "")]
    with pytest.raises(DeadLink):
        api.download(f"{hostile.url}/file.mp4", tmp_path / "film.mp4")
    with pytest.raises(Unavailable):
        api.download(f"{hostile.url}/file.mp4", tmp_path / "film.mp4")


@pytest.mark.parametrize("target", ["/dev/full", "/no such folder/film.mp4"])
def test_a_disk_that_takes_no_more_is_our_fault_not_the_apis(
    hostile: HostileApi, api: VideoApi, target: str
) -> None:
    if target == "/dev/full" and not Path(target).exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(StorageError, match="goes on by itself"):
        api.download(f"{hostile.url}/file.mp4", Path(target))


def test_a_lost_submit_is_found_by_its_own_id_alone(hostile: HostileApi, api: VideoApi) -> None:
    hostile.submit = [drops]
    with pytest.raises(Unavailable):
        submit(api)
    hostile.logs = [knows(hostile.posts)]
    now, hour = datetime.now(UTC), timedelta(hours=1)
    assert api.find_in_logs("skylit-1", now - hour, now + hour) == TASK
    assert api.find_in_logs("skylit-1", now - 2 * hour, now - hour) is None
    assert api.find_in_logs("skylit-2", now - hour, now + hour) is None


@pytest.mark.parametrize("task_id", [None, 7, "", "../../etc", "a" * 200, "a\x1b[31mb"])
def test_an_id_in_the_log_that_is_none_is_not_taken_for_one(
    hostile: HostileApi, api: VideoApi, task_id: object
) -> None:
    entry = {"client_request_id": "skylit-1", "inference_id": task_id}
    hostile.logs = [says(200, {"data": [entry]})]
    assert api.find_in_logs("skylit-1", NOW, NOW) is None


def test_a_long_log_is_read_page_by_page_but_not_for_ever(
    hostile: HostileApi, api: VideoApi
) -> None:
    pages: list[str] = []

    async def page(request: Request) -> Response:
        pages.append(request.query_params["offset"])
        entry = {"client_request_id": f"skylit-{len(pages)}", "inference_id": TASK}
        return JSONResponse({"data": [entry] * 100})

    hostile.logs = [page]
    assert api.find_in_logs("skylit-3", NOW, NOW) == TASK
    assert pages == ["0", "100", "200"]
    with pytest.raises(BadReply, match="come to an end"):
        api.find_in_logs("skylit-none", NOW, NOW)
    assert len(pages) == 3 + 100


@pytest.mark.parametrize("page", [1, 7, 100])
def test_the_log_is_read_as_long_as_it_has_more(
    hostile: HostileApi, api: VideoApi, page: int
) -> None:
    """However short its pages are: some say the limit that they keep to, some do not."""

    async def answer(request: Request) -> Response:
        offset = int(request.query_params["offset"])
        entries = [
            {"client_request_id": f"skylit-{number}", "inference_id": f"task-{number}"}
            for number in range(offset, min(offset + page, 12))
        ]
        more = {"has_more": offset + page < 12, "offset": offset, "total": 12}
        return JSONResponse({"data": entries, "pagination": more})

    hostile.logs = [answer]
    assert api.find_in_logs("skylit-11", NOW, NOW) == "task-11"
    assert api.find_in_logs("skylit-12", NOW, NOW) is None


def test_a_log_that_has_more_and_shows_nothing_is_not_a_log_without_it(
    hostile: HostileApi, api: VideoApi
) -> None:
    hostile.logs = [says(200, {"data": [], "pagination": {"has_more": True}})]
    with pytest.raises(BadReply):
        api.find_in_logs("skylit-1", NOW, NOW)


@pytest.mark.parametrize("content", [{}, {"data": None}, [], "text"])
def test_a_log_that_makes_no_sense_is_a_bad_reply(
    hostile: HostileApi, api: VideoApi, content: object
) -> None:
    hostile.logs = [says(200, content)]
    with pytest.raises(BadReply):
        api.find_in_logs("skylit-1", NOW, NOW)


def test_cookies_are_not_kept(hostile: HostileApi, api: VideoApi) -> None:
    hostile.check = [says(200, {"id": TASK, "status": "queued"}, set_cookie="a=b")]
    api.check(TASK)
    api.check(TASK)
    assert all("cookie" not in headers for _, headers in hostile.requests)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_proxy_is_told_the_key_of_an_api_on_this_machine(
    hostile: HostileApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """As on a desk behind a company's proxy, which could not reach the engine anyway."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody there: whoever goes that way fails
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    url = hostile.url.replace("127.0.0.1", host)
    hostile.file = [delivers(film())]
    api = at(url)
    assert submit(api)
    api.download(f"{url}/file.mp4", tmp_path / "film")
    assert len(hostile.posts) == 1


def test_a_proxy_is_asked_for_an_api_that_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(Unavailable):  # it says nothing
            submit(at("http://api.elsewhere.invalid"))
        connection, _ = proxy.accept()
        with connection:
            assert connection.recv(33) == b"POST http://api.elsewhere.invalid"


def test_a_film_goes_to_the_disk_as_it_comes_and_is_never_held(
    hostile: HostileApi, tmp_path: Path
) -> None:
    """60 MB of it, to the last byte that is allowed, in a few hundred kB of memory at a time."""
    hostile.file = [never_ends]
    api = VideoApi(lambda: hostile.url, KEY, largest_video=60_000_000, longest_download=60)
    tracemalloc.start()
    with pytest.raises(BadVideo, match="larger than 60 MB"):
        api.download(f"{hostile.url}/file.mp4", tmp_path / "film")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000  # the server's own in this process counted in
    assert (tmp_path / "film").stat().st_size <= 60_000_000
