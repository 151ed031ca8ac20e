"""What has happened is told until it is heard: signed, never into a private network, never lost."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lib.batch import Batch, BatchFilm, Standing
from lib.errors import NotHeard
from lib.generation import Generation, Reason
from lib.ledger import Ledger
from lib.notify import Deliver, Webhook, batch_is_ready
from lib.notify.deliver import wait
from lib.person import Person
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.urls import Urls

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SECRET = "between us"


@dataclass
class Receiver:
    """A real server. `answers` are its statuses, the last of which it repeats."""

    answers: list[int] = field(default_factory=lambda: [200])
    location: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    silent: threading.Event | None = None


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            if receiver.silent is not None:
                receiver.silent.wait(30)
            status = receiver.answers.pop(0) if receiver.answers[1:] else receiver.answers[0]
            self.send_response(status)
            if receiver.location:
                self.send_header("location", receiver.location)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield receiver
    finally:
        if receiver.silent is not None:
            receiver.silent.set()
        server.shutdown()
        thread.join()
        server.server_close()


def hook(url: str, *, private: bool = True, patience: float = 10.0) -> Webhook:
    return Webhook(url=url, secret=SECRET, allows_private=private, timeout=(patience, patience))


def finished(ledger: Ledger, now: datetime = NOW) -> Batch:
    """A batch of one film, which failed."""
    owner = Person("ann")
    batch = Batch.new(
        owner=owner, idempotency_key="key", name="shops <!everyone>.csv", wording="Hi {name}",
        provider=Provider.BUILTIN, refused=0, now=now,
    )  # fmt: skip
    film = Generation.new(
        VideoRequest.parse("Hi"), provider=Provider.BUILTIN, owner=owner,
        idempotency_key="film", now=now, batch_id=batch.id,
    )  # fmt: skip
    ledger.add_batch(batch, [BatchFilm(number=1, file_name="", generation=film)])
    submit = film.submitting(now)
    assert ledger.swap(film, submit)
    assert ledger.swap(submit, submit.failed(Reason.REFUSED, Problem.of(Code.REFUSED), now))
    [done] = ledger.finish_batches(now, message)
    return done


def message(batch: Batch, standing: Standing) -> str:
    return batch_is_ready(batch, standing, Urls(public="https://sky.example"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(None, tmp_path)
    yield opened
    opened.close()


def test_the_end_of_a_batch_is_told_once_signed_and_readable(ledger: Ledger) -> None:
    batch = finished(ledger)
    with receiving(Receiver()) as receiver:
        deliver = Deliver(ledger, hook(receiver.url), lambda: NOW)
        deliver.run()
        deliver.run()
    [(headers, body)] = receiver.heard
    told = json.loads(body)
    assert told["text"] == (
        "shops &lt;!everyone&gt;.csv: 0 of 1 films are ready, 1 did not work. "
        f"https://sky.example/batch?b={batch.id}"
    )
    assert (told["event"], told["batch"]["failed"]) == ("batch.ready", 1)
    moment, signature = (
        part.partition("=")[2] for part in headers["x-skylit-signature"].split(",")
    )
    signed = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert signature == signed
    assert headers["x-skylit-event-id"]


def test_a_webhook_that_fails_is_told_again_with_the_same_id(ledger: Ledger) -> None:
    finished(ledger)
    with receiving(Receiver(answers=[500, 500, 204])) as receiver:
        for minutes in range(4):
            moment = NOW + minutes * timedelta(minutes=1)
            Deliver(ledger, hook(receiver.url), lambda moment=moment: moment).run()  # type: ignore[misc]
    assert len(receiver.heard) == 3
    assert len({headers["x-skylit-event-id"] for headers, _ in receiver.heard}) == 1


def test_a_crash_loses_no_message(ledger: Ledger, tmp_path: Path) -> None:
    finished(ledger)
    again = Ledger.open(None, tmp_path)
    with receiving(Receiver()) as receiver:
        Deliver(again, hook(receiver.url), lambda: NOW).run()
    again.close()
    assert len(receiver.heard) == 1


def test_one_that_answers_500_for_an_hour_is_asked_seldom_and_hears_in_the_end() -> None:
    waits = [wait(attempts) for attempts in range(40)]
    assert waits == sorted(waits)
    within_an_hour = [
        total for n in range(40) if (total := sum(waits[:n], timedelta())) < timedelta(hours=1)
    ]
    assert len(within_an_hour) < 12
    assert max(waits) <= timedelta(hours=1)


def test_after_three_days_nobody_wants_to_know(ledger: Ledger) -> None:
    finished(ledger)
    late = NOW + timedelta(days=4)
    with receiving(Receiver(answers=[500])) as receiver:
        Deliver(ledger, hook(receiver.url), lambda: late).run()
    assert ledger.due_messages(late + timedelta(days=1), limit=5) == []


def test_one_that_hangs_is_left_in_time() -> None:
    with receiving(Receiver(silent=threading.Event())) as receiver, pytest.raises(NotHeard):
        hook(receiver.url, patience=0.2).send("id", "{}", NOW)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with receiving(Receiver()) as private:
        redirecting = Receiver(answers=[status], location=private.url)
        with receiving(redirecting), pytest.raises(NotHeard, match=str(status)):
            hook(redirecting.url).send("id", "{}", NOW)
    assert private.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/hook", "https://localhost/hook", "https://10.0.0.7/hook",
        "https://169.254.169.254/latest", "https://[::1]/hook", "https://[::ffff:10.0.0.1]/",
        "http://93.184.216.34/hook", "https://2130706433/",
    ],
)  # fmt: skip
def test_no_message_goes_into_a_private_network(url: str) -> None:
    with pytest.raises(NotHeard) as refusal:
        hook(url, private=False, patience=0.2).send("id", "{}", NOW)
    assert "hook" not in str(refusal.value).replace("webhook", "")


def test_an_address_and_a_secret_stand_in_no_word_about_the_webhook() -> None:
    webhook = hook("https://hooks.example/TOKEN")
    assert "TOKEN" not in repr(webhook)
    assert SECRET not in repr(webhook)
