"""Whatever the video API does: the right end, a sentence for the owner, never a second charge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lib.generation import Status
from lib.template import Provider
from tests.films import film
from tests.hostile_api import (
    KEY,
    TASK,
    Behaviour,
    HostileApi,
    accepts,
    claims,
    completes,
    completes_at,
    delivers,
    documented,
    drops,
    drops_midway,
    hangs,
    hostile_api,
    knows,
    never_ends,
    pending,
    problem,
    redirects,
    says,
    trickles,
)
from tests.workbench import Workbench, eventually, studio_in, tracking

FILM = film()
JSON_BOMB = says(200, b"[" * 3_000_000, content_type="application/json")


@pytest.fixture(scope="module")
def server() -> Iterator[HostileApi]:
    with hostile_api() as api:
        yield api


@pytest.fixture
def api(server: HostileApi) -> HostileApi:
    server.reset()
    return server


@dataclass(frozen=True)
class Case:
    """What the API does, and where the generation must end."""

    name: str
    ends: Status
    reads: str  # part of what its owner reads
    posts: int = 1
    submit: list[Behaviour] = field(default_factory=lambda: [accepts])
    check: list[Behaviour] = field(default_factory=lambda: [pending("queued"), completes])
    file: list[Behaviour] = field(default_factory=lambda: [delivers(FILM)])
    logs_know: bool = False


def submit_case(
    name: str, behaviour: Behaviour, ends: Status, reads: str = "", **more: Any
) -> Case:
    return Case(name, ends, reads, submit=[behaviour, accepts], **more)


def check_case(name: str, *behaviours: Behaviour, ends: Status, reads: str = "") -> Case:
    return Case(name, ends, reads, check=list(behaviours))


def file_case(name: str, *behaviours: Behaviour, ends: Status, reads: str = "") -> Case:
    return Case(name, ends, reads, file=list(behaviours))


LOST = "in the API's log"
ASK = "may be charged twice"

SUBMITS = [
    submit_case("it works", accepts, Status.READY),
    submit_case("hangs", hangs, Status.UNCONFIRMED, ASK),
    submit_case("hangs, but is in the log", hangs, Status.READY, logs_know=True),
    submit_case("drops after the request", drops, Status.UNCONFIRMED, ASK),
    submit_case("drops, but is in the log", drops, Status.READY, logs_know=True),
    submit_case("drops in mid-answer", drops_midway(), Status.UNCONFIRMED, ASK),
    submit_case("400 as documented", documented(400, "Body validation error!"), Status.FAILED,
                "Body validation error! Change it and try again; nothing was charged."),
    submit_case("400 as seen", problem(400, "No such template"), Status.FAILED, "No such template."),
    submit_case("400 quoting the key", documented(400, f"bad {KEY}"), Status.FAILED, "refused"),
    submit_case("400 in HTML", says(400, "<h1>Bad</h1>"), Status.FAILED, "refused this caption"),
    submit_case("401", documented(401, f"Unknown key {KEY}"), Status.FAILED, "set a valid one"),
    submit_case("403", problem(403, "err_insufficent_credits"), Status.FAILED, "top up"),
    submit_case("404", documented(404, "Cannot POST"), Status.FAILED, "AIMLAPI_BASE_URL"),
    submit_case("422", documented(422, "Odd"), Status.FAILED, "Odd. Nothing was charged."),
    submit_case("429", documented(429, "Slow down"), Status.READY, posts=2),
    submit_case("429 until later", documented(429, "Slow", retry_after="1"), Status.READY, posts=2),
    submit_case("500", documented(500, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("502", says(502, "<html>Bad gateway"), Status.UNCONFIRMED, ASK),
    submit_case("503, but is in the log", problem(503, "Oh"), Status.READY, logs_know=True),
    submit_case("504", problem(504, "Time-out"), Status.UNCONFIRMED, ASK),
    submit_case("408", says(408, ""), Status.UNCONFIRMED, ASK),
    submit_case("HTML", says(200, "<h1>Hello</h1>"), Status.UNCONFIRMED, ASK),
    submit_case("endless JSON", JSON_BOMB, Status.UNCONFIRMED, ASK),
    submit_case("a list", says(200, [1]), Status.UNCONFIRMED, ASK),
    submit_case("no id", says(200, {"status": "queued"}), Status.UNCONFIRMED, ASK),
    submit_case("an id that is none", says(200, {"id": "../../etc"}), Status.UNCONFIRMED, ASK),
    submit_case("an id that is a number", says(200, {"id": 7}), Status.UNCONFIRMED, ASK),
    submit_case("no id but in the header", says(200, {}, x_inference_id=TASK), Status.READY),
    submit_case("garbled but for the header", drops_midway(x_inference_id=TASK),
                Status.UNCONFIRMED, ASK),
    submit_case("trickles", trickles, Status.UNCONFIRMED, ASK),
    submit_case("moved", redirects(308, "https://example.com/"), Status.FAILED, "has moved"),
    submit_case("sent to nonsense", redirects(308, "https://[::1/"), Status.UNCONFIRMED, ASK),
    submit_case("sent elsewhere", redirects(303, "https://example.com/"), Status.UNCONFIRMED, ASK),
]  # fmt: skip

LATE = "did not finish in time"
OFF = documented(500, "Oh")

CHECKS = [
    check_case("fails for a while", OFF, drops, says(200, "<html>"), completes, ends=Status.READY),
    check_case("hangs once", hangs, completes, ends=Status.READY),
    check_case("throttles", documented(429, "Slow", retry_after="0"), completes, ends=Status.READY),
    check_case("is down for good", OFF, ends=Status.FAILED, reads=LATE),
    check_case("forgets the key", documented(401, "Key?"), ends=Status.FAILED, reads=LATE),
    check_case("does not know it yet", documented(404, "?"), completes, ends=Status.READY),
    check_case("does not know it", documented(404, "?"), ends=Status.FAILED, reads="the task is lost"),
    check_case("every word", *map(pending, ("waiting", "ACTIVE", "processing", "brewing")),
               completes_at("/file.mp4", "Succeeded"), ends=Status.READY),
    check_case("an unknown word for ever", pending("brewing"), ends=Status.FAILED, reads="“brewing”"),
    check_case("stuck", pending("generating", 0.5), ends=Status.FAILED, reads=LATE),
    check_case("goes backwards", pending("generating", 0.7), pending("queued", 0.1), completes,
               ends=Status.READY),
    check_case("completed without a video", says(200, {"id": TASK, "status": "completed"}),
               ends=Status.FAILED, reads=LATE),
    check_case("a redirect to nonsense", redirects(302, "https://[::1/"), completes, ends=Status.READY),
    check_case("no status", says(200, {"id": TASK}), ends=Status.FAILED, reads=LATE),
    check_case("another video", says(200, {"id": "other", "status": "queued"}), ends=Status.FAILED,
               reads=LATE),
    check_case("endless JSON", JSON_BOMB, completes, ends=Status.READY),
    check_case("error", says(200, {"id": TASK, "status": "error", "error": {
               "name": "Nope", "message": "The\x1b[31m <b>sky</b>\u202e is full"}}),
               ends=Status.FAILED, reads="The [31m <b>sky</b> is full. Nothing was charged."),
    check_case("error without words", says(200, {"id": TASK, "status": "Canceled"}),
               ends=Status.FAILED, reads="could not make this video."),
    check_case("takes it back once", completes, pending("queued"), completes, ends=Status.READY),
    check_case("takes it back", completes, pending("queued"), ends=Status.FAILED, reads=LATE),
    check_case("completes, then fails", completes, says(200, {"id": TASK, "status": "failed"}),
               ends=Status.FAILED, reads="could not make"),
]  # fmt: skip

GOOD = delivers(FILM)
PRIVATE = "private network"

FILES = [
    file_case("dead once", says(403, "Expired"), GOOD, ends=Status.READY),
    file_case("dead for good", says(403, "Expired"), ends=Status.FAILED, reads=LATE),
    file_case("gone", says(410, ""), ends=Status.FAILED, reads=LATE),
    file_case("broken once", delivers(FILM[:2000]), GOOD, ends=Status.READY),
    file_case("fails for a while", OFF, drops, claims(90_000, FILM), GOOD, ends=Status.READY),
    file_case("hangs once", hangs, GOOD, ends=Status.READY),
    file_case("redirect at home", redirects(302, "/file.mp4"), GOOD, ends=Status.READY),
    file_case("redirect loop", redirects(302, "/file.mp4"), ends=Status.FAILED, reads="without an end"),
    file_case("to a private address", redirects(302, "https://10.0.0.1/x"), ends=Status.FAILED,
              reads=PRIVATE),
    file_case("to this machine", redirects(302, "https://127.0.0.1/x"), ends=Status.FAILED,
              reads=PRIVATE),
    file_case("to this machine by name", redirects(307, "https://localhost:1/"), ends=Status.FAILED,
              reads=PRIVATE),
    file_case("to this machine as a number", redirects(302, "https://2130706433/"),
              ends=Status.FAILED, reads=PRIVATE),
    file_case("to a cloud's metadata", redirects(302, "https://169.254.169.254/latest"),
              ends=Status.FAILED, reads=PRIVATE),
    file_case("to IPv4 in IPv6", redirects(302, "https://[::ffff:10.0.0.1]/"), ends=Status.FAILED,
              reads=PRIVATE),
    file_case("to plain http", redirects(302, "http://192.0.2.1/x.mp4"), ends=Status.FAILED,
              reads="not encrypted"),
    file_case("to a file", redirects(302, "file:///etc/passwd"), ends=Status.FAILED,
              reads="does not follow"),
    file_case("to nonsense", redirects(302, "https://[::1/"), ends=Status.FAILED, reads="no address"),
    file_case("HTML", says(200, "<html>Sorry</html>"), ends=Status.FAILED, reads="no video"),
    file_case("nothing", delivers(b""), ends=Status.FAILED, reads="no video"),
    file_case("a truncated film", delivers(FILM[:-800]), ends=Status.FAILED, reads="cut short"),
    file_case("a corrupt film", delivers(FILM[:1500] + bytes(len(FILM) - 1500)), ends=Status.FAILED,
              reads="damaged"),
    file_case("fewer bytes than promised", claims(len(FILM) + 9, FILM), ends=Status.FAILED, reads=LATE),
    file_case("10 GB", claims(10_000_000_000, FILM), ends=Status.FAILED, reads="larger than 2 MB"),
    file_case("no end", never_ends, ends=Status.FAILED, reads="larger than 2 MB"),
    file_case("one byte now and then", trickles, ends=Status.FAILED, reads=LATE),
    file_case("packed", delivers(FILM, content_encoding="gzip"), ends=Status.FAILED, reads="packed"),
    file_case("no pictures", delivers(film(pictures=False)), ends=Status.FAILED, reads="no pictures"),
    file_case("8K", delivers(film(seconds=0.05, width=7680, height=16, sound=False)),
              ends=Status.FAILED, reads="7680 x 16"),
    file_case("no sound", delivers(film(sound=False)), ends=Status.READY),
]  # fmt: skip


@pytest.mark.parametrize("case", SUBMITS + CHECKS + FILES, ids=lambda case: case.name)
def test_it_ends_right_and_is_never_posted_twice(
    case: Case, api: HostileApi, tmp_path: Path
) -> None:
    api.submit, api.check, api.file = list(case.submit), list(case.check), list(case.file)
    if case.logs_know:
        api.logs = [says(200, {"data": []}), knows(api.posts)]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask()
        found = bench.settled(asked)
        assert (found.status, len(api.posts)) == (case.ends, case.posts), found.problem
        assert case.reads in (found.problem or "")
        _holds_what_it_says(bench, found.id, ready=case.ends is Status.READY)
    _keeps_its_secrets(tmp_path, api)


def _holds_what_it_says(bench: Workbench, generation_id: str, *, ready: bool) -> None:
    """A film and a poster where it says ready, and nothing at all where it does not."""
    kept = {key for key, _ in bench.studio.archive.list()}
    assert kept == ({f"{generation_id}.mp4", f"{generation_id}.webp"} if ready else set())
    if ready:
        clip = bench.studio.clip(generation_id)
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
        assert "cannot be reached" in found.problem


def _if(bench: Workbench, generation_id: str, status: Status) -> Any:
    found = bench.studio.get("ann", generation_id)
    return found if found.status is status else None


def test_a_generation_survives_an_api_that_is_down(api: HostileApi, tmp_path: Path) -> None:
    address: list[str | None] = [None]
    with tracking(studio_in(tmp_path, lambda: address[0])) as bench:
        asked = bench.ask(provider=Provider.BUILTIN)
        eventually(lambda: bench.see(asked).attempts >= 2)
        assert "is starting" in (bench.see(asked).problem or "")
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


def test_a_429_slows_every_submit(api: HostileApi, tmp_path: Path) -> None:
    api.submit = [documented(429, "Slow", retry_after="1"), accepts]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        first = bench.ask()
        eventually(lambda: len(api.posts) == 1 and bench.see(first).status is Status.QUEUED)
        second = bench.ask()
        assert bench.settled(second).status is Status.READY
        assert bench.settled(first).status is Status.READY
    assert api.post_times[1] - api.post_times[0] > 0.8


def test_two_at_most_are_being_posted(api: HostileApi, tmp_path: Path) -> None:
    api.submit = [hangs]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = [bench.ask() for _ in range(5)]
        eventually(lambda: len(api.posts) == 2)
        states = [bench.see(each).status for each in asked]
        assert states.count(Status.SUBMITTING) == 2
        assert states.count(Status.QUEUED) == 3


def test_an_api_that_hangs_does_not_hold_up_the_other(api: HostileApi, tmp_path: Path) -> None:
    api.submit = [accepts]
    api.check = [hangs, hangs, hangs, hangs, completes]
    with tracking(studio_in(tmp_path, api.url)) as bench:
        for _ in range(4):
            bench.ask()
        eventually(lambda: len(api.check) == 1)  # all four are hanging
        assert bench.settled(bench.ask(provider=Provider.BUILTIN), 0.45).status is Status.READY


def test_the_submit_carries_what_the_logs_are_asked_for(api: HostileApi, tmp_path: Path) -> None:
    with tracking(studio_in(tmp_path, api.url)) as bench:
        asked = bench.ask("Hello 上海")
        bench.settled(asked)
    (post,) = api.posts
    headers = post.pop("headers")
    assert post == {
        "model": "magic/text-to-video", "prompt": "Hello 上海", "template": "Shanghai Drone Show",
    }  # fmt: skip
    assert headers["x-client-request-id"] == asked.client_request_id
    assert headers["user-agent"].startswith("Skylit/")
    assert headers["authorization"] == f"Bearer {KEY}"
