"""Whatever the video API does: the right end, a sentence for the owner, never a second charge."""

from __future__ import annotations

import socket
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from lib.generation import Status
from lib.provider import Provider
from lib.text import say
from tests.hostile_api import (
    KEY,
    HostileApi,
    accepts,
    completes,
    documented,
    drops,
    knows,
    says,
    vast,
)
from tests.tracker.hostile_cases import CASES, Case
from tests.viewers import ALL_SEEING, ANN
from tests.workbench import (
    IMPATIENT,
    LONG,
    PATIENT,
    SHORT,
    Workbench,
    close,
    eventually,
    studio_in,
    tracking,
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_ends_right_and_is_never_posted_twice(
    case: Case, api: HostileApi, tmp_path: Path
) -> None:
    api.submit, api.check, api.file = list(case.submit), list(case.check), list(case.file)
    if case.logs_know:
        api.logs = [says(200, {"data": []}), knows(api.posts)]
    policy = IMPATIENT if case.is_ended_by_time else PATIENT
    patience = SHORT if case.is_silent else LONG
    with tracking(studio_in(tmp_path, api.url, policy=policy, patience=patience)) as bench:
        asked = bench.ask()
        found = bench.settled(asked)
        assert (found.status, len(api.posts)) == (case.ends, case.posts), found.problem
        assert case.reads in say(found.problem)
        _holds_what_it_says(bench, found.id, ready=case.ends is Status.READY)
    _keeps_its_secrets(tmp_path, api)


def _holds_what_it_says(bench: Workbench, generation_id: str, *, ready: bool) -> None:
    """A film and a poster where it says ready, and nothing at all where it does not."""
    kept = {key for key, _ in bench.studio.archive.list()}
    assert kept == ({f"{generation_id}.mp4", f"{generation_id}.webp"} if ready else set())
    if ready:
        clip = bench.studio.clip(ALL_SEEING, generation_id)
        assert len(b"".join(clip.open())) == clip.size > 1000


def _keeps_its_secrets(folder: Path, api: HostileApi) -> None:
    """Neither the key nor a signed link is in any file; the key went to no file host."""
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert KEY.encode() not in content
            assert b"secret-signature" not in content
    for path, headers in api.requests:
        assert ("authorization" in headers) == path.startswith("/v2/")


def test_a_port_where_nobody_listens_costs_no_post_and_says_so(tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, "http://127.0.0.1:9")) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).attempts >= 3)
        found = eventually(lambda: _if(bench, asked.id, Status.QUEUED))
        assert "cannot be reached" in say(found.problem)


def test_a_problem_says_what_comes_of_it_where_the_caption_is(
    api: HostileApi, tmp_path: Path
) -> None:
    """One that was taken already waits in no line of ours, and may be paid for by now."""
    address = [nowhere := _where_nobody_listens()]
    bench = studio_in(tmp_path, lambda: address[0])
    asked = bench.ask()

    def problem_met_in(status: Status) -> str:
        address[0] = nowhere
        bench.steps.take(bench.see(asked))
        met = bench.see(asked)
        assert met.status is status
        address[0] = api.url
        return say(met.problem)

    assert "waits in line" in problem_met_in(Status.QUEUED)
    bench.steps.take(bench.see(asked))
    assert "taken already" in problem_met_in(Status.GENERATING)
    api.check = [completes]
    bench.steps.take(bench.see(asked))
    assert "tries again to fetch it" in problem_met_in(Status.SAVING)
    bench.steps.take(bench.see(asked))
    assert (bench.see(asked).status, bench.see(asked).problem) == (Status.READY, None)
    close(bench)


def _if(bench: Workbench, generation_id: str, status: Status) -> Any:
    found = bench.studio.get(ANN, generation_id)
    return found if found.status is status else None


def test_a_generation_survives_an_api_that_is_down(api: HostileApi, tmp_path: Path) -> None:
    address: list[str | None] = [None]
    with tracking(studio_in(tmp_path, lambda: address[0])) as bench:
        asked = bench.ask(provider=Provider.BUILTIN)
        eventually(lambda: bench.see(asked).attempts >= 2)
        assert "is starting" in say(bench.see(asked).problem)
        address[0] = api.url
        assert bench.settled(asked).status is Status.READY
    assert len(api.posts) == 1


def test_a_lost_answer_of_the_free_engine_is_simply_asked_for_again(
    api: HostileApi, tmp_path: Path
) -> None:
    api.submit = [drops, accepts]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        assert bench.settled(bench.ask(provider=Provider.BUILTIN)).status is Status.READY
    assert len(api.posts) == 2


def test_a_task_that_the_free_engine_forgot_is_made_again_but_not_for_ever(
    api: HostileApi, tmp_path: Path
) -> None:
    api.check = [documented(404, "?")]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        found = bench.settled(bench.ask(provider=Provider.BUILTIN))
        assert (found.status, len(api.posts)) == (Status.FAILED, 2)


def test_a_port_that_refuses_and_then_listens_gets_one_post(
    api: HostileApi, tmp_path: Path
) -> None:
    address = [_where_nobody_listens()]
    with tracking(studio_in(tmp_path, lambda: address[0])) as bench:
        asked = bench.ask()
        eventually(lambda: bench.see(asked).attempts >= 2)
        address[0] = api.url
        assert bench.settled(asked).status is Status.READY
    assert len(api.posts) == 1


def test_a_port_that_takes_the_line_and_says_nothing_is_asked_once(tmp_path: Path) -> None:
    """The system takes connections for a program that never looks at them."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        tracking(studio_in(tmp_path, _address_of(listener), patience=SHORT)) as bench,
    ):
        eventually(lambda: bench.tracker.leads)  # what waited before is looked up before it is sent
        found = bench.settled(bench.ask())
        assert (found.status, found.task_id) == (Status.UNCONFIRMED, None)
        listener.settimeout(0.1)
        assert _posts_waiting_at(listener) == 1


def test_what_is_far_too_large_is_not_read_to_its_end(api: HostileApi, tmp_path: Path) -> None:
    bench = studio_in(tmp_path, api.url)
    asked = bench.ask()
    api.submit = [vast(100)]
    tracemalloc.start()
    bench.steps.take(asked)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert bench.see(asked).status is Status.UNCONFIRMED
    assert peak < 20_000_000
    close(bench)


def test_the_submit_carries_what_the_logs_are_asked_for(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask("Hello 上海")
        bench.settled(asked)
    (post,) = api.posts
    headers = post.pop("headers")
    del post["at"]
    assert post == {
        "model": "magic/text-to-video", "prompt": "Hello 上海", "template": "Shanghai Drone Show",
    }  # fmt: skip
    assert headers["x-client-request-id"] == asked.client_request_id
    assert headers["user-agent"].startswith("Skylit/")
    assert headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("provider", "prompt"),
    [(Provider.AIMLAPI, "Hello 上海 brighter"), (Provider.BUILTIN, "Hello\n上海\nbright\u00ader")],
)
def test_only_an_engine_that_keeps_lines_is_sent_them(
    api: HostileApi, tmp_path: Path, provider: Provider, prompt: str
) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        bench.settled(bench.ask("Hello\n上海\nbright\u00ader", provider=provider))
    (post,) = api.posts
    assert post["prompt"] == prompt


def _where_nobody_listens() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return _address_of(free)


def _address_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _posts_waiting_at(listener: socket.socket) -> int:
    """How many of the connections that nobody took brought a POST."""
    posts = 0
    with suppress(TimeoutError):
        while True:
            connection, _ = listener.accept()
            with connection:
                posts += connection.recv(65536).startswith(b"POST")
    return posts
