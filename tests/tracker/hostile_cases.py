"""What the video API does wrong, and for each: where the generation must end, what its owner reads,
and how many POSTs the API saw. Never a second one, unless the first surely was not accepted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from lib.generation import Status
from tests.broken_answers import answer
from tests.films import film
from tests.hostile_api import (
    KEY,
    TASK,
    Behaviour,
    accepts,
    claims,
    completes,
    completes_at,
    delivers,
    documented,
    drops,
    hangs,
    pending,
    problem,
    redirects,
    says,
    vast,
    zip_bomb,
)
from tests.hostile_lines import drips_headers, drops_midway, never_ends, trickles, writes

FILM: Final = film()
JSON_BOMB: Final = says(200, b"[" * 3_000_000, content_type="application/json")
NOT_HTTP: Final = writes(b"SSH-2.0-OpenSSH_9.2\r\n")
LONG_HEADER: Final = writes(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n{}")
MANY_HEADERS: Final = writes(b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 200 + b"\r\n{}")


LATE: Final = "did not finish in time"
ENDS_BY_TIME: Final = frozenset({LATE, "“brewing”"})
SILENCES: Final = frozenset({hangs, trickles, drips_headers})


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

    def __str__(self) -> str:
        return self.name

    @property
    def is_ended_by_time(self) -> bool:
        """Whether only its deadline ends it."""
        return self.ends is Status.FAILED and self.reads in ENDS_BY_TIME

    @property
    def is_silent(self) -> bool:
        """Whether some answer never comes to its end."""
        return not SILENCES.isdisjoint([*self.submit, *self.check, *self.file])


def submit_case(
    name: str, behaviour: Behaviour, ends: Status, reads: str = "", **more: Any
) -> Case:
    return Case(name, ends, reads, submit=[behaviour, accepts], **more)


def check_case(name: str, *behaviours: Behaviour, ends: Status, reads: str = "") -> Case:
    return Case(name, ends, reads, check=list(behaviours))


def file_case(name: str, *behaviours: Behaviour, ends: Status, reads: str = "") -> Case:
    return Case(name, ends, reads, file=list(behaviours))


TAKEN: Final = answer(body=json.dumps({"id": TASK, "status": "queued"}).encode())
INTERIM: Final = b"HTTP/1.1 102 Processing\r\n\r\n"
NO_DAY: Final = "Fri, 31 Dec 99999 23:59:59 GMT"
LONG_AGO: Final = "Thu, 01 Jan 1970 00:00:00 GMT"
ASK: Final = "may be charged twice"

SUBMITS: Final = [
    submit_case("it works", accepts, Status.READY),
    submit_case("hangs", hangs, Status.UNCONFIRMED, ASK),
    submit_case("hangs, but is in the log", hangs, Status.READY, logs_know=True),
    submit_case("drops after the request", drops, Status.UNCONFIRMED, ASK),
    submit_case("drops, but is in the log", drops, Status.READY, logs_know=True),
    submit_case("drops in mid-answer", drops_midway(), Status.UNCONFIRMED, ASK),
    submit_case("400 as documented", documented(400, "Body validation error!"), Status.FAILED,
                "Body validation error! Change it and try again; nothing was charged."),
    submit_case("400 as seen", problem(400, "No such template"), Status.FAILED, "No such template."),
    submit_case("400 quoting the key", documented(400, f"bad {KEY}"), Status.FAILED, "bad … Change it"),
    submit_case("429 until a day that is none", documented(429, "Slow", retry_after=NO_DAY), Status.READY,
                posts=2),
    submit_case("400 that names a task", says(400, {"id": TASK, "status": "queued"}), Status.UNCONFIRMED, ASK),
    submit_case("102, then", writes(INTERIM + TAKEN), Status.READY),
    submit_case("two lengths", writes(TAKEN.replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n")),
                Status.UNCONFIRMED, ASK),
    submit_case("an answer and a half", writes(TAKEN + TAKEN[:40]), Status.UNCONFIRMED, ASK),
    submit_case("400 in HTML", says(400, "<h1>Bad</h1>"), Status.FAILED, "refused this caption"),
    submit_case("401", documented(401, f"Unknown key {KEY}"), Status.FAILED, "set a valid one"),
    submit_case("403", problem(403, "err_insufficent_credits"), Status.FAILED, "top up"),
    submit_case("404", documented(404, "Cannot POST"), Status.FAILED, "AIMLAPI_BASE_URL"),
    submit_case("422", documented(422, "Odd"), Status.FAILED, "Odd. Nothing was charged."),
    submit_case("429", documented(429, "Slow down"), Status.READY, posts=2),
    submit_case("429 until later", documented(429, "Slow", retry_after="1"), Status.READY, posts=2),
    submit_case("429 as seen", problem(429, "Slow", retry_after="0"), Status.READY, posts=2),
    submit_case("429 until 1970", documented(429, "Slow", retry_after=LONG_AGO), Status.READY, posts=2),
    submit_case("429 until nonsense", documented(429, "Slow", retry_after="soon"), Status.READY, posts=2),
    submit_case("401 as seen", problem(401, f"Unknown key {KEY}"), Status.FAILED, "set a valid one"),
    submit_case("403 as documented", documented(403, "No credits"), Status.FAILED, "top up"),
    submit_case("404 as seen", problem(404, "Cannot POST"), Status.FAILED, "AIMLAPI_BASE_URL"),
    submit_case("500 as seen", problem(500, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("502 as documented", documented(502, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("502 as seen", problem(502, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("503 as documented", documented(503, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("503 until later", documented(503, "Oh", retry_after="0"), Status.UNCONFIRMED, ASK),
    submit_case("504 as documented", documented(504, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("500", documented(500, "Oh"), Status.UNCONFIRMED, ASK),
    submit_case("502", says(502, "<html>Bad gateway"), Status.UNCONFIRMED, ASK),
    submit_case("503, but is in the log", problem(503, "Oh"), Status.READY, logs_know=True),
    submit_case("504", problem(504, "Time-out"), Status.UNCONFIRMED, ASK),
    submit_case("408", says(408, ""), Status.UNCONFIRMED, ASK),
    submit_case("HTML", says(200, "<h1>Hello</h1>"), Status.UNCONFIRMED, ASK),
    submit_case("endless JSON", JSON_BOMB, Status.UNCONFIRMED, ASK),
    submit_case("100 MB of JSON", vast(100), Status.UNCONFIRMED, ASK),
    submit_case("a zip bomb", zip_bomb(b'{"id": "x"}'), Status.UNCONFIRMED, ASK),
    submit_case("not HTTP", NOT_HTTP, Status.UNCONFIRMED, ASK),
    submit_case("an endless header", LONG_HEADER, Status.UNCONFIRMED, ASK),
    submit_case("too many headers", MANY_HEADERS, Status.UNCONFIRMED, ASK),
    submit_case("headers that trickle", drips_headers, Status.UNCONFIRMED, ASK),
    submit_case("headers that trickle, but is in the log", drips_headers, Status.READY, logs_know=True),
    submit_case("a clock of 1970", says(200, {"id": TASK}, date=LONG_AGO), Status.READY),
    submit_case("a list", says(200, [1]), Status.UNCONFIRMED, ASK),
    submit_case("no id", says(200, {"status": "queued"}), Status.UNCONFIRMED, ASK),
    submit_case("an id that is none", says(200, {"id": "../../etc"}), Status.UNCONFIRMED, ASK),
    submit_case("an id that is a number", says(200, {"id": 7}), Status.UNCONFIRMED, ASK),
    submit_case("no id but in the header", says(200, {}, x_inference_id=TASK), Status.READY),
    submit_case("garbled but for the header", drops_midway(x_inference_id=TASK),
                Status.UNCONFIRMED, ASK),
    submit_case("trickles", trickles, Status.UNCONFIRMED, ASK),
    submit_case("moved", redirects(308, "https://example.com/"), Status.FAILED, "has moved"),
    submit_case("sent to nonsense", redirects(308, "https://[::1/"), Status.FAILED, "has moved"),
    submit_case("sent elsewhere", redirects(303, "https://example.com/"), Status.UNCONFIRMED, ASK),
]  # fmt: skip

OFF: Final = documented(500, "Oh")

CHECKS: Final = [
    check_case("fails for a while", OFF, drops, says(200, "<html>"), completes, ends=Status.READY),
    check_case("hangs once", hangs, completes, ends=Status.READY),
    check_case("throttles", documented(429, "Slow", retry_after="0"), completes, ends=Status.READY),
    check_case("is down for good", OFF, ends=Status.FAILED, reads=LATE),
    check_case("forgets the key", documented(401, "Key?"), ends=Status.FAILED, reads=LATE),
    check_case("does not know it yet", documented(404, "?"), completes, ends=Status.READY),
    check_case("never knew it", documented(404, "?"), ends=Status.UNCONFIRMED, reads=ASK),
    check_case("knows it no more", pending("generating"), problem(404, "?"), ends=Status.FAILED,
               reads="the task is lost"),
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
    check_case("400, then", problem(400, "Odd"), completes, ends=Status.READY),
    check_case("403, then", documented(403, "No"), completes, ends=Status.READY),
    check_case("500, 502, 503, 504, then", problem(500, "Oh"), says(502, "<html>"), documented(503, "Oh"),
               problem(504, "Oh"), completes, ends=Status.READY),
    check_case("429 without a word", problem(429, "Slow"), completes, ends=Status.READY),
    check_case("drops in mid-answer", drops_midway(), completes, ends=Status.READY),
    check_case("trickles", trickles, completes, ends=Status.READY),
    check_case("headers that trickle", drips_headers, completes, ends=Status.READY),
    check_case("100 MB of JSON", vast(100), completes, ends=Status.READY),
    check_case("a zip bomb", zip_bomb(b"{}"), completes, ends=Status.READY),
    check_case("not HTTP", NOT_HTTP, LONG_HEADER, MANY_HEADERS, completes, ends=Status.READY),
    check_case("completed with a video of nothing", *(
               says(200, {"id": TASK, "status": "completed", "video": video})
               for video in ({}, {"url": None}, {"url": 7}, {"url": ""}, "here", [1])),
               completes, ends=Status.READY),
    check_case("a link that is none", completes_at("not a link"), ends=Status.FAILED,
               reads="no address"),
    check_case("a link into the house", completes_at("https://192.168.1.1/x.mp4"), ends=Status.FAILED,
               reads="private network"),
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

GOOD: Final = delivers(FILM)
PRIVATE: Final = "private network"

FILES: Final = [
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
    file_case("more bytes than promised", writes(
              b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(FILM) - 800) + FILM),
              GOOD, ends=Status.READY),
    file_case("a length that is none", writes(
              b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + FILM), GOOD, ends=Status.READY),
    file_case("headers that trickle once", drips_headers, GOOD, ends=Status.READY),
    file_case("not HTTP once", NOT_HTTP, GOOD, ends=Status.READY),
    file_case("drops in mid-file", drops_midway(), GOOD, ends=Status.READY),
    file_case("429 and 504, then", documented(429, "Slow"), problem(504, "Oh"), GOOD, ends=Status.READY),
    file_case("dead by 401 and by 404", says(401, "Expired"), says(404, "?"), GOOD, ends=Status.READY),
    file_case("a zip bomb", zip_bomb(), ends=Status.FAILED, reads="compressed"),
    file_case("a clock of 1970", delivers(FILM, date=LONG_AGO), ends=Status.READY),
    file_case("10 GB", claims(10_000_000_000, FILM), ends=Status.FAILED, reads="larger than 2 MB"),
    file_case("no end", never_ends, ends=Status.FAILED, reads="larger than 2 MB"),
    file_case("one byte now and then", trickles, ends=Status.FAILED, reads=LATE),
    file_case("packed", delivers(FILM, content_encoding="gzip"), ends=Status.FAILED, reads="compressed"),
    file_case("no pictures", delivers(film(pictures=False)), ends=Status.FAILED, reads="no pictures"),
    file_case("8K", delivers(film(seconds=0.05, width=7680, height=16, sound=False)),
              ends=Status.FAILED, reads="7680 x 16"),
    file_case("no sound", delivers(film(sound=False)), ends=Status.READY),
]  # fmt: skip

CASES: Final = (*SUBMITS, *CHECKS, *FILES)
