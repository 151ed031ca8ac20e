"""What is logged, by whomever: no secret in it, and nothing that a terminal would obey."""

from __future__ import annotations

import io
import logging
import socket
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.logging import AccessFormatter

from lib.log_redaction import cleaned, keep_logs_clean

SECRET = "sk-a-secret-of-this-test"
LINK = "https://host.example/film.mp4?X-Amz-Signature=abc123&X-Amz-Expires=600"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    before = logging.getLogRecordFactory()
    keep_logs_clean([SECRET, None, ""])
    logger, written = logging.getLogger("tests.log_lines"), io.StringIO()
    handler = logging.StreamHandler(written)
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, written
    logger.removeHandler(handler)
    logger.propagate = True
    logging.setLogRecordFactory(before)


def test_no_way_of_logging_shows_a_secret(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.error(f"key {SECRET}")  # noqa: G004  # as a careless library does it
    logger.error("key %s, link %s, header %r", SECRET, LINK, {"Authorization": f"Bearer {SECRET}x"})
    logger.error("%(key)s", {"key": SECRET})
    logger.error("database at %s", "postgresql://skylit:password@db.example/skylit")
    logger.error("it failed", exc_info=ValueError(f"cannot open {LINK} with {SECRET}"))
    said = written.getvalue()
    for secret in (SECRET, "abc123", "password"):
        assert secret not in said
    assert "host.example/film.mp4" in said  # enough is left to find out what happened
    assert "db.example" in said
    assert "ValueError: cannot open" in said


@pytest.mark.parametrize("before", ["/s/", "https://host.example/studio/s/", "%2Fs%2F", "/S/"])
def test_the_token_of_a_public_link_is_in_no_line(
    before: str, log: tuple[logging.Logger, io.StringIO]
) -> None:
    logger, written = log
    token = "Ab3_-" * 4 + "xy"
    logger.error("GET %s%s/embed", before, token)
    logger.error(f"{before}{token}")  # noqa: G004  # as a careless library does it
    assert token not in written.getvalue()
    assert "/embed" in written.getvalue()


def test_a_library_that_warns_of_an_answer_shows_no_signed_link(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    """urllib3 quotes the whole address of an answer whose headers it cannot read."""
    _, written = log
    handler, library = logging.StreamHandler(written), logging.getLogger("urllib3.connection")
    library.addHandler(handler)
    with answering(b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 0\r\n\r\n") as url:
        requests.get(f"{url}/film.mp4?X-Amz-Signature=abc123", timeout=10)
    library.removeHandler(handler)
    assert "/film.mp4?…" in written.getvalue()
    assert "abc123" not in written.getvalue()


@contextmanager
def answering(content: bytes) -> Iterator[str]:
    """A server that gives one answer, such as it is."""

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(content)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def test_a_servers_access_log_shows_no_signed_link(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.handlers[0].setFormatter(AccessFormatter("%(request_line)s %(status_code)s"))
    clip = "/clips/id.mp4?token=1790000000.signature"
    logger.error('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", clip, "1.1", 200)
    assert written.getvalue() == "GET /clips/id.mp4?… HTTP/1.1 200 OK\n"


def test_what_came_from_outside_can_neither_colour_nor_forge_lines(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.error("It says: %s", "\x1b[2J\x1b]0;title\x07red\u202egpj\u2028x\r\n2026 ERROR all lost")
    first, second, _ = written.getvalue().split("\n")
    assert first == r"It says: \u001b[2J\u001b]0;title\u0007red\u202egpj\u2028x" + r"\u000d"
    assert second == "  2026 ERROR all lost"


@given(st.text(max_size=200))
def test_no_text_whatever_gets_through_unseen(text: str) -> None:
    lines = cleaned(f"Said: {text}").split("\n")
    assert all(line.startswith("  ") for line in lines[1:])
    for character in "".join(lines):
        assert character == "\t" or unicodedata.category(character) not in {
            "Cc",
            "Cf",
            "Cs",
            "Zl",
            "Zp",
        }


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=100))
def test_ordinary_sentences_stay_as_they_are(text: str) -> None:
    if not {"?", "/"} & set(text) and "earer" not in text:
        assert cleaned(text) == text
